import { describe, expect, test, vi } from 'vitest';
import type { Capabilities } from '@domain/capabilities';
import { failure } from '@domain/errors';
import { usualVideoFor } from '@domain/plan/carry-over';
import type { Engine, EncoderProbeOptions } from '../../../src/station/engine';
import { readyEncoders } from '../../../src/station/session/ready-encoders';
import { exampleHost } from '../domain/plan/example-hosts';
import { settings } from '../domain/plan/fixtures';

const wanting = (encoder: string) => ({ ...settings, video: usualVideoFor(encoder)! });
const untried = (name: Parameters<typeof exampleHost>[0]): Capabilities => ({ ...exampleHost(name), encoders: null });

function ready(encoder: string, before: Capabilities, engine: Partial<Engine> = {}, signal = new AbortController().signal) {
  const asked: EncoderProbeOptions[] = [];
  const emit = vi.fn();
  const whole = {
    status: { host: { id: 'studio', name: 'Studio' } },
    probeEncoders: async (options: EncoderProbeOptions) => {
      asked.push(options);
      options.onProgress({ done: 0, total: 2, trying: 'h264_vaapi', proof: null });
      return [];
    },
    gpuLoads: async () => [],
    ...engine,
  } as unknown as Engine;
  const lookAgain = async () => exampleHost('intel');
  return { answer: readyEncoders(whole, wanting(encoder), before, { lookAgain, signal, emit }), asked, emit };
}

describe('before a start', () => {
  test('only the encoders that it may need are tried, on a host that never tried them, and that is told', async () => {
    const { answer, asked, emit } = ready('auto', untried('intel'));
    expect((await answer).capabilities.encoders).not.toBeNull();
    expect(asked.map(({ encoders }) => encoders?.toSorted())).toEqual([['h264_qsv', 'h264_vaapi']]);
    expect(emit).toHaveBeenCalledWith({ type: 'encoder-probe', hostId: 'studio', done: 0, total: 2, trying: 'h264_vaapi', proof: null });
  });
  test.each([
    ['a software encoder', 'libx264', untried('intel')],
    ['a host without GPUs', 'auto', untried('software-only')],
    ['encoders that were tried', 'h264_vaapi', exampleHost('intel')],
  ])('%s: nothing is tried', async (_what, encoder, host) => {
    const { answer, asked } = ready(encoder, host);
    expect((await answer).capabilities).toBe(host);
    expect(asked).toEqual([]);
  });
  test('an image that cannot be made is no reason not to record: it is told', async () => {
    const { answer } = ready('auto', untried('intel'), { probeEncoders: () => Promise.reject(failure('image-missing', 'No registry answers.')) });
    expect((await answer).warnings).toEqual([expect.stringContaining('No registry answers.')]);
  });
  test('other failures, and a stop, end the start', async () => {
    await expect(ready('auto', untried('intel'), { probeEncoders: () => Promise.reject(failure('connection-lost', 'gone')) }).answer).rejects.toMatchObject({ error: { kind: 'connection-lost' } });
    const stop = new AbortController();
    const { answer } = ready('auto', untried('intel'), { probeEncoders: async () => (stop.abort(new Error('stopped')), []) }, stop.signal);
    await expect(answer).rejects.toThrow('stopped');
  });
  test('the load of the GPUs is asked for where it decides, and only there', async () => {
    const gpuLoads = vi.fn(async () => []);
    await ready('h264_vaapi', exampleHost('intel'), { gpuLoads }).answer;
    expect(gpuLoads).not.toHaveBeenCalled();
    await ready('h264_nvenc', exampleHost('nvidia'), { gpuLoads }).answer;
    expect(gpuLoads).toHaveBeenCalledOnce();
    const { warnings } = await ready('h264_nvenc', exampleHost('nvidia'), { gpuLoads: () => Promise.reject(failure('internal', 'no answer')) }).answer;
    expect(warnings).toEqual([expect.stringContaining('no answer')]);
  });
});
