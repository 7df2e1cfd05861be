import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { array, assert, constantFrom, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IntelGpuTopReader, type IntelGpuTopSample } from '@domain/gpu-load/intel-gpu-top';
import { engineLoadSchema } from '@domain/load';

const folder = resolve(import.meta.dirname, '../../../fixtures/intel-gpu-top');
const read = (name: string): string => readFileSync(resolve(folder, `${name}.txt`), 'utf8');
const samples = (text: string): IntelGpuTopSample[] => new IntelGpuTopReader().push(text).samples;
const busy = ({ engines }: Pick<IntelGpuTopSample, 'engines'>) => Object.fromEntries(engines.map(({ name, busyPercent }) => [name, busyPercent]));

describe('samples of every version', () => {
  it('two without brackets, one line', () => {
    const [first, second] = samples(read('frigate-two-samples-no-brackets'));
    expect(busy(first!)).toEqual({ 'Render/3D/0': 0, 'Blitter/0': 0, 'Video/0': 4.533124, 'Video/1': 6.194385, 'VideoEnhance/0': 0 });
    expect(first).toMatchObject({ periodMilliseconds: 1.194033, asleepPercent: 47.844741, gpuWatts: null, packageWatts: null, clients: [] });
    expect(second).toMatchObject({ periodMilliseconds: 1.189291, asleepPercent: 100 });
    expect(first?.engines.map(({ engine }) => engine)).toEqual(['render', 'copy', 'video', 'video', 'video-enhance']);
  });

  it('two without brackets, many lines', () => {
    const all = samples(read('two-engines-1s-no-brackets'));
    expect(all.map((sample) => [busy(sample)['Video/0'], busy(sample)['Video/1'], sample.clockMhz])).toEqual([
      [39.320112, 11.719689, 1151.797805],
      [48.918471, 0, 1180.761297],
    ]);
  });

  it('with clients and classes of engines', () => {
    const [sample] = samples(read('plex-client-class-names'));
    expect(busy(sample!)).toEqual({ 'Render/3D': 0, Blitter: 0, Video: 3, VideoEnhance: 0 });
    expect(sample).toMatchObject({ packageWatts: 16.59729, gpuWatts: 0, clients: [{ id: '4293539623', pid: 1_427_673, name: 'Plex Transcoder', memoryMiB: null }] });
    expect(busy(sample!.clients[0]!)).toEqual({ 'Render/3D': 0, Blitter: 0, Video: 0, VideoEnhance: 0 });
  });

  it('with memory of clients', () => {
    const [sample] = samples(read('client-with-memory-doctored'));
    expect(busy(sample!)).toEqual({ 'Render/3D': 1, Blitter: 2, Video: 3, VideoEnhance: 4 });
    expect(sample).toMatchObject({ gpuWatts: 1, packageWatts: 4, clients: [{ name: 'foo', memoryMiB: expect.closeTo(147_709_952 / 1024 ** 2) }] });
  });

  it.each(['[%s]', '[\n%s\n', '%s,\n', '\n[%s,\n]\n', '%s'])('as %s', (frame) => {
    const reader = new IntelGpuTopReader();
    const { samples: found, messages } = reader.push(frame.replace('%s', read('two-engines-1s-no-brackets')));
    expect(found).toHaveLength(2);
    expect([...messages, ...reader.end()]).toEqual([]);
  });

  it('cut anywhere', () => {
    const text = read('frigate-two-samples-no-brackets') + read('plex-client-class-names');
    const whole = samples(text);
    assert(
      property(array(integer({ min: 0, max: text.length }), { maxLength: 20 }), (cuts) => {
        const reader = new IntelGpuTopReader();
        const edges = [0, ...cuts.toSorted((one, other) => one - other), text.length];
        expect(edges.slice(1).flatMap((edge, at) => reader.push(text.slice(edges[at], edge)).samples)).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it('beside braces and quotes in the name of a client', () => {
    const text = read('client-with-memory-doctored').replace('"foo"', String.raw`"a }{ \" \\"`);
    expect(samples(text)[0]?.clients[0]?.name).toBe(String.raw`a }{ " \ `.trim());
  });
});

describe('what is no sample', () => {
  it('is told as a message', () => {
    const reader = new IntelGpuTopReader();
    expect(reader.push(`${read('error-pmu-permission')}\n`)).toEqual({ samples: [], messages: ['Failed to initialize PMU! (Permission denied)'] });
    expect(reader.push('No device filter specified')).toEqual({ samples: [], messages: [] });
    expect(reader.end()).toEqual(['No device filter specified']);
  });

  it('is the screen for people', () => {
    const { samples: found, messages } = new IntelGpuTopReader().push(read('text-l-columns'));
    expect(found).toEqual([]);
    expect(messages).toHaveLength(5);
  });

  it('does not stop the samples after it', () => {
    const text = `{"engines": 5}{"engines": {"Video": {"busy": "x"}}}{broken}${read('plex-client-class-names')}`;
    expect(samples(text).map(busy)).toEqual([{}, { Video: null }, { 'Render/3D': 0, Blitter: 0, Video: 3, VideoEnhance: 0 }]);
  });
});

it('any text gives shares that the contract takes', () => {
  const piece = constantFrom('{', '}', '"', '\\', ',', '[', ']', '\n', '{"engines":{"Video/0":{"busy":', '-5', '1e999', '100.0001', '"7"', 'null', '}}}', '"clients":{"1":null}');
  assert(
    property(array(piece, { maxLength: 30 }), string(), (pieces, noise) => {
      const { samples: found } = new IntelGpuTopReader().push(pieces.join('') + noise);
      for (const { engines } of found) for (const engine of engines) engineLoadSchema.parse(engine);
    }),
  );
});
