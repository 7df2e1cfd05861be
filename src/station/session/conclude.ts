import type { StationEvent } from '@domain/contract';
import { CapstanFailure, errorOf, type CapstanError } from '@domain/errors';
import { diagnoseFfmpeg } from '@domain/ffmpeg-log';
import { shellWord } from '@domain/plan/docker-run';
import type { FrameAccounting, Progress } from '@domain/progress';
import type { MediaInfo, Recording } from '@domain/recording';
import { concludeSession, mayGoOn } from '@domain/session-end';
import { sourceLabel, type SessionEvent, type SessionView } from '@domain/session';
import { firstFileName, isSplit } from '@domain/split';
import type { Alert } from '@domain/watchdog/alert';
import type { CollectedFile, Engine, Run, RunExit } from '../engine';
import { isBreak } from '../recordings/fetch-file';
import { lookAtFiles, recordingsOf, wholeOf, type LookedAt, type PlacedFile } from './written-files';

/** The engine can no longer tell how a run ended. */
export class RunLost {
  constructor(readonly thrown: unknown) {}
}

/** What a session knows when its run has ended. */
export interface EndContext {
  readonly run: Run;
  readonly engine: Engine['kind'];
  readonly host: SessionView['host'];
  readonly accounting: FrameAccounting;
  readonly explain: (error: CapstanError) => Promise<CapstanError>;
  readonly onStationEvent: (event: StationEvent) => void;
  readonly addRecording: (recording: Recording) => void;
  /** Whether anybody, in this process or another, asked for the end. */
  readonly wasStopped: () => Promise<boolean>;
  readonly progress: Progress | null;
  readonly delivered: MediaInfo | null;
  /** What its watchdog saw, and whether its capture device has stalled. */
  readonly alerts: readonly Alert[];
  readonly stalled: boolean;
}

export interface Conclusion {
  readonly event: Extract<SessionEvent, { type: 'ended' }>;
  /** To be told before the end. */
  readonly warnings: readonly string[];
  /** Whether the recording may go on in a new part. */
  readonly mayGoOn: boolean;
  /** The recorder's whole log, which goes with its container; null where it could not be read. */
  readonly log: string | null;
}

/** Why a run ended, its recording brought to its place, and nothing else of it left. */
export async function concludeRun(exit: RunExit | RunLost, context: EndContext): Promise<Conclusion> {
  if (exit instanceof RunLost) return concludeLost(exit.thrown, context, null);
  let log: string | null = null;
  try {
    log = await context.run.log();
    return await concluded(exit, log, context);
  } catch (thrown) {
    return concludeLost(thrown, context, log);
  }
}

async function concluded(exit: RunExit, log: string, context: EndContext): Promise<Conclusion> {
  const { run, progress, host } = context;
  const { record } = run;
  const stopRequested = await context.wasStopped();
  const closed = exit.exitCode === 0 || exit.exitCode === 255;
  const left = record.purpose === 'record' ? await lookAtFiles(run, { closed, expectedBytes: progress?.sizeBytes ?? 0 }) : { files: [], media: null };
  const fileName = firstFileName(record);
  const outputPath = record.output && `${record.output.directory.replace(/\/+$/, '')}/${fileName}`;
  const diagnosis = stopRequested ? null : await explained(diagnoseFfmpeg(log, { outputPath, encoder: record.encode?.encoder ?? null }), context);
  const facts = { ...exit, record, stopRequested, stalled: context.stalled, diagnosis, log, media: left.media };
  const end = concludeSession(facts);
  const { files, problem } = await collected(left.files, context);
  // Where the host is away its recorder stays: the next start closes it.
  if (problem === null || !isBreak(problem)) await run.remove();
  const recordings = entered(context, end, files);
  const recording = wholeOf(recordings, left.media);
  return {
    event: {
      ...{ type: 'ended', reason: end.reason, error: end.error ?? problem, recording: problem === null ? recording : null },
      ...(isSplit(record.settings) && { files: recordings.map(({ path }) => path) }),
    },
    warnings: problem === null ? [] : [`The recording is kept on ${host.name}: ${problem.detail}`],
    mayGoOn: mayGoOn(facts, end),
    log,
  };
}

/** Looking again takes time, which only a start has: a device that is pulled is told at once. */
async function explained(diagnosis: CapstanError | null, { progress, explain }: EndContext): Promise<CapstanError | null> {
  if (diagnosis === null || progress !== null) return diagnosis;
  try {
    return await explain(diagnosis);
  } catch (thrown) {
    return { ...diagnosis, detail: `${diagnosis.detail} More could not be found out: ${errorOf(thrown).detail}` };
  }
}

interface Collected {
  readonly files: readonly PlacedFile[];
  readonly problem: CapstanError | null;
}

/** What cannot be brought here now is whole where it lies: remembered, it is offered for fetching. */
async function collected(left: readonly LookedAt[], context: EndContext): Promise<Collected> {
  const files: PlacedFile[] = [];
  let problem: CapstanError | null = null;
  for (const { fileName, sizeBytes, media } of left) {
    const known = { fileName, media, durationSeconds: media?.durationSeconds ?? 0, frames: media?.frames ?? null };
    const { run, host, progress, onStationEvent } = context;
    const { output, destination, id } = run.record;
    try {
      // Once the host is away there is no use in asking for more.
      if (problem !== null && isBreak(problem)) throw new CapstanFailure(problem);
      const file = await run.collect(fileName, (bytes, totalBytes) => onStationEvent({ type: 'fetch', sessionId: id, fileName, bytes, totalBytes }));
      if (file !== null) files.push({ ...known, ...file });
    } catch (thrown) {
      if (output?.storage !== 'separate' || destination === null) throw thrown;
      problem ??= { ...errorOf(thrown), nextStep: `Fetch it later: \`capstan recordings fetch ${fileName} --host ${shellWord(host.name)}\`${fileName === left.at(-1)?.fileName ? '' : `, and so each up to ${left.at(-1)?.fileName}`}.` };
      files.push({ ...known, path: `${destination}/${fileName}`, remotePath: null, sizeBytes: sizeBytes ?? progress?.sizeBytes ?? 0, isUnclosed: false });
    }
  }
  return { files, problem };
}

/** The daemon is gone: what lies on this computer is told of, and the next start closes the rest. */
async function concludeLost(thrown: unknown, context: EndContext, log: string | null): Promise<Conclusion> {
  const { run, progress, delivered } = context;
  const { output, settings } = run.record;
  const error = errorOf(thrown);
  const end = { reason: 'lost' as const, error: error.kind === 'daemon-unreachable' ? { ...error, kind: 'connection-lost' as const } : error };
  const here = output?.storage === 'shared' && progress !== null ? await collectedHere(run) : [];
  // How long each file is that was not looked at is not known: the length is told in equal shares.
  const figures = { media: delivered, durationSeconds: (progress?.timeSeconds ?? 0) / Math.max(1, here.length), frames: here.length === 1 ? (progress?.frame ?? null) : null };
  const recordings = entered(context, end, here.map((file) => ({ ...file, ...figures })));
  const files = isSplit(settings) ? { files: recordings.map(({ path }) => path) } : {};
  return { event: { type: 'ended', ...end, recording: wholeOf(recordings, delivered), ...files }, warnings: [], mayGoOn: false, log };
}

async function collectedHere(run: Run): Promise<(CollectedFile & { readonly fileName: string })[]> {
  const written = await run.files().catch(() => []);
  const collecting = written.map(async ({ fileName }) => {
    const file = await run.collect(fileName, () => {}).catch(() => null);
    // Its recorder may write it still.
    return file === null ? [] : [{ ...file, fileName, isUnclosed: false }];
  });
  return (await Promise.all(collecting)).flat();
}

/** The entries of these files in the list of recordings. */
function entered(context: EndContext, { reason, error }: Pick<Recording, 'reason' | 'error'>, files: readonly PlacedFile[]): Recording[] {
  const { run, engine, host, accounting, progress, alerts } = context;
  const { record } = run;
  const common = {
    // A stop that was asked for left nothing to recover.
    recovered: run.foundEnded && reason !== 'stopped',
    presetName: record.presetName,
    source: sourceLabel(record.settings),
    ...{ engine, host, reason, error },
    ...(alerts.length > 0 && { alerts: [...alerts] }),
  };
  const recordings = recordingsOf(record, files, { common, accounting, droppedFrames: progress?.droppedFrames ?? 0 });
  for (const recording of recordings) context.addRecording(recording);
  return recordings;
}
