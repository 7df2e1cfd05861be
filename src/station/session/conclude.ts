import type { StationEvent } from '@domain/contract';
import { errorOf, type CapstanError } from '@domain/errors';
import { diagnoseFfmpeg } from '@domain/ffmpeg-log';
import { shellWord } from '@domain/plan/docker-run';
import { wholeReadBytes } from '@domain/media-info';
import { framesLost, type FrameAccounting, type Progress } from '@domain/progress';
import type { MediaInfo, Recording } from '@domain/recording';
import { concludeSession, mayGoOn } from '@domain/session-end';
import { sourceLabel, type SessionEvent, type SessionView } from '@domain/session';
import type { Alert } from '@domain/watchdog/alert';
import type { CollectedFile, Engine, Run, RunExit } from '../engine';
import { isBreak } from '../recordings/fetch-file';

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
  // A larger one only where it was not closed: its header does not tell then.
  const complete = !closed || (progress?.sizeBytes ?? 0) <= wholeReadBytes;
  const media = record.purpose === 'record' ? await run.inspect({ complete }) : null;
  const empty = media === null || media.frames === 0 || media.durationSeconds === null;
  const outputPath = record.output && `${record.output.directory.replace(/\/+$/, '')}/${record.output.fileName}`;
  const diagnosis = stopRequested ? null : await explained(diagnoseFfmpeg(log, { outputPath, encoder: record.encode?.encoder ?? null }), context);
  const facts = { ...exit, record, stopRequested, stalled: context.stalled, diagnosis, log, media: empty ? null : media };
  const end = concludeSession(facts);
  if (empty) await run.discard();
  const { file, problem } = empty ? { file: null, problem: null } : await collected(context);
  // Where the host is away its recorder stays: the next start closes it.
  if (problem === null || !isBreak(problem)) await run.remove();
  const recording: Recording | null =
    file === null || media === null
      ? null
      : { ...recordingOf(context, end, media), ...placeOf(file), media, durationSeconds: media.durationSeconds ?? 0, frames: media.frames, ...(file.isUnclosed && { unclosed: { problem: null } }) };
  if (recording) context.addRecording(recording);
  return {
    event: { type: 'ended', reason: end.reason, error: end.error ?? problem, recording: problem === null ? recording : null },
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

/** A recording that cannot be brought here now is whole where it lies: remembered, it is offered for fetching. */
async function collected({ run, host, progress, onStationEvent }: EndContext): Promise<{ readonly file: CollectedFile | null; readonly problem: CapstanError | null }> {
  const { output, destination, id } = run.record;
  try {
    const file = await run.collect((bytes, totalBytes) =>
      onStationEvent({ type: 'fetch', sessionId: id, fileName: output?.fileName ?? '', bytes, totalBytes }),
    );
    return { file, problem: null };
  } catch (thrown) {
    if (output?.storage !== 'separate' || destination === null) throw thrown;
    const problem = { ...errorOf(thrown), nextStep: `Fetch it later: \`capstan recordings fetch ${output.fileName} --host ${shellWord(host.name)}\`.` };
    return { file: { path: `${destination}/${output.fileName}`, remotePath: null, sizeBytes: progress?.sizeBytes ?? 0, isUnclosed: false }, problem };
  }
}

/** The daemon is gone: what lies on this computer is told of, and the next start closes the rest. */
async function concludeLost(thrown: unknown, context: EndContext, log: string | null): Promise<Conclusion> {
  const { run, progress, delivered } = context;
  const error = errorOf(thrown);
  const end = { reason: 'lost' as const, error: error.kind === 'daemon-unreachable' ? { ...error, kind: 'connection-lost' as const } : error };
  const { output } = run.record;
  const file = output?.storage === 'shared' && progress !== null ? await run.collect(() => {}).catch(() => null) : null;
  const recording =
    file === null
      ? null
      : { ...recordingOf(context, end, null), ...placeOf(file), media: delivered, durationSeconds: progress?.timeSeconds ?? 0, frames: progress?.frame ?? null };
  if (recording) context.addRecording(recording);
  return { event: { type: 'ended', ...end, recording }, warnings: [], mayGoOn: false, log };
}

const placeOf = ({ path, remotePath, sizeBytes }: CollectedFile) => ({ path, remotePath, sizeBytes });

function recordingOf(context: EndContext, { reason, error }: Pick<Recording, 'reason' | 'error'>, media: MediaInfo | null) {
  const { run, engine, host, accounting, progress, alerts } = context;
  const { record } = run;
  return {
    id: record.id,
    // A stop that was asked for left nothing to recover.
    recovered: run.foundEnded && reason !== 'stopped',
    part: record.part,
    presetName: record.presetName,
    source: sourceLabel(record.settings),
    engine,
    host,
    startedAt: record.startedAt,
    droppedFrames: framesLost(accounting, media) ?? progress?.droppedFrames ?? 0,
    reason,
    ...(alerts.length > 0 && { alerts: [...alerts] }),
    error,
  };
}
