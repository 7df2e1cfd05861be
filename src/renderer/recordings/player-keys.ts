import type { KeyboardEvent } from 'react';
import { rates, type VideoActions, type VideoState } from './use-video';

const nextRate = (rate: number, by: 1 | -1) => (by > 0 ? rates.find((other) => other > rate) : rates.findLast((other) => other < rate)) ?? rate;

/** What a key does in the player; null where it is not the player's. A button or slider that has the focus keeps its own. */
export function playerKey(event: KeyboardEvent, { rate, volume }: VideoState, actions: VideoActions & { readonly toggleFull: () => void }): (() => void) | null {
  const { key, ctrlKey, altKey, metaKey, target } = event;
  if (ctrlKey || altKey || metaKey || !(target instanceof Element)) return null;
  if (target.closest('[role="slider"]') && (key.startsWith('Arrow') || key === 'Home' || key === 'End')) return null;
  if (target.closest('button, input, [role="menu"]') && [' ', 'Enter', 'ArrowUp', 'ArrowDown'].includes(key)) return null;
  switch (key) {
    case ' ':
    case 'k':
      return actions.toggle;
    case 'ArrowLeft':
      return () => actions.skip(-5);
    case 'ArrowRight':
      return () => actions.skip(5);
    case ',':
      return () => actions.step(-1);
    case '.':
      return () => actions.step(1);
    case '<':
      return () => actions.setRate(nextRate(rate, -1));
    case '>':
      return () => actions.setRate(nextRate(rate, 1));
    case 'ArrowUp':
      return () => actions.setVolume(volume + 0.1);
    case 'ArrowDown':
      return () => actions.setVolume(volume - 0.1);
    case 'm':
      return actions.toggleMuted;
    case 'f':
      return actions.toggleFull;
    case 'Home':
      return () => actions.seek(0);
    case 'End':
      return () => actions.seek(Number.MAX_SAFE_INTEGER);
    default:
      return null;
  }
}
