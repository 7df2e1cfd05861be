import type { EncoderProof } from '@domain/capabilities';
import type { EncoderProbeOptions, EncoderProbeProgress } from '../engine';
import { Deferred } from '../deferred';
import { SharedWork } from '../shared-work';
import { unlessAborted } from '../unless-aborted';

interface Round {
  readonly wanted: Wanted;
  readonly work: SharedWork<EncoderProof[]>;
  readonly listeners: Set<(progress: EncoderProbeProgress) => void>;
  latest: EncoderProbeProgress | null;
  readonly ended: Promise<unknown>;
}
type Wanted = Pick<EncoderProbeOptions, 'refresh' | 'encoders'>;

const covers = (round: Wanted, wanted: Wanted): boolean =>
  (round.refresh === true || wanted.refresh !== true) &&
  (!round.encoders || (wanted.encoders?.every((encoder) => round.encoders?.includes(encoder)) ?? false));

/** One round of trials at a time on a host: whoever asks for what is being tried shares it, whoever asks for more waits. */
export class SharedProbe {
  private round: Round | null = null;

  constructor(private readonly probe: (options: EncoderProbeOptions) => Promise<EncoderProof[]>) {}

  /** Throws the signal's reason as soon as it is aborted; the trials end once nobody waits for them. */
  async join({ signal, onProgress, ...wanted }: EncoderProbeOptions): Promise<EncoderProof[]> {
    while (this.round !== null && !covers(this.round.wanted, wanted)) {
      await unlessAborted(this.round.ended, signal);
    }
    const round = (this.round ??= this.begin(wanted));
    round.listeners.add(onProgress);
    if (round.latest) onProgress(round.latest);
    try {
      const proofs = await round.work.join(signal);
      return proofs.filter(({ encoder }) => wanted.encoders?.includes(encoder) ?? true);
    } finally {
      round.listeners.delete(onProgress);
    }
  }

  private begin(wanted: Wanted): Round {
    const ended = new Deferred<void>();
    const listeners = new Set<(progress: EncoderProbeProgress) => void>();
    const onProgress = (progress: EncoderProbeProgress) => {
      round.latest = progress;
      for (const listener of listeners) listener(progress);
    };
    const forget = () => {
      if (this.round === round) this.round = null;
    };
    const work = new SharedWork(async (signal) => {
      signal.addEventListener('abort', forget, { once: true });
      try {
        return await this.probe({ ...wanted, signal, onProgress });
      } finally {
        forget();
        ended.resolve();
      }
    });
    const round: Round = { wanted, work, listeners, latest: null, ended: ended.promise };
    return round;
  }
}
