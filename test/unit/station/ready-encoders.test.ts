import { describe, expect, test, vi } from 'vitest';
import type { Capabilities, EncoderProof } from '@domain/capabilities';
import { hung } from '@domain/encoder-probe/diagnoses';
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
  test('each that was not tried on each of its GPUs, whatever else was', async () => {
    const intel = exampleHost('intel');
    const { nvidiaGpus } = exampleHost('nvidia');
    const proofs = intel.encoders!.filter(({ encoder }) => encoder === 'h264_vaapi');
    const { answer, asked } = ready('auto', { ...intel, nvidiaGpus, encoders: proofs });
    await answer;
    expect(asked.map(({ encoders }) => encoders?.toSorted())).toEqual([['h264_nvenc', 'h264_qsv']]);
    const added = ready('h264_vaapi', { ...intel, renderNodes: [...intel.renderNodes, ...exampleHost('amd').renderNodes] });
    await added.answer;
    expect(added.asked.map(({ encoders }) => encoders)).toEqual([['h264_vaapi']]);
  });
  test('a failure that no cache keeps is not tried again by the next start, until the host’s set-up changes', async () => {
    const { status, ...host } = { status: { host: { id: 'studio' } }, ...untried('intel') };
    const [node] = host.renderNodes;
    const failed: EncoderProof = { ...exampleHost('intel').encoders![0]!, encoder: 'h264_vaapi', usable: false, paths: [], gpu: node!.identity, diagnosis: hung(40) };
    const probeEncoders = vi.fn(async () => [failed]);
    const engine = { status, probeEncoders, gpuLoads: async () => [] } as unknown as Engine;
    const start = (capabilities: Capabilities) =>
      readyEncoders(engine, wanting('h264_vaapi'), capabilities, { lookAgain: async () => capabilities, signal: new AbortController().signal, emit: vi.fn() });
    expect((await start(host)).capabilities.encoders).toEqual([failed]);
    expect((await start(host)).capabilities.encoders).toEqual([failed]);
    expect(probeEncoders).toHaveBeenCalledOnce();
    await start({ ...host, renderNodes: [{ ...node!, groupId: 4242 }] });
    expect(probeEncoders).toHaveBeenCalledTimes(2);
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
