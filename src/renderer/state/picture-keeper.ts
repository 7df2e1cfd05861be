import { errorOf, type CapstanError } from '@domain/errors';
import type { Request } from '../bridge';

export interface PictureKeeperOptions {
  readonly request: Request;
  readonly onFailed: (error: CapstanError) => void;
}

/** Lets the pictures of those sessions flow that are shown. One that stays shown, in whatever layout, is left alone. */
export class PictureKeeper {
  private shown: ReadonlySet<string> = new Set();

  constructor(private readonly options: PictureKeeperOptions) {}

  want(ids: readonly string[]): void {
    const [before, wanted] = [this.shown, new Set(ids)];
    this.shown = wanted;
    for (const id of before) if (!wanted.has(id)) void this.watch(id, false);
    for (const id of wanted) if (!before.has(id)) void this.watch(id, true);
  }

  private async watch(id: string, on: boolean): Promise<void> {
    try {
      await this.options.request('sessions.watch', { id, on });
    } catch (thrown) {
      const error = errorOf(thrown);
      // It may have ended in the same moment; its end is told by its own event.
      if (error.kind !== 'session-unknown') this.options.onFailed(error);
    }
  }
}
