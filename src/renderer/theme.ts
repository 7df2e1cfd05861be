import { createTheme, type MantineColorSchemeManager } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'blue',
  // White on a filled button has less than 4.5 to 1 in the usual shade of the light scheme.
  primaryShade: 8,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  fontFamily: 'system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, monospace',
});

/** Light and dark follow the desktop; nothing is kept. */
export const systemColorScheme: MantineColorSchemeManager = {
  get: () => 'auto',
  set: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
};
