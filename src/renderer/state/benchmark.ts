import type { BenchmarkOffer, BenchmarkReport, BenchmarkRow } from '@domain/benchmark/report';
import { usualBenchmarkWish, type BenchmarkWish } from '@domain/benchmark/wish';
import type { StationEvent } from '@domain/contract';
import type { CapstanError } from '@domain/errors';
import { chosenHostId } from './hosts';
import type { AppState, Remote } from './state';

export interface BenchmarkRun {
  readonly done: number;
  /** 0 while unknown. */
  readonly total: number;
  /** What is being done, in the station's words; empty before it has told. */
  readonly doing: string;
  readonly isCancelling: boolean;
  /** Those that have ended, as they came. */
  readonly rows: readonly BenchmarkRow[];
}

/** One that was not gone through with, and what it measured until then. */
export interface BrokenOff {
  /** Null where it was called off. */
  readonly error: CapstanError | null;
  readonly rows: readonly BenchmarkRow[];
}

export interface BenchmarkState {
  /** Host that the page is about; null for the chosen one. */
  readonly hostId: string | null;
  readonly wish: BenchmarkWish;
  /** Name of the media file that was chosen last; null before. */
  readonly fileName: string | null;
  /** By host. */
  readonly offers: Readonly<Record<string, Remote<BenchmarkOffer>>>;
  readonly runs: Readonly<Record<string, BenchmarkRun>>;
  readonly broken: Readonly<Record<string, BrokenOff>>;
  /** Newest first. */
  readonly reports: Remote<readonly BenchmarkReport[]>;
  /** The report that is shown; null for the run of the host, or the newest. */
  readonly shownId: string | null;
}

export type BenchmarkAction =
  | { readonly type: 'benchmark-host'; readonly hostId: string }
  | { readonly type: 'benchmark-wish'; readonly wish: Partial<BenchmarkWish> }
  | { readonly type: 'benchmark-file'; readonly fileName: string }
  | { readonly type: 'benchmark-offer'; readonly hostId: string; readonly offer: Remote<BenchmarkOffer> }
  | { readonly type: 'benchmark-begun'; readonly hostId: string }
  | { readonly type: 'benchmark-cancelling'; readonly hostId: string }
  | { readonly type: 'benchmark-through'; readonly hostId: string; readonly report: BenchmarkReport }
  | { readonly type: 'benchmark-refused'; readonly hostId: string; readonly error: CapstanError }
  | { readonly type: 'benchmark-reports'; readonly reports: Remote<readonly BenchmarkReport[]> }
  | { readonly type: 'benchmark-shown'; readonly id: string | null };

export const noBenchmark: BenchmarkState = {
  hostId: null,
  wish: usualBenchmarkWish,
  fileName: null,
  offers: {},
  runs: {},
  broken: {},
  reports: { state: 'loading' },
  shownId: null,
};

export function reduceBenchmark(state: BenchmarkState, action: BenchmarkAction): BenchmarkState {
  switch (action.type) {
    case 'benchmark-host':
      return { ...state, hostId: action.hostId, shownId: null, wish: { ...state.wish, encoders: null, clips: null, source: withoutCamera(state.wish.source) } };
    case 'benchmark-wish':
      return { ...state, wish: { ...state.wish, ...action.wish } };
    case 'benchmark-file':
      return { ...state, fileName: action.fileName, wish: { ...state.wish, source: { kind: 'file' } } };
    case 'benchmark-offer':
      return { ...state, offers: { ...state.offers, [action.hostId]: action.offer } };
    case 'benchmark-begun':
      return { ...state, shownId: null, broken: without(state.broken, action.hostId), runs: { ...state.runs, [action.hostId]: { done: 0, total: 0, doing: '', isCancelling: false, rows: [] } } };
    case 'benchmark-cancelling':
      return withRun(state, action.hostId, (run) => ({ ...run, isCancelling: true }));
    case 'benchmark-through':
      return { ...state, runs: without(state.runs, action.hostId), reports: withReport(state.reports, action.report), shownId: state.shownId ?? action.report.id };
    case 'benchmark-refused': {
      const error = action.error.kind === 'benchmark-cancelled' ? null : action.error;
      return { ...state, runs: without(state.runs, action.hostId), broken: { ...state.broken, [action.hostId]: { error, rows: state.runs[action.hostId]?.rows ?? [] } } };
    }
    case 'benchmark-reports':
      return { ...state, reports: action.reports };
    case 'benchmark-shown':
      return { ...state, shownId: action.id };
  }
}

/** A benchmark that this window did not ask for is not shown. */
export const withBenchmarkProgress = (state: BenchmarkState, { hostId, done, total, doing, row }: Extract<StationEvent, { type: 'benchmark' }>): BenchmarkState =>
  withRun(state, hostId, (run) => ({ ...run, done, total, doing, rows: row ? [...run.rows, row] : run.rows }));

/** The host that the page is about; null before the station has told. */
export const benchmarkHostId = (state: Pick<AppState, 'benchmark' | 'hosts' | 'status'>): string | null => state.benchmark.hostId ?? chosenHostId(state);

function withRun(state: BenchmarkState, hostId: string, change: (run: BenchmarkRun) => BenchmarkRun): BenchmarkState {
  const run = state.runs[hostId];
  return run ? { ...state, runs: { ...state.runs, [hostId]: change(run) } } : state;
}

const withReport = (reports: BenchmarkState['reports'], report: BenchmarkReport): BenchmarkState['reports'] =>
  reports.state === 'ready' ? { state: 'ready', value: [report, ...reports.value.filter(({ id }) => id !== report.id)] } : reports;

/** Cameras are of one host. */
const withoutCamera = (source: BenchmarkWish['source']): BenchmarkWish['source'] => (source?.kind === 'camera' ? null : source);

const without = <T>(byHost: Readonly<Record<string, T>>, hostId: string): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(byHost).filter(([id]) => id !== hostId));
