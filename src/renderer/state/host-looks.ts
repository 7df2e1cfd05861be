import type { Capabilities } from '@domain/capabilities';
import type { HostOverview } from '@domain/contract';
import type { CapstanError } from '@domain/errors';
import type { ImageList } from '@domain/images';
import { chosenHostId } from './hosts';
import type { AppState, Remote } from './state';

/** What is known of one host. It stays when a later look fails, with the time of the look that it is from. */
export interface HostLook {
  readonly isLooking: boolean;
  /** Null before the first look that went well; `at` is ISO 8601 by this computer's clock. */
  readonly seen: { readonly overview: HostOverview; readonly at: string } | null;
  /** Why the last look failed; null where it went well. */
  readonly error: CapstanError | null;
  /** Names of all cameras that were seen there, by identity: one that is unplugged is still named. */
  readonly cameras: Readonly<Record<string, string>>;
}

export type HostLookAction =
  | { readonly type: 'host-look-begun'; readonly id: string }
  | { readonly type: 'host-looked-at'; readonly id: string; readonly overview: HostOverview; readonly at: string }
  | { readonly type: 'host-look-failed'; readonly id: string; readonly error: CapstanError }
  | { readonly type: 'images'; readonly images: Remote<ImageList> | null };

const noLook: HostLook = { isLooking: false, seen: null, error: null, cameras: {} };

export function reduceHostLooks(state: AppState, action: HostLookAction): AppState {
  switch (action.type) {
    case 'host-look-begun':
      return withLook(state, action.id, { isLooking: true });
    case 'host-looked-at':
      return withLook(state, action.id, {
        isLooking: false,
        error: null,
        seen: { overview: action.overview, at: action.at },
        cameras: { ...lookOf(state, action.id).cameras, ...camerasOf(action.overview.capabilities) },
      });
    case 'host-look-failed':
      return withLook(state, action.id, { isLooking: false, error: action.error });
    case 'images':
      return { ...state, images: action.images };
  }
}

export const lookOf = ({ looks }: Pick<AppState, 'looks'>, id: string): HostLook => looks[id] ?? noLook;

const withLook = (state: AppState, id: string, change: Partial<HostLook>): AppState => ({
  ...state,
  looks: { ...state.looks, [id]: { ...lookOf(state, id), ...change } },
});

const camerasOf = ({ captureDevices }: Capabilities) => Object.fromEntries(captureDevices.map(({ identity, name }) => [identity, name]));

/** What a host offers: of the chosen one what is known now, of others what was seen last; null where nothing is known. */
export function capabilitiesOf(state: Pick<AppState, 'looks' | 'hosts' | 'status' | 'capabilities'>, id: string): Capabilities | null {
  if (id === chosenHostId(state) && state.capabilities.state === 'ready') return state.capabilities.value;
  return lookOf(state, id).seen?.overview.capabilities ?? null;
}

/**
 * How a host is: the chosen one with its engine, `away` where it cannot be used, `unknown` where nobody looked yet.
 * Without its image a host is there all the same.
 */
export type HostCondition = 'docker' | 'local' | 'connecting' | 'away' | 'reachable' | 'looking' | 'unknown';

type Known = Pick<AppState, 'looks' | 'hosts' | 'status'>;

export function hostCondition(state: Known, id: string): HostCondition {
  if (awayBecause(state, id) !== null) return 'away';
  const { status } = state;
  if (id === chosenHostId(state)) return status.state === 'ready' ? status.value.engine.kind : 'connecting';
  const { isLooking, seen, error } = lookOf(state, id);
  if (seen !== null || error !== null) return 'reachable';
  return isLooking ? 'looking' : 'unknown';
}

/** Why a host cannot be used now; null where it can, as far as is known. */
export function awayBecause(state: Known, id: string): CapstanError | null {
  if (id === chosenHostId(state) && state.status.state === 'failed') return state.status.error;
  const { error } = lookOf(state, id);
  return error?.kind === 'image-missing' ? null : error;
}
