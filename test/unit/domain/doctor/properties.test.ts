import { array, assert, boolean, constantFrom, dictionary, double, integer, option, property, record, string, type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostEvidence, MachineEvidence } from '@domain/doctor/evidence';
import { examine } from '@domain/doctor/examine';
import { findingSchema } from '@domain/doctor/finding';
import { hostCheckSteps } from '@domain/host';
import { capabilities, daemon, failedBy, machine, nothing, passed, read, stopped, studio, thisComputer } from './evidence';

const words = constantFrom('8086', '1002', '10de', '4680', '56a0', 'i915', 'xe', 'nvidia', 'nouveau', '/dev/dri/renderD128', '/dev/video0', '1-2.3', 'nvidia.com/gpu', '6.1.0-28-amd64', 'x', '', '\u001B[31m', 'constructor', '__proto__');
const text = constantFrom(read('nvidia-smi/error-cannot-communicate.txt'), read('ffmpeg-log/qsv-mfx-minus9.txt'), 'HuC firmware: x\n\tstatus: DISABLED', 'Cannot load libcuda.so.1', '$1', '');
const maybe = <T>(one: Arbitrary<T>) => option(one, { nil: null });
const names = maybe(dictionary(words, words).map((all) => new Map(Object.entries(all))));

const machines: Arbitrary<MachineEvidence> = record({
  seenFrom: constantFrom('container', 'process'),
  kernel: maybe(words),
  distribution: maybe(record({ id: constantFrom('debian', 'arch', 'plan9', 'constructor'), like: array(words), version: words, name: words })),
  model: maybe(constantFrom('NVIDIA Jetson Orin Nano', 'Raspberry Pi 5', 'PowerEdge')),
  hasDxg: boolean(),
  nodes: array(record({ path: words, userId: integer(), groupId: integer(), mode: integer({ min: 0, max: 0o777 }) })),
  groups: maybe(dictionary(words, integer()).map((all) => new Map(Object.entries(all)))),
  ownGroups: maybe(array(integer())),
  modules: array(words),
  moduleParameters: dictionary(constantFrom('i915.enable_guc'), words).map((all) => new Map(Object.entries(all))),
  hucInfo: maybe(text),
  pciGpus: array(record({ address: words, vendorId: words, deviceId: words, driver: maybe(words) })),
  usbDevices: array(record({ path: words, name: string(), speedMbps: constantFrom(0, 1.5, 480, 5000), isVideo: boolean(), isHub: boolean() })),
  nvidiaVersion: maybe(text),
  nvidiaSmi: maybe(text),
  cdiFiles: array(record({ path: words, kind: words, deviceNames: array(words), missingPaths: array(words) })),
  programs: names,
  libraries: maybe(array(words)),
  packages: names,
  eglVendorFiles: maybe(array(words)),
  nvidiaRuntimeConfig: maybe(text),
  perfEventParanoid: maybe(integer()),
  clockSynchronised: maybe(boolean()),
  deviceHolders: array(record({ path: words, processId: integer(), command: words })),
});
const hosts = constantFrom(...(['amd', 'intel', 'jetson', 'nvidia', 'software-only'] as const).flatMap((name) => [capabilities(name), capabilities(name, { engine: 'local' }), capabilities(name, { encoders: null, engine: { rootless: true, podman: true, runtimes: [] } })]));
const steps = constantFrom(...hostCheckSteps.flatMap((step) => [passed(step, 'It works.'), stopped(step, 'daemon-unreachable', 'no'), stopped(step, 'ssh-auth-failed', 'no')]));

const anyEvidence: Arbitrary<HostEvidence> = record({
  host: constantFrom(studio, thisComputer),
  steps: maybe(array(steps)),
  capabilities: maybe(hosts),
  daemon: maybe(constantFrom(daemon(), daemon({ cgroupDriver: null, cgroupVersion: null, dockerRootDirectory: null, warnings: ['', 'WARNING: x'] }))),
  machine: maybe(machines),
  disk: maybe(record({ place: string(), freeBytes: double({ min: 0, max: 1e15, noNaN: true }), writeBytesPerSecond: maybe(double({ min: 0, max: 1e10, noNaN: true })), usualBitRateKbps: integer({ min: 1, max: 1e6 }) })),
  clockAheadSeconds: maybe(double({ min: -1e9, max: 1e9, noNaN: true })),
  ssh: maybe(record({ isShared: boolean(), complaints: text })),
  failures: array(text.map((output) => failedBy(output)), { maxLength: 3 }),
});

describe('whatever is known of a host', () => {
  it('every check answers, with help where something is wrong', () => {
    assert(
      property(anyEvidence, (evidence) => {
        for (const finding of examine(evidence)) {
          findingSchema.parse(finding);
          const { id, status, reason, remedy } = finding;
          if (reason === '' || ((status === 'failed' || status === 'warning') && remedy === '')) throw new Error(`${id} says nothing: ${JSON.stringify(finding)}`);
          if (/undefined|NaN|\[object/.test(`${reason} ${remedy} ${finding.commands.join(' ')}`)) throw new Error(`${id} shows a hole: ${JSON.stringify(finding)}`);
        }
      }),
    );
  });

  it('nothing that a tool said gets into a command', () => {
    const hostile = '$(reboot)`x`;|&';
    const findings = examine({
      ...nothing,
      capabilities: capabilities('nvidia', { engine: { runtimes: [hostile] }, captureDevices: [{ ...capabilities('nvidia').captureDevices[0]!, path: `/dev/video0${hostile}`, controls: [{ name: 'exposure_auto_priority', label: hostile, type: 'boolean', minimum: null, maximum: null, step: null, default: null, value: 1, menu: [], readOnly: false, inactive: false }] }] }),
      machine: machine({ distribution: { id: hostile, like: [hostile], version: hostile, name: hostile }, usbDevices: [{ path: hostile, name: hostile, speedMbps: 12, isVideo: true, isHub: false }], deviceHolders: [{ path: hostile, processId: 1, command: hostile }], cdiFiles: [{ path: hostile, kind: 'nvidia.com/gpu', deviceNames: [hostile], missingPaths: [hostile] }] }),
      failures: [failedBy(`Cannot open video device ${hostile}: Permission denied`)],
    });
    for (const { id, commands } of findings) expect(commands.join('\n'), id).not.toContain('$(reboot)');
    expect(findings.find(({ id }) => id === 'frame-rate-halves')?.commands).toEqual(['capstan controls /dev/video0 --set exposure_auto_priority=0']);
  });
});
