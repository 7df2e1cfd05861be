import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LivePicture } from '@domain/contract';
import { PictureFlow } from '../../src/main/pictures';
import type { Station } from '../../src/station/types';
import { watchId } from './material/sessions';
import { patterns, preview, type Pattern } from './patterns';

const repeatMilliseconds = 250;

/** Pictures of the sessions of a scene, by the product's own flow: one that stands still, or as a recorder gives them. */
export class ScenePictures {
  private readonly jpegs: Readonly<Record<Pattern, readonly Uint8Array[]>>;
  private flow: PictureFlow | null = null;
  private end = () => {};

  constructor(
    private readonly directory: string,
    private readonly send: (picture: LivePicture) => void,
    private readonly clock: () => number,
  ) {
    const names = Object.keys(patterns) as Pattern[];
    this.jpegs = Object.fromEntries(names.map((name) => [name, this.read(name)])) as unknown as Record<Pattern, Uint8Array[]>;
  }

  /** @param moving as many a second as a recorder sends; otherwise always the first one */
  begin(bySession: Readonly<Record<string, Pattern>>, moving: boolean): void {
    this.end();
    const listeners = new Map<string, (jpeg: Uint8Array) => void>();
    const patternOf = (id: string): Pattern => bySession[id] ?? (id === watchId ? 'pattern' : 'bars');
    const sessions = {
      get: (id: string) => ({
        ended: new Promise(() => {}),
        watch: (listener: (jpeg: Uint8Array) => void) => {
          listeners.set(id, listener);
          return () => listeners.delete(id);
        },
      }),
    };
    const flow = new PictureFlow(sessions as unknown as Station['sessions'], this.send, this.clock);
    let frame = 0;
    const timer = setInterval(() => {
      frame = moving ? (frame + 1) % preview.frames : 0;
      for (const [id, listener] of listeners) {
        const jpeg = this.jpegs[patternOf(id)][frame];
        if (jpeg) listener(jpeg);
      }
    }, moving ? 1000 / preview.framesPerSecond : repeatMilliseconds);
    this.flow = flow;
    this.end = () => {
      clearInterval(timer);
      flow.reset();
    };
  }

  watch(id: string, on: boolean): void {
    if (on) this.flow?.watch(id);
    else this.flow?.unwatch(id);
  }

  done(): void {
    this.flow?.done();
  }

  private read(name: Pattern): Uint8Array[] {
    return Array.from({ length: preview.frames }, (_, index) => readFileSync(join(this.directory, `${name}-${index + 1}.jpg`)));
  }
}
