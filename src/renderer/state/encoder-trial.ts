import type { EncoderProof } from '@domain/capabilities';
import type { StationEvent } from '@domain/contract';
import type { CapstanError } from '@domain/errors';
import type { AppState } from './state';

/** The trial of a host's encoders: under way, or how the last one ended where that needs saying. */
export type EncoderTrial =
  | { readonly state: 'idle' }
  | {
      readonly state: 'running';
      readonly hostId: string;
      readonly done: number;
      /** 0 while unknown. */
      readonly total: number;
      readonly trying: string | null;
      readonly isCancelling: boolean;
      /** Those that have ended, as they came. */
      readonly proofs: readonly EncoderProof[];
    }
  | { readonly state: 'cancelled'; readonly hostId: string }
  | { readonly state: 'failed'; readonly hostId: string; readonly error: CapstanError };

export type TrialAction =
  | { readonly type: 'trial-begun'; readonly hostId: string }
  | { readonly type: 'trial-cancelling' }
  /** The error is null where all were tried. */
  | { readonly type: 'trial-ended'; readonly hostId: string; readonly error: CapstanError | null }
  | { readonly type: 'encoders-dialog'; readonly isOpen: boolean };

export function reduceTrial(state: AppState, action: TrialAction): AppState {
  switch (action.type) {
    case 'trial-begun':
      return { ...state, trial: { state: 'running', hostId: action.hostId, done: 0, total: 0, trying: null, isCancelling: false, proofs: [] } };
    case 'trial-cancelling':
      return state.trial.state === 'running' ? { ...state, trial: { ...state.trial, isCancelling: true } } : state;
    case 'trial-ended':
      return { ...state, trial: ended(action.hostId, action.error) };
    case 'encoders-dialog':
      return { ...state, isEncodersDialogOpen: action.isOpen };
  }
}

function ended(hostId: string, error: CapstanError | null): EncoderTrial {
  if (error === null) return { state: 'idle' };
  return error.kind === 'probe-cancelled' ? { state: 'cancelled', hostId } : { state: 'failed', hostId, error };
}

/** A trial that a start makes is not one of these: the start itself tells of it. */
export function withTrialProgress(state: AppState, { hostId, done, total, trying, proof }: Extract<StationEvent, { type: 'encoder-probe' }>): AppState {
  const { trial } = state;
  if (trial.state !== 'running' || trial.hostId !== hostId) return state;
  const proofs = proof ? [...trial.proofs, proof] : trial.proofs;
  return { ...state, trial: { ...trial, done, total, trying, proofs } };
}
