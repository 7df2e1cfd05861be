import type { StationEvent } from '@domain/contract';
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

/** The machine and the sessions at work, over the last two minutes. */
export interface LoadState {
  /** Host that `host` is of; null before the first sample. */
  readonly hostId: string | null;
  readonly host: History<HostLoad>;
  /** By session. */
  readonly sessions: Readonly<Record<string, History<SessionLoad>>>;
  /** Counters of whole GPUs that need more rights on the host are read too. */
  readonly wholeGpu: boolean;
  /** Why nothing comes; null while it does, or is about to. */
  readonly error: CapstanError | null;
}

export type LoadAction =
  | { readonly type: 'load-watched'; readonly error: CapstanError | null }
  | { readonly type: 'load-whole-gpu'; readonly on: boolean };

export const noLoad: LoadState = { hostId: null, host: [], sessions: {}, wholeGpu: false, error: null };

export const reduceLoad = (load: LoadState, action: LoadAction): LoadState =>
  action.type === 'load-watched' ? { ...load, error: action.error } : { ...load, wholeGpu: action.on };

export function withSample<T>(history: History<T>, sample: Sample<T>): History<T> {
  const isKept = ({ atMs }: Sample<T>) => atMs > sample.atMs - historySeconds * 1000 && atMs <= sample.atMs;
  return [...history.filter(isKept), sample].slice(-historyLength);
}

type LoadEvent = Extract<StationEvent, { type: 'load' }>;

/** Samples of another host than the chosen one are late, and dropped. */
export function withHostLoad(state: LoadState, { hostId, load }: LoadEvent, { chosenId, atMs }: { readonly chosenId: string | null; readonly atMs: number }): LoadState {
  if (hostId !== chosenId) return state;
  const host = withSample(state.hostId === hostId ? state.host : [], { atMs, load });
  return { ...state, hostId, host, error: null };
}

export function withSessionLoad(state: LoadState, sessionId: string, sample: Sample<SessionLoad>): LoadState {
  return { ...state, sessions: { ...state.sessions, [sessionId]: withSample(state.sessions[sessionId] ?? [], sample) } };
}

export function withoutSessionLoad(load: LoadState, sessionId: string): LoadState {
  if (!(sessionId in load.sessions)) return load;
  return { ...load, sessions: Object.fromEntries(Object.entries(load.sessions).filter(([id]) => id !== sessionId)) };
}

/** Another host, or the same one anew: its history begins again. */
export const withoutHostLoad = (load: LoadState): LoadState => ({ ...load, hostId: null, host: [], error: null });
