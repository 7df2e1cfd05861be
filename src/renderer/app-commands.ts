import { useEffect, useRef } from 'react';
import { commandOfKey, type AppCommand } from '@domain/app-commands';

type Handler = () => void;
/** By command; the part of the window that was shown last goes first. */
const handlers = new Map<AppCommand, Handler[]>();

/** Done by a part of the window that comes after its first picture: what is asked for before waits for it. */
const late: ReadonlySet<AppCommand> = new Set(['save-preset', 'save-preset-as', 'find-preset', 'import-presets', 'export-presets']);
let waiting: AppCommand | null = null;

/** Does what a menu, the tray or a key asks for; false where nothing that is shown does it. */
export function runAppCommand(command: AppCommand): boolean {
  const handler = handlers.get(command)?.at(-1);
  if (handler === undefined && late.has(command)) waiting = command;
  handler?.();
  return handler !== undefined;
}

/** Runs `action` on this command while the component is shown. */
export function useAppCommand(command: AppCommand, action: Handler): void {
  const newest = useRef(action);
  useEffect(() => {
    newest.current = action;
  });
  useEffect(() => {
    const handler = () => newest.current();
    handlers.set(command, [...(handlers.get(command) ?? []), handler]);
    if (waiting === command) {
      waiting = null;
      handler();
    }
    return () => {
      handlers.set(command, (handlers.get(command) ?? []).filter((other) => other !== handler));
    };
  }, [command]);
}

/** Lets keys run commands, wherever the focus is. Answers a function that ends it. */
export function listenToKeys(target: Window): () => void {
  const press = (event: KeyboardEvent) => {
    const command = commandOfKey(event);
    if (command === null || event.defaultPrevented) return;
    event.preventDefault();
    if (!event.repeat) runAppCommand(command);
  };
  target.addEventListener('keydown', press);
  return () => target.removeEventListener('keydown', press);
}
