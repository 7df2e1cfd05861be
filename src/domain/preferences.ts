import { z } from 'zod';

/** Languages of the window, by BCP 47. */
export const languages = ['en', 'es', 'zh'] as const;
export type Language = (typeof languages)[number];

/** How the window behaves on this computer. What is recorded is no matter of it. */
export const preferencesSchema = z.strictObject({
  /** `system`: that of the desktop, where there is a translation; else English. */
  language: z.enum(['system', ...languages]),
  /** Tells of recordings that ended or failed while the window is not in front. */
  notifications: z.boolean(),
  /** Shows an icon with the state and Stop beside the desktop's clock. */
  tray: z.boolean(),
  /** Keeps the computer from going to sleep while it records. */
  keepAwake: z.boolean(),
  /** What becomes of recordings that run when the window is closed. */
  onQuit: z.enum(['ask', 'keep-recording', 'stop']),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const usualPreferences: Preferences = { language: 'system', notifications: true, tray: true, keepAwake: true, onQuit: 'ask' };

/** The translation for a wish and the languages of the desktop, most wanted first, such as `es-MX`. */
export function languageFor(wish: Preferences['language'], ofDesktop: readonly string[]): Language {
  if (wish !== 'system') return wish;
  const primary = ofDesktop.map((tag) => tag.toLowerCase().split(/[-_]/)[0]);
  const found = primary.find((tag) => languages.some((language) => language === tag));
  return languages.find((language) => language === found) ?? 'en';
}
