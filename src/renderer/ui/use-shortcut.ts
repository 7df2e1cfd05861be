import { useEffect, useRef } from 'react';

/** Calls `action` on Ctrl and this key, wherever the focus is. */
export function useShortcut(key: string, action: () => void): void {
  const newest = useRef(action);
  useEffect(() => {
    newest.current = action;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!event.ctrlKey || event.altKey || event.shiftKey || event.metaKey || event.key.toLowerCase() !== key) return;
      event.preventDefault();
      if (!event.repeat) newest.current();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [key]);
}
