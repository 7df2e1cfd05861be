import type { i18n, TFunction } from 'i18next';
import { languageFor, type Language, type Preferences } from '@domain/preferences';
import { changeLanguage, openTexts } from '@locales/i18n';

/** The words of the desktop's own parts: menus, tray, notifications and questions. */
export interface DesktopTexts {
  readonly t: TFunction<'desktop'>;
  /** Texts of errors by kind. */
  readonly errors: TFunction<'errors'>;
  readonly language: Language;
}

/** Texts in the language of the preferences. Calls back each time that another one is there. */
export class Texts implements DesktopTexts {
  private readonly listeners = new Set<() => void>();

  private constructor(private readonly texts: i18n) {}

  static async open(language: Language): Promise<Texts> {
    return new Texts(await openTexts(language));
  }

  get t(): TFunction<'desktop'> {
    return this.texts.getFixedT(this.texts.language, 'desktop');
  }

  get errors(): TFunction<'errors'> {
    return this.texts.getFixedT(this.texts.language, 'errors');
  }

  get language(): Language {
    return this.texts.language as Language;
  }

  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  async follow({ language }: Pick<Preferences, 'language'>, ofDesktop: readonly string[]): Promise<void> {
    const wanted = languageFor(language, ofDesktop);
    if (wanted === this.language) return;
    await changeLanguage(this.texts, wanted);
    for (const listener of this.listeners) listener();
  }
}
