import type { TFunction } from 'i18next';
import type { CapstanError } from '@domain/errors';
import type { AppState } from '../state/state';

/** How the chosen host is: the engine that runs there, or why there is none. */
export type HostState = 'docker' | 'local' | 'connecting' | 'away';

export function hostState({ status }: Pick<AppState, 'status'>): HostState {
  if (status.state === 'ready') return status.value.engine.kind;
  return status.state === 'failed' ? 'away' : 'connecting';
}

/** One sentence on the chosen host. */
export function hostSentence(status: AppState['status'], t: TFunction<'hosts'>, titleOf: (error: CapstanError) => string): string {
  if (status.state === 'ready') return status.value.engine.because;
  return status.state === 'failed' ? titleOf(status.error) : t('menu.looking');
}
