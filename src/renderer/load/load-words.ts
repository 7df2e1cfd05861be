import { useMemo } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useFormats, type Formats } from '../ui/format';

/** Words and numbers of the load in one language. */
export interface LoadWords {
  readonly t: TFunction<'load'>;
  readonly number: Formats['number'];
}

export function useLoadWords(): LoadWords {
  const { t } = useTranslation('load');
  const { number } = useFormats();
  return useMemo(() => ({ t, number }), [t, number]);
}
