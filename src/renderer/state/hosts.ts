import type { CapstanError } from '@domain/errors';
import type { Host, HostCheck, HostCheckStep } from '@domain/host';
import { withoutRefusal } from './launch';
import { withoutHostLoad } from './load';
import type { AppState, Remote } from './state';

export interface HostList {
  readonly chosenId: string;
  readonly hosts: readonly Host[];
}

/** The last check of a host: step by step while it runs. */
export type HostCheckState =
  | { readonly state: 'running'; readonly steps: readonly HostCheckStep[] }
  | { readonly state: 'done'; readonly check: HostCheck }
  /** The check itself could not be made. */
  | { readonly state: 'failed'; readonly error: CapstanError };

/** What the page of the hosts shows: one of them by id, or the form for a new one. */
export type HostShown = { readonly shows: 'host'; readonly id: string } | { readonly shows: 'new' };

export type HostAction =
  | { readonly type: 'hosts'; readonly hosts: Remote<HostList> }
  /** Another host is connected to, or the same one anew: what is known of it is forgotten. */
  | { readonly type: 'host-connecting'; readonly id: string | null }
  | { readonly type: 'host-check-begun'; readonly id: string }
  | { readonly type: 'host-checked'; readonly id: string; readonly result: HostCheckState }
  /** Goes to the page of the hosts. */
  | { readonly type: 'host-shown'; readonly shown: HostShown };

export function reduceHosts(state: AppState, action: HostAction): AppState {
  switch (action.type) {
    case 'hosts':
      return { ...state, hosts: action.hosts };
    case 'host-connecting':
      return connecting(state, action.id);
    case 'host-check-begun':
      return withCheck(state, action.id, { state: 'running', steps: [] });
    case 'host-checked':
      return withCheck(state, action.id, action.result);
    case 'host-shown':
      return { ...state, page: 'hosts', shownHost: action.shown };
  }
}

/** A step that comes after the answer to the check belongs to it already. */
export function withCheckStep(state: AppState, hostId: string, step: HostCheckStep): AppState {
  const check = state.checks[hostId];
  if (check?.state !== 'running') return state;
  const steps = [...check.steps.filter((known) => known.step !== step.step), step];
  return withCheck(state, hostId, { state: 'running', steps });
}

const withCheck = (state: AppState, id: string, check: HostCheckState): AppState => ({
  ...state,
  checks: { ...state.checks, [id]: check },
});

function connecting(state: AppState, id: string | null): AppState {
  const { hosts } = state;
  const chosenId = chosenHostId(state);
  const isOther = id !== null && id !== chosenId;
  const connected = id ?? chosenId;
  const begun: AppState = {
    ...state,
    status: { state: 'loading' },
    isConnecting: true,
    connection: state.connection + 1,
    capabilities: { state: 'loading' },
    plan: { state: 'loading' },
    hostRecordings: null,
    images: null,
    controls: {},
    levels: null,
    load: connected === null ? state.load : withoutHostLoad(state.load, connected),
    trial: { state: 'idle' },
    launch: withoutRefusal(state.launch),
  };
  if (!isOther) return begun;
  return {
    ...begun,
    hosts: hosts.state === 'ready' ? { state: 'ready', value: { ...hosts.value, chosenId: id } } : hosts,
    focus: { on: 'source' },
    load: { ...begun.load, shownHostId: null },
  };
}

const noHosts: readonly Host[] = [];
/** The whole list; empty before it is known. */
export const hostsOf = ({ hosts }: Pick<AppState, 'hosts'>): readonly Host[] => (hosts.state === 'ready' ? hosts.value.hosts : noHosts);

/** Null before the station has told. */
export function chosenHostId({ hosts, status }: Pick<AppState, 'hosts' | 'status'>): string | null {
  if (hosts.state === 'ready') return hosts.value.chosenId;
  return status.state === 'ready' ? status.value.host.id : null;
}

export function chosenHost(state: Pick<AppState, 'hosts' | 'status'>): Host | null {
  const id = chosenHostId(state);
  if (state.status.state === 'ready' && state.status.value.host.id === id) return state.status.value.host;
  return state.hosts.state === 'ready' ? (state.hosts.value.hosts.find((host) => host.id === id) ?? null) : null;
}

export const hostById = ({ hosts }: Pick<AppState, 'hosts'>, id: string): Host | null =>
  hosts.state === 'ready' ? (hosts.value.hosts.find((host) => host.id === id) ?? null) : null;
