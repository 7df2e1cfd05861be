import { capstanError, type CapstanError, type ErrorKind } from './errors';
import type { EndReason, MediaInfo } from './recording';
import type { SessionRecord } from './session';
import { stillDetail } from './watchdog/alert-words';
import { stillSeconds } from './watchdog/thresholds';

/** Everything that is known when a recorder has ended. */
export interface EndFacts {
  readonly record: Pick<SessionRecord, 'purpose' | 'settings'>;
  /** Exit status of ffmpeg; null where nobody knows it. */
  readonly exitCode: number | null;
  readonly outOfMemory: boolean;
  readonly diskFull: boolean;
  /** What the engine says of the end; empty where it says nothing. */
  readonly message: string;
  readonly stopRequested: boolean;
  /** The capture device gave no more frames and no error, so the recorder was ended for it (decision 0035). */
  readonly stalled?: boolean;
  /** What ffmpeg's own log was recognised as. */
  readonly diagnosis: CapstanError | null;
  readonly log: string;
  /** Null where no frame was written. */
  readonly media: MediaInfo | null;
}

export interface SessionEnd {
  readonly reason: EndReason;
  readonly error: CapstanError | null;
}

/**
 * How a session ended. Exit 0 or 255 is clean only if we asked for it, or if the work was done: a pulled camera ends
 * ffmpeg with 0 as well (decision 0004).
 */
export function concludeSession(facts: EndFacts): SessionEnd {
  const { exitCode, stopRequested, diagnosis } = facts;
  const clean = exitCode === 0 || exitCode === 255;
  if (facts.diskFull) {
    return failed(capstanError('disk-full', 'The disk was nearly full, so the recording was closed before it could be harmed.'));
  }
  if (facts.outOfMemory) return failed(capstanError('out-of-memory', 'The kernel ended the recorder at its memory limit.'));
  // After a stop even a forced end is what was asked for; the file is inspected to its last timestamp either way.
  if (stopRequested) return { reason: 'stopped', error: null };
  if (exitCode === 0 && isWhole(facts)) return { reason: 'completed', error: null };
  if (diagnosis) return failed(diagnosis);
  if (facts.stalled === true) {
    const detail = `It is still there, but it stopped sending frames. ${stillDetail(stillSeconds)}`;
    return failed(capstanError('device-missing', detail, { field: 'source.device', nextStep: 'Unplug the camera and plug it in again; then look at its cable, its power and its USB port.' }));
  }
  if (exitCode === 0 && facts.record.settings.source.type === 'network') {
    return { reason: 'lost', error: capstanError('source-unreachable', 'The stream ended, or its connection broke.', { nextStep: 'What was recorded until then is kept.' }) };
  }
  if (clean) {
    return {
      reason: 'lost',
      error: capstanError('ffmpeg-exited', facts.message || 'The recorder was ended by something else than Capstan.', {
        nextStep: 'What was recorded until then is kept. Start again when the cause is gone.',
      }),
    };
  }
  if (exitCode === null) return { reason: 'lost', error: capstanError('ffmpeg-exited', facts.message || 'The recorder is gone, and nobody saw its end.') };
  return failed(capstanError('ffmpeg-exited', `ffmpeg ended with exit status ${exitCode}. ${lastLines(facts)}`.trim()));
}

/** Failures that may pass by themselves. */
const passing: ReadonlySet<ErrorKind> = new Set(['device-missing', 'device-busy', 'source-unreachable', 'ffmpeg-exited', 'out-of-memory']);
export const mayPass = ({ kind }: CapstanError): boolean => passing.has(kind);

/** Of a device that recorded with these settings before: just plugged in, it may need a moment to be ready. */
export const mayPassAfterPlugging = (error: CapstanError): boolean => mayPass(error) || error.kind === 'device-forbidden' || error.kind === 'format-unsupported';

/** What is waited for without end: it is looked for again and again, and that counts as no restart. */
export const isAway = ({ kind }: CapstanError): boolean => kind === 'device-missing' || kind === 'device-busy' || kind === 'source-unreachable';

/**
 * Whether a recording goes on in a new part: it had begun, and it ended by something that may pass. Exit 255 is an end
 * that somebody asked for; a file would be recorded from its beginning again (decision 0018).
 */
export function mayGoOn({ record, exitCode, stopRequested, diskFull, stalled = false, media }: EndFacts, { reason, error }: SessionEnd): boolean {
  const isLive = record.purpose === 'record' && record.settings.source.type !== 'file';
  const byItself = !stopRequested && !diskFull && (stalled || (exitCode !== null && exitCode !== 255));
  return isLive && byItself && media !== null && (reason === 'failed' || reason === 'lost') && error !== null && mayPass(error);
}

const failed = (error: CapstanError): SessionEnd => ({ reason: 'failed', error });

/** Whether all that was asked for is there: the file to its end, or the time that was set. */
function isWhole({ record: { settings }, media }: EndFacts): boolean {
  if (media === null) return false;
  const { durationSeconds, source } = settings;
  if (source.type === 'file') return true;
  // A camera's first frame may come late; a missing second is a loss all the same.
  return durationSeconds !== null && (media.durationSeconds ?? 0) >= durationSeconds - Math.max(1, durationSeconds * 0.02);
}

/** swscale says this of every camera's MJPEG; it is no reason for anything. */
const noise = /deprecated pixel format used/;

const lastLines = ({ message, log }: EndFacts) =>
  [message, ...log.split('\n').filter((line) => !noise.test(line)).slice(-6)].filter((line) => line.trim() !== '').join('\n');
