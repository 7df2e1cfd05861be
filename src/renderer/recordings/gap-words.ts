import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gap } from '@domain/gap';
import { missingSeconds } from '@domain/recording-parts';
import { useFormats } from '../ui/format';

/** What is missing between parts, in the window's language. */
export function useGapWords() {
  const { t } = useTranslation('recordings');
  const formats = useFormats();
  return useMemo(() => {
    const length = (seconds: number) => (seconds < 60 ? t('gap.seconds', { number: formats.number(seconds, seconds < 10 ? 1 : 0) }) : formats.duration(seconds));
    const values = ({ from, to, seconds, reason }: Gap) => ({ from: formats.clockSeconds(from), to: formats.clockSeconds(to), length: length(seconds), reason: t(`gap.${reason}`) });
    return {
      sum: (gaps: readonly Gap[]) => t('gap.sum', { length: length(missingSeconds(gaps)) }),
      /** Below the name of the part that comes after it. */
      before: (gap: Gap) => t('gap.before', values(gap)),
      line: (gap: Gap) => t('gap.line', { ...values(gap), number: gap.beforePart }),
      /** Where in a joined file. */
      inFile: (gap: Gap & { readonly atSeconds: number }) => t('gap.inFile', { ...values(gap), at: formats.duration(gap.atSeconds) }),
    };
  }, [t, formats]);
}
