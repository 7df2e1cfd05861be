import { capstanError, type CapstanError } from './errors';
import { hasEnded, type SessionView } from './session';

type Asked = Pick<SessionView, 'purpose' | 'state' | 'settings' | 'waitingFor' | 'isPaused'>;

/** Why a recording cannot be paused; null where it can, or is paused already (decision 0029). */
export function pauseRefusal({ purpose, state, settings, waitingFor, isPaused = false }: Asked): CapstanError | null {
  if (isPaused) return null;
  if (purpose === 'watch') return refused('Only a picture is shown; nothing is written that could be paused.');
  if (settings.source.type === 'file') return refused('A file would be recorded from its beginning again.');
  if (hasEnded(state)) return refused(waitingFor === undefined ? 'It has ended.' : 'It waits to go on already; a stop ends the waiting.');
  return state === 'stopping' ? refused('It is being stopped.') : null;
}

const refused = (detail: string) => capstanError('pause-refused', detail);
