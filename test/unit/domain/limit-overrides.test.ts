import { expect, it } from 'vitest';
import { applyOverrides, type Overrides } from '@domain/overrides';
import { presetFileSchema } from '@domain/preset';
import { settings } from './plan/fixtures';

const applied = (overrides: Overrides) => {
  const result = applyOverrides(settings, overrides);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const refused = (overrides: Overrides) => {
  const result = applyOverrides(settings, overrides);
  return result.ok ? 'applied' : { kind: result.error.kind, field: result.error.field };
};

it('limits are those that were typed', () =>
  expect(applied({ memory: '2g', swap: '512', cpus: '1.5', restarts: '3', awaitDevice: '600', privileged: true }).limits).toEqual({
    ...settings.limits,
    memoryMiB: 2048,
    swapMiB: 512,
    cpus: 1.5,
    restarts: 3,
    awaitDeviceSeconds: 600,
    privileged: true,
  }));

it('a device is waited for as long as it was typed, forever too', () => {
  expect(applied({}).limits.awaitDeviceSeconds).toBe(3600);
  expect(applied({ awaitDevice: 'forever' }).limits.awaitDeviceSeconds).toBeNull();
  expect(applied({ awaitDevice: '0' }).limits.awaitDeviceSeconds).toBe(0);
});

it.each<[Overrides, string]>([
  [{ memory: '12' }, 'limits.memoryMiB'],
  [{ memory: '1.5g' }, 'limits.memoryMiB'],
  [{ memory: '-5' }, 'limits.memoryMiB'],
  [{ swap: 'some' }, 'limits.swapMiB'],
  [{ cpus: '0' }, 'limits.cpus'],
  [{ cpus: '1e3' }, 'limits.cpus'],
  [{ restarts: '101' }, 'limits.restarts'],
  [{ awaitDevice: '-1' }, 'limits.awaitDeviceSeconds'],
  [{ awaitDevice: 'never' }, 'limits.awaitDeviceSeconds'],
  [{ network: 'host' }, 'source.type'],
  [{ source: 'rtsp://camera/x', network: 'none' }, 'source.containerNetwork'],
  [{ source: 'rtsp://camera/x', rtspTransport: 'http' }, 'source.rtspTransport'],
  [{ source: 'rtsp://a:b@camera/x' }, 'source.url'],
  [{ source: 'RTSP://a:b@camera/x' }, 'source.url'],
])('%j is refused by its field', (overrides, field) => expect(refused(overrides)).toEqual({ kind: 'preset-invalid', field }));

it('a network source begins with the network that it needs, and keeps what is chosen', () => {
  expect(applied({ source: 'RTSP://camera/x' }).source).toMatchObject({ url: 'rtsp://camera/x', containerNetwork: 'bridge', rtspTransport: 'tcp', credential: null });
  expect(applied({ source: 'udp://:5004' }).source).toMatchObject({ containerNetwork: 'host' });
  expect(applied({ source: 'rtsp://camera/x', network: 'host', rtspTransport: 'udp' }).source).toMatchObject({ containerNetwork: 'host', rtspTransport: 'udp' });
});

it('a preset with a login in its address is not read', () => {
  const { source } = applied({ source: 'rtsp://camera/x' });
  const file = (url: string) => presetFileSchema.safeParse({ capstanPresets: 5, presets: [{ ...settings, name: 'A', source: { ...source, url } }] }).success;
  expect(file('rtsp://camera/x')).toBe(true);
  expect(file('rtsp://admin:geheim@camera/x')).toBe(false);
});
