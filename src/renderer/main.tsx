import './mantine-styles';
import './styles.css';
import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app';
import { requestOver } from './bridge';
import { createCommands } from './state/commands';
import { painted } from './painted';
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

const store = createStore();
const commands = createCommands({ request: requestOver(window.capstan), store, settle, now: () => performance.now() });
window.capstan.onEvent(commands.receive);
// Before the first paint, so that a dark desktop sees no light flash.
document.documentElement.dataset['mantineColorScheme'] = matchMedia('(prefers-color-scheme: dark)').matches
  ? 'dark'
  : 'light';

createRoot(root).render(
  <MantineProvider
    theme={theme}
    defaultColorScheme="auto"
    colorSchemeManager={systemColorScheme}
    getStyleNonce={() => styleNonce}
  >
    <AppContext value={{ store, commands }}>
      <App />
    </AppContext>
  </MantineProvider>,
);
// Loading the station keeps the main process busy for a moment: the first paint goes first.
void painted.then(commands.begin);
