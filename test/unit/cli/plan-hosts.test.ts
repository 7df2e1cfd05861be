import { afterAll, describe, expect, test } from 'vitest';
import type { ContainerSpec, Plan } from '@domain/plan/types';
import { runCommandLine } from '../../../src/cli/program';
import { openStation } from '../../../src/station';
import { openConfStore } from '../../../src/station/store/conf-store';
import type { Station } from '../../../src/station/types';
import { noCredentials } from '../../support/credentials';
import { exampleHosts, exampleText, type ExampleHost } from '../domain/plan/example-hosts';
import { temporaryDirectory } from '../station/temporary';
import { FakeShell, FakeStation } from './fakes';

/** The command line over the real station: only files and streams are stand-ins. */
class PlanShell extends FakeShell {
  override async openStation(): Promise<Station> {
    return station;
  }
}

const dataDirectory = temporaryDirectory();
const station = await openStation({ dataDirectory, openStore: openConfStore, engine: 'local', host: 'this-computer', credentials: noCredentials, env: process.env, version: '1.2.3' });
const close = station.close.bind(station);
station.close = async () => {};
afterAll(close);

type Planned = Pick<Plan, 'argv' | 'warnings'> & Plan['encode'] & { readonly container: ContainerSpec; readonly error?: { kind: string; detail: string; nextStep: string; field: string } };

async function planOn(host: ExampleHost, ...words: string[]): Promise<Planned> {
  const shell = new PlanShell(new FakeStation(dataDirectory));
  shell.files.set('host.json', exampleText(host));
  await runCommandLine(shell, '1.2.3', ['plan', '--capabilities', 'host.json', '--format', 'json', '--output', '/recordings', ...words]);
  return JSON.parse(settled(shell.stdout.text));
}

/** Without what differs from run to run: ids and times. */
const settled = (text: string): string =>
  text
    .replaceAll(station.settings.ownerId, 'OWNER')
    .replace(/\b\d{8}-\d{6}-[a-z0-9]{4}\b/g, 'DATE-TIME-ID')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/("dev\.capstan\.session": ")[a-z0-9]{10}/g, '$1SESSION')
    .replace(/(\\"id\\":\\")[a-z0-9]{10}/g, '$1SESSION');

const camera = ['--source', '/dev/video0', '--size', '1280x720', '--rate', '30', '--input-format', 'MJPG'];

describe('every family on a host that has it, from the example capabilities', () => {
  const families: Record<Exclude<ExampleHost, 'software-only'>, readonly string[]> = {
    intel: ['h264_vaapi', 'hevc_vaapi', 'vp9_vaapi', 'mjpeg_vaapi', 'h264_qsv', 'hevc_qsv', 'vp9_qsv', 'mjpeg_qsv'],
    amd: ['h264_vaapi', 'hevc_vaapi', 'av1_vaapi'],
    nvidia: ['h264_nvenc', 'hevc_nvenc', 'av1_nvenc'],
    jetson: ['h264_nvmpi', 'hevc_nvmpi'],
  };
  for (const [host, encoders] of Object.entries(families)) {
    test.each(encoders)(`${host}: %s`, async (encoder) => {
      const { container, ...planned } = await planOn(host as ExampleHost, '--encoder', encoder, ...camera);
      expect([...container.Entrypoint, ...container.Cmd]).toEqual(planned.argv);
      expect({ ...planned, container: { ...container, Cmd: 'the words of argv after the first' } }).toMatchSnapshot();
    });
  }
});

describe('the automatic encoders', () => {
  const automatic = ['auto', 'auto-hevc', 'auto-av1', 'auto-vp9'];
  test.each(exampleHosts.flatMap((host) => automatic.map((encoder) => [host, encoder] as const)))('%s: %s', async (host, encoder) => {
    const { argv, container: _container, ...chosen } = await planOn(host, '--encoder', encoder, ...camera);
    const at = argv.indexOf(chosen.encoder);
    expect({ ...chosen, options: argv.slice(at, argv.indexOf('-f', at)).join(' ') }).toMatchSnapshot();
  });
});

describe('what cannot be', () => {
  const refusedOn = async (host: ExampleHost, ...words: string[]) => (await planOn(host, ...camera, ...words)).error;

  test('an encoder that failed its trial is refused with what was seen and what helps', async () => {
    expect(await refusedOn('intel', '--encoder', 'av1_vaapi')).toMatchObject({
      kind: 'encoder-unavailable',
      field: 'video.encoder',
      detail: expect.stringMatching(/Intel 4680.*Seen: .*No usable encoding profile found/),
      nextStep: expect.stringContaining('Choose another codec'),
    });
  });
  test('an encoder of hardware that the host does not have', async () => {
    expect(await refusedOn('software-only', '--encoder', 'h264_nvenc')).toMatchObject({ kind: 'encoder-unavailable', detail: expect.stringContaining('no GPU for h264_nvenc') });
  });
  test('a GPU that is not there, with those that are', async () => {
    expect(await refusedOn('nvidia', '--encoder', 'auto', '--gpu', 'nvidia:7')).toMatchObject({ field: 'video.gpu', detail: expect.stringContaining('NVIDIA GeForce RTX 4070 (GPU-e1d07a92') });
  });
  test('an encoder that is not of the GPU that is named', async () => {
    expect(await refusedOn('intel', '--encoder', 'h264_nvenc', '--gpu', '/dev/dri/renderD128')).toMatchObject({ field: 'video.gpu' });
  });
  test('another path than the best, where no fallback is allowed', async () => {
    expect(await refusedOn('amd', '--encoder', 'h264_vaapi', '--fallback', 'none')).toMatchObject({ field: 'video.fallback', detail: expect.stringContaining('zero-copy') });
  });
  test('low power that failed its trial', async () => {
    expect(await refusedOn('intel', '--encoder', 'vp9_vaapi', '--low-power', 'off')).toMatchObject({ field: 'video.lowPower' });
  });
  test('what no encoder can be told to do names its field', async () => {
    expect(await refusedOn('intel', '--fallback', 'maybe')).toMatchObject({ kind: 'preset-invalid', field: 'video.fallback' });
    expect(await refusedOn('intel', '--encoder', 'auto', '--quality', '20')).toMatchObject({ field: 'video.rateControl.quality' });
    expect(await refusedOn('intel', '--encoder', 'copy', '--bit-rate', '6M')).toMatchObject({ field: 'video.mode' });
    expect(await refusedOn('intel', '--encoder', 'h264_qsv', '--tune', 'film')).toMatchObject({ field: 'video.tune' });
  });
});

test('an encoder that does not work is replaced by software where the settings allow it, and says why', async () => {
  const { encoder, path, fallback, warnings } = await planOn('intel', ...camera, '--encoder', 'av1_vaapi', '--fallback', 'software', '--bit-rate', '4M');
  expect({ encoder, path: path.name }).toEqual({ encoder: 'libsvtav1', path: 'software' });
  expect(fallback).toMatchObject({ wanted: 'av1_vaapi', chosen: 'libsvtav1', reason: expect.stringContaining('No usable encoding profile found') });
  expect(warnings).toEqual([expect.stringContaining('libsvtav1 instead of av1_vaapi')]);
});

test('bit rate, GPU and low power from the command line are what the encoder is told', async () => {
  const { argv, gpu } = await planOn('nvidia', ...camera, '--encoder', 'hevc_nvenc', '--gpu', 'nvidia:1', '--bit-rate', '12M');
  expect(gpu?.name).toBe('NVIDIA GeForce RTX 4070');
  expect(argv.join(' ')).toContain('-b:v 12000k -maxrate 18000k');
  const low = await planOn('intel', ...camera, '--encoder', 'h264_vaapi', '--low-power', 'on', '--quality', '28');
  expect(low.argv.join(' ')).toMatch(/-c:v h264_vaapi -low_power 1 .*\b28\b/);
});

test('a docker run line gives the container its GPU', async () => {
  const shell = new PlanShell(new FakeStation(dataDirectory));
  shell.files.set('host.json', exampleText('nvidia'));
  await runCommandLine(shell, '1.2.3', ['plan', '--capabilities', 'host.json', '--format', 'docker-run', '--encoder', 'h264_nvenc']);
  expect(shell.stdout.text).toContain(`--gpus '"driver=nvidia","device=GPU-5c8f2f0e-0b3e-7d6a-3c58-9d1f3a7e2b64","capabilities=video,utility,compute"'`);
  expect(shell.stdout.text).toContain('--env NVIDIA_DRIVER_CAPABILITIES=video,utility,compute');
});
