import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { failure } from '@domain/errors';
import type { ContainerSpec } from '@domain/plan/types';
import type { DockerClient } from '../../../src/station/docker/client';
import { daemonInfo } from '../../../src/station/docker/daemon-info';
import { DockerEngine } from '../../../src/station/docker/engine';
import { openDockerAgent } from '../../../src/station/docker/host-agent';
import { FamilyImages } from '../../../src/station/docker/images';
import { ImageStore } from '../../../src/station/docker/image-store';
import { FfmpegBuilds } from '../../../src/station/docker/ffmpeg-builds';
import { presentImage } from '../../../src/station/hosts/host-check';

const version = readFileSync(resolve(import.meta.dirname, '../../fixtures/ffmpeg-build/5.1.9-debian12-version.txt'), 'utf8');

/** A daemon whose images, settings and folders a test changes; its containers write the version of an ffmpeg and end. */
class Daemon {
  readonly images = new Map<string, { readonly tags: string[]; readonly labels: Record<string, string> }>();
  info: Record<string, unknown> = { ID: 'D1', ServerVersion: '28.0.0', Runtimes: { runc: {} }, DiscoveredDevices: [] };
  folders: string[] = ['/dev', '/run/user', '/etc/cdi', '/var/run/cdi'];
  missing = (folder: string) => `invalid mount config for type "bind": bind source path does not exist: ${folder}`;
  readonly created: ContainerSpec[] = [];

  readonly client = {
    address: 'unix:///test',
    info: async () => daemonInfo(this.info, false),
    create: async (spec: ContainerSpec) => {
      for (const { Type, Source } of spec.HostConfig.Mounts ?? []) if (Type === 'bind' && !this.folders.includes(Source)) throw failure('internal', this.missing(Source));
      this.created.push(spec);
      return 'c1';
    },
    attach: async (_id: string, { stdout }: { stdout: (chunk: Uint8Array) => void }) => {
      const stream = new PassThrough();
      setImmediate(() => {
        stdout(new TextEncoder().encode(version));
        stream.destroy();
      });
      return stream;
    },
    start: async () => {},
    state: async () => ({ ExitCode: 0 }),
    remove: async () => {},
    images: {
      id: async (name: string) => this.found(name)?.[0] ?? null,
      inspect: async (name: string) => {
        const found = this.found(name);
        return found && { id: found[0], sizeBytes: 1, createdAt: '', repoDigests: [], ...found[1] };
      },
      labelled: async () => [...this.images.keys()],
      containerCounts: async () => new Map<string, number>(),
      remove: async (id: string) => void this.images.delete(id),
    },
  } as unknown as DockerClient;

  private found(name: string) {
    return [...this.images].find(([id, { tags }]) => id === name || tags.includes(name));
  }
}

let daemon: Daemon;
let cacheDirectory: string;
const choices = { get: () => null, set: () => {} };
const own = (imageReference: string | null) => ({ client: daemon.client, imageReference, choices, version: '1.0.0', lender: null, onProgress: () => {} });

beforeEach(() => {
  daemon = new Daemon();
  cacheDirectory = mkdtempSync(join(tmpdir(), 'capstan-images-'));
});
afterEach(() => rmSync(cacheDirectory, { recursive: true, force: true }));

it('an image that was removed meanwhile is not there any more', async () => {
  daemon.images.set('sha256:a', { tags: ['own:1'], labels: {} });
  const images = new FamilyImages(own('own:1'));
  expect(await images.ensure('software')).toMatchObject({ id: 'sha256:a' });
  daemon.images.clear();
  await expect(images.ensure('software')).rejects.toMatchObject({ error: { kind: 'image-missing' } });
  daemon.images.set('sha256:b', { tags: ['own:1'], labels: {} });
  expect(await images.ensure('software')).toMatchObject({ id: 'sha256:b' });
});

it('a chosen image that is missing is not promised to be made', async () => {
  const choice = { reference: 'studio/own:2', id: 'sha256:gone', repoDigest: null };
  const host = { id: 'h', name: 'H', address: null } as never;
  const check = presentImage(daemon.client, host, { env: {}, version: '1.0.0', imageChoicesOf: () => ({ ...choices, get: () => choice }) });
  const use = new FamilyImages({ ...own(null), choices: { ...choices, get: () => choice } }).ensure('software');
  const [told, made] = await Promise.allSettled([check, use]);
  expect(told).toMatchObject({ status: 'rejected', reason: { error: { kind: 'image-missing', nextStep: expect.stringContaining('capstan images use') } } });
  expect(made).toMatchObject({ status: 'rejected', reason: { error: (told as PromiseRejectedResult).reason.error } });
});

it('intel_gpu_top runs in the image that brings it, and is asked for where that is not there', async () => {
  const images = new FamilyImages(own(null));
  await expect(images.withTool('intel_gpu_top')).rejects.toMatchObject({ error: { kind: 'image-missing', detail: expect.stringContaining('capstan images build vaapi') } });
  const { reference } = await images.state('vaapi');
  daemon.images.set('sha256:v', { tags: [reference], labels: {} });
  expect(await images.withTool('intel_gpu_top')).toBe(reference);
  expect(daemon.created).toEqual([]);
});

it('only images under Capstan’s own names are unused: others inherit its labels', async () => {
  const labels = { 'dev.capstan.image': 'vaapi' };
  daemon.images.set('sha256:old', { tags: ['capstan/vaapi:0.1.0-0123456789ab'], labels });
  daemon.images.set('sha256:podman', { tags: ['localhost/capstan/vaapi:0.1.0-1123456789ab'], labels });
  daemon.images.set('sha256:derived', { tags: ['studio/encoder:3'], labels });
  daemon.images.set('sha256:both', { tags: ['capstan/vaapi:0.1.0-2123456789ab', 'studio/kept:1'], labels });
  daemon.images.set('sha256:unnamed', { tags: [], labels });
  const images = new FamilyImages(own(null));
  const builds = new FfmpegBuilds({ client: daemon.client, ownerId: 'o', user: { uid: 1, gid: 1 }, cacheDirectory });
  const store = new ImageStore({ ...own(null), images, builds });
  const removed = await store.remove([...daemon.images.keys()]);
  expect(removed.map(({ id }) => id).toSorted()).toEqual(['sha256:old', 'sha256:podman']);
  expect([...daemon.images.keys()]).toEqual(['sha256:derived', 'sha256:both', 'sha256:unnamed']);
});

it('runtimes and CDI devices are asked for again with a refresh; the daemon stays the same', async () => {
  daemon.images.set('sha256:a', { tags: ['own:1'], labels: {} });
  const engine = new DockerEngine({
    ...{ ...own('own:1'), imageChoices: choices, info: await daemon.client.info(), ownerId: 'o', sealKey: 'k', user: { uid: 1, gid: 1 }, cacheDirectory },
    status: { kind: 'docker', host: { id: 'h', name: 'H' }, because: '', endpoint: 'unix:///test', dockerError: null },
    host: { id: 'h', name: 'H', address: null } as never,
  });
  const asked = { devicesMaximumAgeSeconds: null, directory: null };
  expect((await engine.capabilities(asked)).engine).toMatchObject({ daemonId: 'D1', runtimes: ['runc'], cdiDevices: [] });
  daemon.info = { ...daemon.info, ID: '', Runtimes: { runc: {}, nvidia: {} }, DiscoveredDevices: [{ Source: 'cdi', ID: 'nvidia.com/gpu=0' }] };
  expect((await engine.capabilities(asked)).engine).toMatchObject({ runtimes: ['runc'] });
  expect((await engine.capabilities({ ...asked, refresh: true })).engine).toMatchObject({ daemonId: 'D1', runtimes: ['runc', 'nvidia'], cdiDevices: ['nvidia.com/gpu=0'] });
});

it.each([
  ['Docker', (folder: string) => `invalid mount config for type "bind": bind source path does not exist: ${folder}`],
  ['Podman', (folder: string) => `statfs ${folder}: no such file or directory`],
])('the agent does without folders that the host of %s lacks, and finds them when they come', async (_engine, missing) => {
  daemon.missing = missing;
  daemon.folders = ['/dev'];
  const open = openDockerAgent({ client: daemon.client, ownerId: 'o', image: async () => 'own:1', cdiDirectories: () => ['/etc/cdi', '/var/run/cdi'] });
  const events = { stdout: () => {}, stderr: () => {}, ended: () => {} };
  const sources = () => daemon.created.at(-1)?.HostConfig.Mounts?.map(({ Source }) => Source);
  await (await open(events)).close();
  expect(sources()).toEqual(['/dev']);
  daemon.folders.push('/etc/cdi');
  await (await open(events)).close();
  expect(sources()).toEqual(['/dev', '/etc/cdi']);
});
