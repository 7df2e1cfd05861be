import './mantine-styles';
import './styles.css';
import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { openTexts, changeLanguage } from '@locales/i18n';
import { languageFor, languages, type Language } from '@domain/preferences';
import { listenToKeys, runAppCommand } from './app-commands';
import { requestOver } from './bridge';
import { pictures } from './live/picture-hub';
import { createCommands } from './state/commands';
import { painted } from './painted';
import { keepDraft, withKeptDraft } from './state/kept-draft';
import { initialState } from './state/state';
import { AppContext, createStore } from './state/store';
import { systemColorScheme, theme } from './theme';

// zod would try to make functions from text, which the page's policy refuses.
z.config({ jitless: true });

/** Edits come to rest this long before the picture and the plan follow, in milliseconds. */
const settleMilliseconds = 350;

const settle = (action: () => void) => {
  const timer = setTimeout(action, settleMilliseconds);
  return () => clearTimeout(timer);
};
const styleNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root.');

const store = createStore(withKeptDraft(initialState, localStorage));
keepDraft(store, localStorage, settle);
const commands = createCommands({ request: requestOver(window.capstan), store, settle, now: () => performance.now() });
window.capstan.onEvent(commands.receive);
window.capstan.onPicture((picture, done) => void pictures.receive(picture, done));
window.capstan.onCommand(runAppCommand);
listenToKeys(window);
// The page comes with its language, so that nothing is shown in another first.
const page = document.documentElement;
const begun = languages.find((language) => language === page.lang) ?? 'en';
const texts = await openTexts(begun, (made) => made.use(initReactI18next));
const speak = async (language: Language) => {
  await changeLanguage(texts, language);
  page.lang = language;
};
let wanted = store.get().preferences.language;
store.subscribe(() => {
  const { language } = store.get().preferences;
  if (language === wanted) return;
  wanted = language;
  void speak(languageFor(language, navigator.languages));
});
// Before the first paint, so that a dark desktop sees no light flash.
page.dataset['mantineColorScheme'] = matchMedia('(prefers-color-scheme: dark)').matches
  ? 'dark'
  : 'light';

createRoot(root).render(
  <MantineProvider
    theme={theme}
    defaultColorScheme="auto"
    colorSchemeManager={systemColorScheme}
    getStyleNonce={() => styleNonce}
  >
    <I18nextProvider i18n={texts}>
      <AppContext value={{ store, commands }}>
        <App />
      </AppContext>
    </I18nextProvider>
  </MantineProvider>,
);
// Loading the station keeps the main process busy for a moment: the first paint goes first.
void painted.then(commands.begin);
