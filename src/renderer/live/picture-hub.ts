import type { LivePicture } from '@domain/contract';
import { DelayMeter } from './delay-meter';
import type { PicturePainter } from './picture-painter';

interface Shown {
  readonly painter: Pick<PicturePainter, 'paint'>;
  readonly delay: DelayMeter;
}

interface Newest {
  readonly sessionId: string;
  readonly jpeg: Uint8Array;
  readonly atMs: number;
}

/** An older picture says nothing of what is there now. */
const freshMs = 3000;

/** Hands each picture to the painter of its session, and measures how long it takes to the screen. */
export class PictureHub {
  private readonly shown = new Map<string, Shown>();
  /** One of each session whose pictures came just now: a painter that takes over begins with it, as it may be the only one. */
  private newest: readonly Newest[] = [];

  constructor(private readonly now: () => number = Date.now) {}

  /** From now on this session's pictures go there; ends by what it answers. */
  show(sessionId: string, painter: Shown['painter']): () => void {
    const entry = { painter, delay: new DelayMeter() };
    this.shown.set(sessionId, entry);
    const last = this.newest.find((known) => known.sessionId === sessionId);
    if (last && this.now() - last.atMs <= freshMs) void painter.paint(last.jpeg);
    return () => {
      if (this.shown.get(sessionId) === entry) this.shown.delete(sessionId);
    };
  }

  /** Every picture is acknowledged, also those that still come after their session: the flow waits for it. */
  readonly receive = async ({ sessionId, jpeg, receivedAtMs }: LivePicture, done: () => void): Promise<void> => {
    const cameAtMs = this.now();
    this.newest = [{ sessionId, jpeg, atMs: cameAtMs }, ...this.newest.filter((known) => known.sessionId !== sessionId && cameAtMs - known.atMs <= freshMs)];
    const entry = this.shown.get(sessionId);
    const isDrawn = entry !== undefined && (await entry.painter.paint(jpeg));
    done();
    const atMs = this.now();
    if (isDrawn) entry.delay.add(atMs - receivedAtMs, atMs);
  };

  /** From its coming to this computer to the screen; null where nothing was drawn in the last second. */
  delayMs(sessionId: string): number | null {
    return this.shown.get(sessionId)?.delay.medianMs(this.now()) ?? null;
  }
}

/** Of this window. */
export const pictures = new PictureHub();
