import { useTranslation } from 'react-i18next';
import type { CapstanError } from '@domain/errors';
import { translatedError } from '@locales/errors';

/** `translatedError` in the window's language. */
export function useErrorText(): (error: CapstanError) => Pick<CapstanError, 'title' | 'detail' | 'nextStep'> {
  const { t } = useTranslation('errors');
  return (error) => translatedError(error, t);
}
