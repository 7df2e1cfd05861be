import { describe, expect, it } from 'vitest';
import type { EncoderProof } from '@domain/capabilities';
import { errorOf, failure } from '@domain/errors';
import type { EncoderProbeOptions, EncoderProbeProgress } from '../../../src/station/engine';
import { SharedProbe } from '../../../src/station/encoders/shared-probe';

const proofOf = (encoder: string): EncoderProof => ({ encoder, family: 'vaapi', gpu: 'gpu', usable: true, paths: ['cpu-convert'], libvaDriver: null, lowPower: null, tenBit: null, framesPerSecond: null, diagnosis: null });

/** A probe that ends when the test says so. */
class Rounds {
  readonly options: EncoderProbeOptions[] = [];
  private readonly ends: (() => void)[] = [];
  readonly shared = new SharedProbe(
    (options) =>
      new Promise((resolve, reject) => {
        this.options.push(options);
        this.ends.push(() => resolve((options.encoders ?? ['h264_vaapi', 'hevc_vaapi']).map(proofOf)));
        options.signal.addEventListener('abort', () => reject(options.signal.reason));
      }),
  );

  join(wanted: Partial<EncoderProbeOptions> = {}): Promise<string[]> {
    const options = { signal: new AbortController().signal, onProgress: () => {}, ...wanted };
    return this.shared.join(options).then((proofs) => proofs.map(({ encoder }) => encoder));
  }

  end(round: number): void {
    this.ends[round]!();
  }
}
const settled = () => new Promise((done) => setImmediate(done));

describe('trials under way', () => {
  it('are shared by all who want no more, each with the progress', async () => {
    const rounds = new Rounds();
    const told: (number | null)[] = [];
    const progress = (done: number): EncoderProbeProgress => ({ done, total: 2, trying: null, proof: null });
    const first = rounds.join();
    rounds.options[0]!.onProgress(progress(1));
    const second = rounds.join({ encoders: ['hevc_vaapi'], onProgress: ({ done }) => told.push(done) });
    rounds.options[0]!.onProgress(progress(2));
    rounds.end(0);
    expect(await first).toEqual(['h264_vaapi', 'hevc_vaapi']);
    expect(await second).toEqual(['hevc_vaapi']);
    expect(told).toEqual([1, 2]);
    expect(rounds.options).toHaveLength(1);
  });

  it('are waited for by who wants more', async () => {
    const rounds = new Rounds();
    const first = rounds.join({ encoders: ['h264_vaapi'] });
    const all = rounds.join();
    const again = rounds.join({ refresh: true });
    await settled();
    expect(rounds.options).toHaveLength(1);
    rounds.end(0);
    await first;
    await settled();
    rounds.end(1);
    await all;
    await settled();
    expect(rounds.options.map(({ refresh, encoders }) => [refresh, encoders])).toEqual([[undefined, ['h264_vaapi']], [undefined, undefined], [true, undefined]]);
    rounds.end(2);
    expect(await again).toHaveLength(2);
  });

  it('are left at once by who waits for them to want more', async () => {
    const rounds = new Rounds();
    const first = rounds.join({ encoders: ['h264_vaapi'] });
    const controller = new AbortController();
    const left = rounds.join({ signal: controller.signal }).catch(errorOf);
    controller.abort(failure('start-cancelled', 'enough'));
    expect(await left).toMatchObject({ kind: 'start-cancelled' });
    expect(rounds.options.map(({ signal }) => signal.aborted)).toEqual([false]);
    rounds.end(0);
    expect(await first).toEqual(['h264_vaapi']);
  });

  it('go on for the others when one leaves, and end with the last', async () => {
    const rounds = new Rounds();
    const [one, other] = [new AbortController(), new AbortController()];
    const left = rounds.join({ signal: one.signal }).catch(errorOf);
    const stays = rounds.join({ signal: other.signal }).catch(errorOf);
    one.abort(failure('probe-cancelled', 'one'));
    expect(await left).toMatchObject({ kind: 'probe-cancelled', detail: 'one' });
    expect(rounds.options[0]!.signal.aborted).toBe(false);
    other.abort(failure('probe-cancelled', 'other'));
    expect(await stays).toMatchObject({ kind: 'probe-cancelled' });
    expect(rounds.options[0]!.signal.aborted).toBe(true);
    await settled();
    const next = rounds.join();
    rounds.end(1);
    expect(await next).toHaveLength(2);
  });
});
