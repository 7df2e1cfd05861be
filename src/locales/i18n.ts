import { createInstance, type i18n } from 'i18next';
import type { Language } from '@domain/preferences';
import en from './en';

/** English is always there; the others are loaded when they are wanted. */
const others: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ readonly default: Record<string, object> }>>> = {
  es: () => import('./es'),
  zh: () => import('./zh'),
};

/** The window's texts in one language; `changeLanguage` below changes it. */
export async function openTexts(language: Language, prepare: (texts: i18n) => i18n = (texts) => texts): Promise<i18n> {
  const texts = prepare(createInstance());
  await texts.init({
    lng: 'en',
    fallbackLng: 'en',
    ns: Object.keys(en),
    defaultNS: 'common',
    resources: { en },
    interpolation: { escapeValue: false },
  });
  await changeLanguage(texts, language);
  return texts;
}

export async function changeLanguage(texts: i18n, language: Language): Promise<void> {
  if (language !== 'en' && !texts.hasResourceBundle(language, 'common')) {
    for (const [part, words] of Object.entries((await others[language]()).default)) texts.addResourceBundle(language, part, words);
  }
  await texts.changeLanguage(language);
}
