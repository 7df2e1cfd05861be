import type { TFunction } from 'i18next';
import { errorTexts, type CapstanError } from '@domain/errors';

/** An error in the reader's language, as far as it is one of the usual words; what a tool said stays as it is. */
export function translatedError({ kind, title, detail, nextStep }: CapstanError, t: TFunction<'errors'>): Pick<CapstanError, 'title' | 'detail' | 'nextStep'> {
  const usual = errorTexts[kind];
  return {
    title: title === usual.title ? t(`${kind}.title`) : title,
    detail,
    nextStep: nextStep === usual.nextStep ? t(`${kind}.nextStep`) : nextStep,
  };
}
