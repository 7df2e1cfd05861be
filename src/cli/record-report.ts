import type { StationEvent, StationStatus } from '@domain/contract';
import type { CapstanError } from '@domain/errors';
import type { Plan } from '@domain/plan/types';
import type { EndReason, Recording } from '@domain/recording';
import type { SessionEvent, SessionView } from '@domain/session';
import { formatFrameSize } from '@domain/units';
import type { Alert } from '@domain/watchdog/alert';
import type { Output } from './output';
import { progressLine } from './progress-line';
import { formatBytes, formatClock, formatDuration } from './text';

export interface Ending {
  readonly reason: EndReason;
  readonly recording: Recording | null;
  /** Paths of all files of one that was split. */
  readonly files?: readonly string[] | undefined;
  readonly error: CapstanError | null;
}

/** What a command that runs or ends a session tells while it does so. */
export interface RecordReport {
  status(status: StationStatus): void;
  planned(plan: Plan): void;
  warning(message: string): void;
  started(view: SessionView): void;
  session(event: SessionEvent, view: SessionView): void;
  station(event: StationEvent): void;
  notice(message: string): void;
  /** A part that failed, where the recording goes on in the next one. */
  part(ending: Ending, view: SessionView, next: SessionView): void;
  /** Always last. */
  ended(ending: Ending): void;
}

/** Events of the station that belong to the work of one command. */
const told: ReadonlySet<StationEvent['type']> = new Set(['image', 'fetch', 'notice', 'encoder-probe']);

/** One event a line on stdout, and nothing else there. */
export class JsonReport implements RecordReport {
  constructor(private readonly out: Output) {}

  status({ notices }: StationStatus): void {
    for (const message of notices) this.notice(message);
  }

  planned({ argv, container, encode: { encoder, gpu, path, fallback } }: Plan): void {
    this.out.line({ type: 'planned', plan: { argv, container, encoder, gpu, path, fallback } });
  }

  warning(message: string): void {
    this.out.line({ type: 'warning', message });
  }

  started({ engine, id, startedAt }: SessionView): void {
    this.out.line({ type: 'started', engine, session: id, startedAt });
  }

  session(event: SessionEvent): void {
    // `started` and `ended` have a place of their own: each is told once, whatever the session repeats.
    if (event.type !== 'started' && event.type !== 'ended') this.out.line(event);
  }

  station(event: StationEvent): void {
    if (told.has(event.type)) this.out.line(event);
  }

  notice(message: string): void {
    this.out.line({ type: 'notice', message });
  }

  part({ reason, recording, files, error }: Ending, view: SessionView, next: SessionView): void {
    const following = { part: next.part?.number ?? null, session: next.id, startedAt: next.startedAt };
    this.out.line({ type: 'part', part: view.part?.number ?? 1, reason, recording, ...(files && { files }), error, next: following });
  }

  ended({ reason, recording, files, error }: Ending): void {
    this.out.line({ type: 'ended', reason, recording, ...(files && { files }), error });
  }
}

const plainLineSeconds = 5;

/** What encodes, where, and how the pictures get there, in one line. */
function encodeLine({ encoder, gpu, path }: Plan['encode']): string {
  const where = gpu === null ? '' : ` on ${gpu.name}`;
  return `Encoder: ${encoder}${where}. Path: ${path.name}. ${path.summary}`;
}

/** Lines for people: one that moves in a terminal, one every few seconds elsewhere. */
export class TextReport implements RecordReport {
  private toldSeconds = 0;
  private toldStep = '';

  constructor(private readonly out: Output) {}

  status({ engine, notices }: StationStatus): void {
    for (const message of notices) this.notice(message);
    this.out.print(`Engine: ${engine.because}`);
    if (engine.dockerError) this.out.note(`Note: ${engine.dockerError.title}. ${engine.dockerError.nextStep}`);
  }

  planned({ encode }: Plan): void {
    this.out.status('');
    this.out.print(encodeLine(encode));
    this.working('starting');
  }

  warning(message: string): void {
    this.out.note(`Warning: ${message}`);
  }

  started({ source, id }: SessionView): void {
    this.out.print(`Session ${id} records ${source}. Ctrl-C stops it.`);
  }

  session(event: SessionEvent, view: SessionView): void {
    switch (event.type) {
      case 'warning':
        this.warning(event.message);
        break;
      case 'alert':
        this.alert(event);
        break;
      case 'connection':
        this.out.note(event.lost ? 'The connection is lost; the recording goes on.' : 'The connection is back.');
        break;
      case 'delivered': {
        const { codec, frameSize, framesPerSecond } = event.media;
        const rate = framesPerSecond === null ? '' : ` at ${Number(framesPerSecond.toFixed(2))} frames a second`;
        this.out.print(`The file holds ${codec} ${formatFrameSize(frameSize)}${rate}.`);
        break;
      }
      case 'progress':
        this.plain(event.timeSeconds, view);
        break;
    }
    if (event.type !== 'ended' && event.type !== 'waiting') this.out.status(progressLine(view, this.out.columns - 1));
  }

  station(event: StationEvent): void {
    if (event.type === 'notice') this.notice(event.message);
    if (event.type === 'image') this.working(event.step, event.fraction);
    if (event.type === 'encoder-probe') this.working('trying the encoders of this host', event.total > 0 ? event.done / event.total : null);
    if (event.type === 'fetch') {
      this.working(
        'copying the recording to this computer',
        event.totalBytes > 0 ? event.bytes / event.totalBytes : null,
      );
    }
  }

  notice(message: string): void {
    this.out.note(`Note: ${message}`);
  }

  part({ reason, recording, files, error }: Ending, view: SessionView, next: SessionView): void {
    this.out.status('');
    this.toldSeconds = 0;
    if (recording) this.out.print(`Part ${view.part?.number ?? 1}. ${recordingText(reason, recording, files)}`);
    if (error) this.out.note(`${error.title}: ${error.detail}`);
    const how = next.part ? `goes on as part ${next.part.number}` : `records instead, with ${next.encode?.encoder ?? 'another encoder'}`;
    this.out.print(`Session ${next.id} ${how}.`);
  }

  ended({ reason, recording, files, error }: Ending): void {
    this.out.status('');
    if (recording) this.out.print(recordingText(reason, recording, files));
    else if (!error && (reason === 'completed' || reason === 'stopped')) this.out.print('Stopped. Nothing was recorded.');
    if (error) this.out.error(error);
  }

  /** The first time in words, and when it has passed. */
  private alert({ title, detail, nextStep, times, isOver }: Alert): void {
    if (isOver) this.out.note(`Note: It has passed: ${title}.`);
    else if (times === 1) this.out.note(`Warning: ${title}. ${detail} ${nextStep}`);
  }

  private plain(timeSeconds: number, view: SessionView): void {
    if (this.out.isLive || timeSeconds - this.toldSeconds < plainLineSeconds) return;
    this.toldSeconds = timeSeconds;
    this.out.print(progressLine(view, Number.POSITIVE_INFINITY));
  }

  /** A step of some length: moving in a terminal, told once elsewhere. */
  private working(step: string, fraction: number | null = null): void {
    this.out.status(fraction === null ? `${step} ...` : `${step}  ${Math.floor(fraction * 100)} %`);
    if (!this.out.isLive && step !== this.toldStep && step !== 'starting') this.out.print(`${step} ...`);
    this.toldStep = step;
  }
}

const ends: Record<EndReason, string> = { completed: 'Completed', stopped: 'Stopped', failed: 'Failed', lost: 'Lost' };

function recordingText(reason: EndReason, recording: Recording, files: readonly string[] = []): string {
  const { durationSeconds, frames, droppedFrames, sizeBytes, path, remotePath } = recording;
  const length = durationSeconds < 60 ? formatDuration(durationSeconds) : formatClock(durationSeconds);
  const figures = [
    length,
    ...(frames === null ? [] : [`${frames} frames`]),
    ...(droppedFrames > 0 ? [`${droppedFrames} dropped`] : []),
    formatBytes(sizeBytes),
    ...(files.length > 1 ? [`${files.length} files`] : []),
  ];
  const last = files.length > 1 ? `\n  to ${files.at(-1)}` : '';
  const remote = remotePath === null ? '' : `\n  on the Docker host: ${remotePath}`;
  return `${ends[reason]}: ${figures.join(', ')}\n  ${path}${last}${remote}`;
}
