import { describe, expect, test } from 'vitest';
import type { Capabilities } from '@domain/capabilities';
import { dockerRunArgv } from '@domain/plan/docker-run';
import { gpuAccess } from '@domain/plan/gpu-access';
import { gpusOf } from '@domain/plan/gpus';
import { container } from '../../cli/fakes';
import { exampleHost } from './example-hosts';

type DockerEngine = Extract<Capabilities['engine'], { kind: 'docker' }>;
const engine = (changes: Partial<DockerEngine> = {}): DockerEngine => ({ ...(exampleHost('nvidia').engine as DockerEngine), ...changes });
const [card] = gpusOf('nvenc', exampleHost('nvidia'));
const uuid = card!.id;
const given = (...[gpu, daemon = engine(), proof = null]: [Parameters<typeof gpuAccess>[0], DockerEngine?, Parameters<typeof gpuAccess>[2]?]) => {
  const access = gpuAccess(gpu, daemon, proof);
  if (!access.ok) throw new Error(access.error.detail);
  return access.value;
};

describe('an NVIDIA card', () => {
  const driver = 'NVIDIA_DRIVER_CAPABILITIES=video,utility,compute';
  test('by device request where NVIDIA’s runtime is registered', () => {
    expect(given(card!)).toEqual({
      devices: [],
      groups: [],
      runtime: null,
      deviceRequests: [{ Driver: 'nvidia', DeviceIDs: [uuid], Capabilities: [['gpu', 'video', 'utility', 'compute']] }],
      env: [driver],
    });
  });
  test.each([
    ['its own name', ['nvidia.com/gpu=0', `nvidia.com/gpu=${uuid}`, 'nvidia.com/gpu=all'], `nvidia.com/gpu=${uuid}`],
    ['its number', ['nvidia.com/gpu=0', 'nvidia.com/gpu=all'], 'nvidia.com/gpu=0'],
  ])('by CDI under %s where there is no runtime', (_how, cdiDevices, name) => {
    expect(given(card!, engine({ runtimes: ['runc'], cdiDevices }))).toMatchObject({ deviceRequests: [{ Driver: 'cdi', DeviceIDs: [name], Capabilities: [] }], env: [driver] });
  });
  test('where CDI gives all cards alone, CUDA is shown the one that was chosen', () => {
    expect(given(card!, engine({ runtimes: ['runc'], cdiDevices: ['nvidia.com/gpu=all'] })).env).toContain(`CUDA_VISIBLE_DEVICES=${uuid}`);
  });
  test('Podman takes a CDI name, whatever it lists', () => {
    expect(given(card!, engine({ podman: true, runtimes: ['crun'] })).deviceRequests).toEqual([{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=all'], Capabilities: [] }]);
  });
  test('by device request where the daemon tells of nothing: the toolkit serves it without a runtime too', () => {
    expect(given(card!, engine({ runtimes: ['runc'] })).deviceRequests).toMatchObject([{ Driver: 'nvidia', DeviceIDs: [uuid] }]);
  });
});

test('a render node comes with its own group and the driver that was proved', () => {
  const [node] = gpusOf('vaapi', exampleHost('intel'));
  expect(given(node!, engine(), { libvaDriver: 'iHD' })).toMatchObject({
    devices: [{ PathOnHost: '/dev/dri/renderD128', PathInContainer: '/dev/dri/renderD128', CgroupPermissions: 'rw' }],
    groups: [105],
    env: ['LIBVA_DRIVER_NAME=iHD'],
  });
});

test('codec nodes all come, each group once', () => {
  const codecNodes = ['/dev/video11', '/dev/video12'].map((path) => ({ path, name: 'bcm2835-codec-encode', driver: 'bcm2835-codec', groupId: 44 }));
  const [nodes] = gpusOf('v4l2m2m', { ...exampleHost('software-only'), codecNodes });
  expect(given(nodes!)).toMatchObject({ devices: [{ PathOnHost: '/dev/video11' }, { PathOnHost: '/dev/video12' }], groups: [44] });
});

test('a Jetson needs NVIDIA’s runtime', () => {
  const [board] = gpusOf('jetson', exampleHost('jetson'));
  expect(given(board!)).toMatchObject({ runtime: 'nvidia', deviceRequests: [], env: expect.arrayContaining(['NVIDIA_VISIBLE_DEVICES=all']) });
  expect(gpuAccess(board!, engine({ runtimes: ['runc'] }), null)).toMatchObject({ ok: false, error: { kind: 'runtime-missing' } });
});

test('no GPU, nothing given', () => expect(given(null)).toEqual({ devices: [], groups: [], deviceRequests: [], runtime: null, env: [] }));

test('docker run is told the same in its own options', () => {
  const line = (host: object, env: string[] = []) => dockerRunArgv({ ...container, Env: env, HostConfig: { ...container.HostConfig, ...host } });
  expect(line({ DeviceRequests: given(card!).deviceRequests })).toEqual(expect.arrayContaining(['--gpus', `"driver=nvidia","device=${uuid}","capabilities=video,utility,compute"`]));
  expect(line({ DeviceRequests: [{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=0'], Capabilities: [] }] })).toEqual(expect.arrayContaining(['--device', 'nvidia.com/gpu=0']));
  expect(line({ Runtime: 'nvidia' }, ['NVIDIA_VISIBLE_DEVICES=all'])).toEqual(expect.arrayContaining(['--runtime', 'nvidia', '--env', 'NVIDIA_VISIBLE_DEVICES=all']));
});
