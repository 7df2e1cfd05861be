import type { EncoderProof } from '@domain/capabilities';
import type { StationEvent } from '@domain/contract';
import { failure } from '@domain/errors';
import type { Host } from '@domain/host';
import type { Engine } from '../engine';
import type { Station } from '../types';

export interface EncoderProbesContext {
  readonly engine: () => Promise<Engine>;
  readonly chosen: () => Promise<Host>;
  readonly emit: (event: StationEvent) => void;
}

type Options = NonNullable<Parameters<Station['probeEncoders']>[0]>;

/** The trials that the shells have asked for on the chosen host, told as events and cancelled together. */
export class EncoderProbes {
  private readonly waiting = new Set<{ readonly hostId: string; readonly controller: AbortController }>();

  constructor(private readonly context: EncoderProbesContext) {}

  async run({ refresh = false, encoders, signal }: Options = {}): Promise<EncoderProof[]> {
    const { engine, chosen, emit } = this.context;
    const controller = new AbortController();
    const stop = () => controller.abort(signal?.reason);
    signal?.throwIfAborted();
    signal?.addEventListener('abort', stop, { once: true });
    const { id: hostId } = await chosen();
    const mine = { hostId, controller };
    this.waiting.add(mine);
    // Each step is told once, however many wait for it.
    const isTold = () => [...this.waiting].find((one) => one.hostId === hostId) === mine;
    try {
      return await (await engine()).probeEncoders({
        refresh,
        encoders: encoders ?? null,
        signal: controller.signal,
        onProgress: (progress) => isTold() && emit({ type: 'encoder-probe', hostId, ...progress }),
      });
    } finally {
      signal?.removeEventListener('abort', stop);
      this.waiting.delete(mine);
    }
  }

  cancel(): void {
    const reason = failure('probe-cancelled', 'The trials were ended before every encoder was tried.');
    for (const { controller } of this.waiting) controller.abort(reason);
  }
}
