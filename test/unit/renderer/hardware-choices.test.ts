import { expect, it } from 'vitest';
import { usualVideoFor } from '@domain/plan/carry-over';
import { hardwareChoices } from '../../../src/renderer/settings/hardware-choices';
import { dockerHost } from '../domain/plan/fixtures';
import { gpuHost } from '../domain/plan/gpu-host';

const choices = (encoder: string, host = gpuHost(), change = {}) => {
  const { of, gpus } = hardwareChoices({ ...usualVideoFor(encoder)!, ...change }, host);
  return { of, gpus: gpus.map(({ kind }) => kind) };
};

it('offers a software encoder the GPUs that could decode for it', () => {
  expect(choices('libx264')).toEqual({ of: 'decode', gpus: ['render-node', 'nvidia'] });
});

it('offers a software encoder nothing on a host without a GPU, but shows what is set', () => {
  expect(choices('libx264', dockerHost())).toEqual({ of: null, gpus: [] });
  expect(choices('libx264', dockerHost(), { decoding: 'hardware' }).of).toBe('decode');
  expect(choices('libx264', dockerHost(), { gpu: 'pci:0000:00:02.0' }).of).toBe('decode');
});

it('offers a hardware encoder its own GPUs, and an automatic one all', () => {
  expect(choices('h264_nvenc')).toEqual({ of: 'encode', gpus: ['nvidia'] });
  expect(choices('auto')).toEqual({ of: 'encode', gpus: ['render-node', 'nvidia', 'codec-nodes', 'jetson'] });
  expect(choices('h264_vaapi', dockerHost())).toEqual({ of: 'encode', gpus: [] });
});
