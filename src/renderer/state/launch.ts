import type { TFunction } from 'i18next';
import type { CapstanError } from '@domain/errors';
import type { AppState, Launch, TrialProgress } from './state';

export type LaunchAction =
  | { readonly type: 'record-requested' }
  | { readonly type: 'record-cancelling' }
  | { readonly type: 'record-refused'; readonly error: CapstanError };

export function reduceLaunch(launch: Launch, action: LaunchAction): Launch {
  switch (action.type) {
    case 'record-requested':
      return { state: 'starting', isCancelling: false, trial: null };
    case 'record-cancelling':
      return launch.state === 'starting' ? { ...launch, isCancelling: true } : launch;
    case 'record-refused':
      return action.error.kind === 'start-cancelled' ? { state: 'idle' } : { state: 'refused', error: action.error };
  }
}

/** What was refused is of no interest any more; a start that is under way goes on. */
export const withoutRefusal = (launch: Launch): Launch => (launch.state === 'refused' ? { state: 'idle' } : launch);

export const withLaunchProgress = (launch: Launch, { done, total, trying }: TrialProgress): Launch =>
  launch.state === 'starting' ? { ...launch, trial: { done, total, trying } } : launch;

/** What a start is at; null where none is under way. */
export function startWords({ launch, image }: Pick<AppState, 'launch' | 'image'>, t: TFunction<'live'>): string | null {
  if (launch.state !== 'starting') return null;
  if (launch.isCancelling) return t('start.cancelling');
  if (image) return image.fraction === null ? t('start.image') : t('start.imagePercent', { percent: Math.round(100 * image.fraction) });
  if (launch.trial === null || launch.trial.total === 0) return t('start.plain');
  const { done, total, trying } = launch.trial;
  return trying === null ? t('start.tried', { done, total }) : t('start.trying', { done, total, trying });
}
