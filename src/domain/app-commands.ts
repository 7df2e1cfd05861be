/** What a menu, the tray or a key can ask the window to do. */
export const appCommands = [
  'record',
  'stop',
  'pause',
  'still',
  'copy-still',
  'save-preset',
  'save-preset-as',
  'find-preset',
  'import-presets',
  'export-presets',
  'show-capture',
  'show-recordings',
  'show-hosts',
  'show-load',
  'show-doctor',
  'show-benchmark',
  'toggle-grid',
  'full-screen-picture',
  'toggle-side-panel',
  'preferences',
  'shortcuts',
  'report',
  'about',
] as const;
export type AppCommand = (typeof appCommands)[number];

/** Keys by command, as Electron writes accelerators. A command without one is in a menu only. */
export const accelerators: Readonly<Partial<Record<AppCommand, string>>> = {
  record: 'Ctrl+R',
  stop: 'Ctrl+.',
  pause: 'Ctrl+P',
  still: 'Ctrl+T',
  'copy-still': 'Ctrl+Shift+C',
  'save-preset': 'Ctrl+S',
  'save-preset-as': 'Ctrl+Shift+S',
  'find-preset': 'Ctrl+K',
  'import-presets': 'Ctrl+O',
  'show-capture': 'Ctrl+1',
  'show-recordings': 'Ctrl+2',
  'show-hosts': 'Ctrl+3',
  'show-load': 'Ctrl+4',
  'show-doctor': 'Ctrl+5',
  'show-benchmark': 'Ctrl+6',
  'toggle-grid': 'Ctrl+G',
  'full-screen-picture': 'Ctrl+Enter',
  'toggle-side-panel': 'Ctrl+B',
  preferences: 'Ctrl+,',
  shortcuts: 'Ctrl+/',
};

/** Keys that do the same and are in no menu: some keyboards have the others only with further keys. */
export const furtherAccelerators: Readonly<Partial<Record<AppCommand, string>>> = { shortcuts: 'F1' };

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** The command of a key; null where it has none. Where a symbol or digit is typed with Shift, as `/` is in Spain, Shift is no part of it. */
export function commandOfKey({ key, ctrlKey, shiftKey, altKey, metaKey }: Pressed): AppCommand | null {
  if (altKey || metaKey) return null;
  const name = key.length === 1 ? key.toUpperCase() : key;
  const isShifted = shiftKey && !/^[^\p{L}]$/u.test(name);
  const pressed = [...(ctrlKey ? ['Ctrl'] : []), ...(isShifted ? ['Shift'] : []), name].join('+');
  return appCommands.find((command) => accelerators[command] === pressed || furtherAccelerators[command] === pressed) ?? null;
}
