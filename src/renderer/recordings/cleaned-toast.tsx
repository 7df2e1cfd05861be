import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useDispatch, useSelect } from '../state/store';
import { fileName, useFormats } from '../ui/format';

/** Says once what the limits of retention have removed; it stays until it is dismissed. */
export function CleanedToast() {
  const { t } = useTranslation('recordings');
  const formats = useFormats();
  const cleaned = useSelect((state) => state.cleaned);
  const dispatch = useDispatch();
  useEffect(() => {
    const [first] = cleaned;
    if (!first) return;
    const why = [...new Set(cleaned.map(({ reason }) => t(`cleaned.reason.${reason}`)))].join(', ');
    const size = formats.bytes(cleaned.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
    const text = t(cleaned.length === 1 ? 'cleaned.one' : 'cleaned.more', { count: cleaned.length, name: fileName(first.path), size, why });
    dispatch({ type: 'toast', toast: { id: `cleaned-${first.removedAt}`, text, durationSeconds: null } });
    dispatch({ type: 'cleaned-told' });
  }, [cleaned, dispatch, formats, t]);
  return null;
}
