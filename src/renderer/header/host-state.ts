import type { AppState } from '../state/state';

/** How the chosen host is: the engine that runs there, or why there is none. */
export type HostState = 'docker' | 'local' | 'connecting' | 'away';

export function hostState({ status }: Pick<AppState, 'status'>): HostState {
  if (status.state === 'ready') return status.value.engine.kind;
  return status.state === 'failed' ? 'away' : 'connecting';
}

/** One sentence on the chosen host. */
export function hostSentence({ status }: Pick<AppState, 'status'>): string {
  if (status.state === 'ready') return status.value.engine.because;
  return status.state === 'failed' ? status.error.title : 'Looking for Docker…';
}
