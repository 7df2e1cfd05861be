import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { usualVideoFor } from '@domain/plan/carry-over';
import type { Plan } from '@domain/plan/types';
import { settingsOf, type VideoEncode } from '@domain/preset';
import { openStation } from '../../src/station';
import { openConfStore } from '../../src/station/store/conf-store';
import type { Station } from '../../src/station/types';
import { noCredentials } from '../support/credentials';
import { withLostGpu } from '../support/lost-gpu';
import { decode } from '../support/media';
import { testDaemon } from '../support/pieces';

let home: string;
let output: string;
let stations: Station[];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'capstan-fallback-'));
  output = join(home, 'recordings');
  stations = [];
});
afterEach(async () => {
  await Promise.all(stations.map((station) => station.close()));
  rmSync(home, { recursive: true, force: true });
});

async function open(context: TestContext, engine: 'docker' | 'local'): Promise<Station> {
  const daemon = engine === 'docker' ? testDaemon(context) : null;
  const env = { ...process.env, HOME: home, ...(daemon && { DOCKER_HOST: daemon.dockerHost, CAPSTAN_IMAGE: daemon.image }) };
  const station = await openStation({ dataDirectory: join(home, 'data'), openStore: openConfStore, engine, credentials: noCredentials, env, version: '0.0.0' });
  stations.push(station);
  return station;
}

const draft = (video: Partial<VideoEncode>) => ({
  presetName: 'Test',
  settings: {
    ...settingsOf(builtInPresets[0]!),
    source: { type: 'test-pattern' as const, frameSize: { width: 640, height: 360 }, frameRate: { numerator: 30, denominator: 1 } },
    video: { ...usualVideoFor(video.encoder ?? 'h264_vaapi')!, ...video },
    durationSeconds: 2,
  },
});

describe.each(['docker', 'local'] as const)('a GPU that cannot be opened when the recording starts (%s)', (engine) => {
  it.for([
    ['h264_vaapi', 'software'],
    ['auto', 'path'],
  ] as const)('%s with fallback %s: software records instead, and both say so', async ([encoder, fallback], context) => {
    const station = await open(context, engine);
    const plans: Plan[] = [];
    const first = await station.sessions.start(draft({ encoder, fallback }), { destination: output, capabilities: await withLostGpu(station, '/dev/null'), onPlanned: (plan) => plans.push(plan) });
    const failed = await first.ended;
    expect(failed).toMatchObject({ state: 'failed', recording: null, encode: { encoder: 'h264_vaapi', path: { name: 'gpu-convert' } } });
    const second = await first.next;
    const { state, recording, encode, warnings } = await second!.ended;
    expect(state).toBe('completed');
    expect(encode).toMatchObject({ encoder: 'libx264', gpu: null, fallback: { wanted: encoder, chosen: 'libx264' } });
    expect(encode!.fallback!.reason).toContain(failed.error!.detail);
    expect(warnings[0]).toContain('libx264 instead of');
    expect(plans.map((plan) => plan.encode.encoder)).toEqual(['h264_vaapi', 'libx264']);
    expect(readdirSync(output)).toEqual([recording!.path.slice(output.length + 1)]);
    expect(await decode(recording!.path)).toMatchObject({ codec: 'h264', frames: 60, complaints: '' });
  });

  it('with fallback path: the next path is tried once; when it fails too, that is the end, and no file remains', async (context) => {
    const station = await open(context, engine);
    const first = await station.sessions.start(draft({ fallback: 'path' }), { destination: output, capabilities: await withLostGpu(station, '/dev/null') });
    const second = await first.next;
    const view = await second!.ended;
    expect(view).toMatchObject({ state: 'failed', recording: null, encode: { encoder: 'h264_vaapi', path: { name: 'cpu-convert' }, fallback: { wanted: 'h264_vaapi, gpu-convert', chosen: 'h264_vaapi, cpu-convert' } } });
    expect(await second!.next).toBeNull();
    expect(readdirSync(output)).toEqual([]);
  });

  it('with no fallback: the session fails with the reason, and no file remains', async (context) => {
    const station = await open(context, engine);
    const session = await station.sessions.start(draft({ fallback: 'none' }), { destination: output, capabilities: await withLostGpu(station, '/dev/null') });
    const { state, error } = await session.ended;
    expect({ state, kind: error?.kind }).toEqual({ state: 'failed', kind: 'encoder-unavailable' });
    expect(await session.next).toBeNull();
    expect(readdirSync(output)).toEqual([]);
  });
});

it('a GPU whose node has gone is no reason not to record: the daemon refuses it, and software starts', async (context) => {
  const station = await open(context, 'docker');
  const session = await station.sessions.start(draft({ fallback: 'software' }), { destination: output, capabilities: await withLostGpu(station, '/dev/dri/renderD199') });
  expect((await session.ended).encode).toMatchObject({ encoder: 'libx264', fallback: { wanted: 'h264_vaapi' } });
  expect(session.view).toMatchObject({ state: 'completed', error: null });
  expect(readdirSync(output)).toHaveLength(1);
});
