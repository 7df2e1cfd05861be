import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureRules } from '@domain/diagnosis/diagnose';
import { checks } from '@domain/doctor/checks';
import { examine } from '@domain/doctor/examine';
import { checkGroups, findingSchema } from '@domain/doctor/finding';
import { troubleshootingMarkdown } from '@domain/doctor/troubleshooting';
import { capabilities, evidence, machine, nothing } from './evidence';

/** Days that users lost with hardware encoding, each with the checks that look for it. */
const knownFailures: Readonly<Record<string, readonly string[]>> = {
  'the render group’s number differs': ['render-group'],
  'no /dev/dri or /dev/videoN': ['render-node-missing', 'device-absent'],
  'Docker Desktop': ['docker-desktop'],
  'WSL 2': ['wsl', 'wsl-no-gpu', 'wsl-encoder-missing'],
  'iHD or i965': ['libva-driver'],
  'the AMD driver is not in the image': ['amd-driver-missing'],
  'no NVIDIA toolkit': ['nvidia-toolkit-missing', 'nvidia-runtime-missing', 'docker-snap'],
  'a host with CDI alone': ['cdi-only'],
  'a stale CDI description': ['cdi-stale'],
  'video libraries not in the container': ['nvidia-video-capability'],
  'NVENC newer than the driver': ['nvidia-driver-too-old'],
  'the limit of NVENC sessions': ['nvenc-sessions'],
  'a GPU lost while running': ['nvidia-gpu-lost'],
  CUDA_ERROR_NO_DEVICE: ['cuda-no-device'],
  'rootless Docker': ['docker-rootless', 'nvidia-rootless'],
  'Podman behind Docker’s API': ['podman', 'podman-gpu'],
  'HuC and low power': ['huc-firmware', 'rate-control', 'quicksync-parameters'],
  'low power asked for and not there': ['low-power'],
  'HEVC with 10 bit': ['ten-bit-profile'],
  'an encoder that is listed and does not work': ['encoders-tried'],
  Jetson: ['jetson-model', 'jetson-no-encoder', 'jetson-image'],
  'CUDA and OpenGL': ['cuda-gl-interop'],
  'the wrong GPU': ['wrong-gpu'],
  intel_gpu_top: ['gpu-counters-forbidden', 'intel-gpu-top-no-gpu'],
  'AMD’s encoder reads 0': ['amd-media-queue'],
  'a camera plugged in again': ['device-gone'],
  'a device in use': ['device-busy'],
  'USB bandwidth': ['usb-bandwidth', 'usb-speed', 'usb-shared-bus'],
  'half the frame rate': ['frame-rate-halves'],
  'ssh refuses many sessions': ['ssh-sessions'],
  'docker-modem’s own ssh': ['ssh-client', 'host-key'],
  'Debian’s free Intel driver': ['free-intel-driver'],
  'no Quick Sync runtime': ['quicksync-runtime'],
  'too little memory': ['memory-limit'],
  'NVIDIA GL without a screen': ['headless-egl'],
};
const ids = checks.map(({ id }) => id);

describe('the list of checks', () => {
  it('has a check for each known failure', () => {
    expect(ids).toEqual(expect.arrayContaining(Object.values(knownFailures).flat()));
    expect(Object.keys(knownFailures)).toHaveLength(35);
  });

  it('has a check for each row of the table of failures, by the same id', () => {
    const rules = failureRules.map(({ id }) => id);
    expect(rules.filter((id) => !ids.includes(id))).toEqual([]);
    for (const { id, rule } of checks.filter(({ id: one }) => rules.includes(one))) expect(rule?.id).toBe(id);
  });

  it('has every file of its folder, by its id, once', () => {
    const files = readdirSync(resolve(import.meta.dirname, '../../../../src/domain/doctor/checks')).map((file) => file.replace(/\.ts$/, ''));
    expect(ids.toSorted()).toEqual(files.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says of each what can be wrong, how it shows and what helps, for people', () => {
    for (const { title, about, shows, remedy } of checks) {
      for (const words of [title, about, shows, remedy]) expect(words.length).toBeGreaterThan(3);
      expect(about).toMatch(/[.)]$/);
      expect(remedy).toMatch(/[.)]$/);
    }
    expect(new Set(checks.map(({ title }) => title)).size).toBe(checks.length);
  });
});

describe('a report', () => {
  it.each(['nothing at all', 'a host with an Intel GPU'])('of %s has every check, by groups', (kind) => {
    const findings = examine(kind === 'nothing at all' ? nothing : evidence({ capabilities: capabilities('intel'), machine: machine() }));
    expect(findings.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    for (const finding of findings) expect(findingSchema.parse(finding)).toEqual(finding);
    const order = findings.map(({ group }) => checkGroups.indexOf(group));
    expect(order).toEqual(order.toSorted((one, other) => one - other));
  });

  it('of a host of which nothing is known finds nothing', () => {
    expect(examine(nothing).filter(({ status }) => status !== 'not-applicable')).toEqual([]);
  });

  it('has help where something is wrong, and none where nothing is', () => {
    const findings = examine(evidence({ capabilities: capabilities('nvidia', { engine: { runtimes: ['runc'] } }), machine: machine() }));
    for (const { id, status, remedy, reason } of findings) {
      expect(reason, id).not.toBe('');
      if (status === 'failed' || status === 'warning') expect(remedy, id).not.toBe('');
      if (status === 'ok') expect(remedy, id).toBe('');
    }
    expect(findings.filter(({ status }) => status === 'failed').map(({ id }) => id)).toContain('nvidia-toolkit-missing');
  });
});

it('docs/troubleshooting.md is made of the checks', async () => {
  await expect(troubleshootingMarkdown()).toMatchFileSnapshot(resolve(import.meta.dirname, '../../../../docs/troubleshooting.md'));
});
