import type { CapstanError } from '@domain/errors';
import type { HostLoad, SessionLoad } from '@domain/load';

/** How far back the graphs go. */
export const historySeconds = 120;
/** Samples come about once a second; what comes faster than this pushes older ones out. */
const historyLength = 2 * historySeconds;

/** A sample by the time at which it came, on this window's own clock: hosts' clocks differ. */
export interface Sample<T> {
  readonly atMs: number;
  readonly load: T;
}

/** Oldest first; of fixed length and age. */
export type History<T> = readonly Sample<T>[];

/** What is known of the load of one host. */
export interface LoadOfHost {
  /** Of the times at which it was watched. */
  readonly history: History<HostLoad>;
  /** Counters of whole GPUs that need more rights on the host are read too. */
  readonly wholeGpu: boolean;
  /** Why nothing comes; null while it does, or is about to. */
  readonly error: CapstanError | null;
}

/** Hosts and sessions at work, over the last two minutes. */
export interface LoadState {
  readonly hosts: Readonly<Record<string, LoadOfHost>>;
  /** By session. */
  readonly sessions: Readonly<Record<string, History<SessionLoad>>>;
  /** Host that the page of the load was asked to show; null: that of the session in view. */
  readonly shownHostId: string | null;
}

export type LoadAction =
  | { readonly type: 'load-watched'; readonly hostId: string; readonly error: CapstanError | null }
  | { readonly type: 'load-whole-gpu'; readonly hostId: string; readonly on: boolean }
  | { readonly type: 'load-host-shown'; readonly hostId: string };

export const noLoad: LoadState = { hosts: {}, sessions: {}, shownHostId: null };

const noneOfHost: LoadOfHost = { history: [], wholeGpu: false, error: null };

export const loadOfHost = ({ hosts }: LoadState, hostId: string | null): LoadOfHost => (hostId === null ? null : hosts[hostId]) ?? noneOfHost;

export function reduceLoad(load: LoadState, action: LoadAction): LoadState {
  switch (action.type) {
    case 'load-watched':
      return withHost(load, action.hostId, { error: action.error });
    case 'load-whole-gpu':
      return withHost(load, action.hostId, { wholeGpu: action.on });
    case 'load-host-shown':
      return { ...load, shownHostId: action.hostId };
  }
}

const withHost = (load: LoadState, hostId: string, change: Partial<LoadOfHost>): LoadState => ({
  ...load,
  hosts: { ...load.hosts, [hostId]: { ...loadOfHost(load, hostId), ...change } },
});

export function withSample<T>(history: History<T>, sample: Sample<T>): History<T> {
  const isKept = ({ atMs }: Sample<T>) => atMs > sample.atMs - historySeconds * 1000 && atMs <= sample.atMs;
  return [...history.filter(isKept), sample].slice(-historyLength);
}

export const withHostLoad = (load: LoadState, hostId: string, sample: Sample<HostLoad>): LoadState =>
  withHost(load, hostId, { history: withSample(loadOfHost(load, hostId).history, sample), error: null });

export function withSessionLoad(state: LoadState, sessionId: string, sample: Sample<SessionLoad>): LoadState {
  return { ...state, sessions: { ...state.sessions, [sessionId]: withSample(state.sessions[sessionId] ?? [], sample) } };
}

export function withoutSessionLoad(load: LoadState, sessionId: string): LoadState {
  if (!(sessionId in load.sessions)) return load;
  return { ...load, sessions: Object.fromEntries(Object.entries(load.sessions).filter(([id]) => id !== sessionId)) };
}

/** It is connected to anew: its history begins again. */
export const withoutHostLoad = (load: LoadState, hostId: string): LoadState => withHost(load, hostId, { history: [], error: null });
