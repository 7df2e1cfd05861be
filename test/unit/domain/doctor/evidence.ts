import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { capabilitiesSchema, type Capabilities, type CaptureDevice, type EncoderFamily, type EncoderProof } from '@domain/capabilities';
import { diagnose } from '@domain/diagnosis/diagnose';
import { onlyOutput } from '@domain/diagnosis/facts';
import { checks } from '@domain/doctor/checks';
import type { HostEvidence, MachineEvidence, PastFailure, PciGpu, UsbDevice } from '@domain/doctor/evidence';
import { findingOf } from '@domain/doctor/examine';
import type { Finding } from '@domain/doctor/finding';
import { capstanError, type ErrorKind } from '@domain/errors';
import type { Host, HostCheckStep, HostCheckStepName } from '@domain/host';
import { webcam } from '../plan/fixtures';

const fixtures = resolve(import.meta.dirname, '../../../fixtures');
/** A real output, by its path below test/fixtures. */
export const read = (path: string): string => readFileSync(resolve(fixtures, path), 'utf8');

type Docker = Extract<Capabilities['engine'], { kind: 'docker' }>;
/** A host of test/fixtures/capabilities, with another daemon and other proofs where they matter. */
export function capabilities(name: 'amd' | 'intel' | 'jetson' | 'nvidia' | 'software-only', changes: Partial<Omit<Capabilities, 'engine'>> & { engine?: Partial<Docker> | 'local' } = {}): Capabilities {
  const { engine: engineChanges = {}, ...others } = changes;
  const host = capabilitiesSchema.parse(JSON.parse(read(`capabilities/${name}.json`)));
  const engine = engineChanges === 'local' ? { kind: 'local' as const } : { ...host.engine, ...engineChanges };
  return capabilitiesSchema.parse({ ...host, ...others, engine });
}

export const studio: Host = { id: 'address:ssh://studio', name: 'studio', address: 'ssh://studio', origin: 'command-line', certificateDirectory: null, recordings: { kind: 'volume', name: 'capstan-recordings' } };
export const thisComputer: Host = { ...studio, id: 'this-computer', name: 'This computer', address: null, origin: 'this-computer' };

/** A Debian host that shows its programs, without any GPU or camera. */
export const plainMachine: MachineEvidence = {
  seenFrom: 'process',
  kernel: '6.1.0-28-amd64',
  distribution: { id: 'debian', like: [], version: '12', name: 'Debian GNU/Linux 12 (bookworm)' },
  model: null,
  hasDxg: false,
  nodes: [],
  groups: new Map([['video', 44], ['render', 105]]),
  ownGroups: [1000, 44, 105],
  modules: [],
  moduleParameters: new Map(),
  hucInfo: null,
  pciGpus: [],
  usbDevices: [],
  nvidiaVersion: null,
  nvidiaSmi: null,
  cdiFiles: [],
  programs: new Map(),
  libraries: [],
  packages: new Map(),
  eglVendorFiles: [],
  nvidiaRuntimeConfig: null,
  perfEventParanoid: 2,
  clockSynchronised: true,
  deviceHolders: [],
};
export const machine = (changes: Partial<MachineEvidence> = {}): MachineEvidence => ({ ...plainMachine, ...changes });

/** Nothing was to be had of it. */
export const nothing: HostEvidence = { host: thisComputer, steps: null, capabilities: null, daemon: null, machine: null, disk: null, clockAheadSeconds: null, ssh: null, failures: [] };
export const evidence = (changes: Partial<HostEvidence> = {}): HostEvidence => ({ ...nothing, ...changes });

export const daemon = (changes: Partial<NonNullable<HostEvidence['daemon']>> = {}): NonNullable<HostEvidence['daemon']> => ({
  cgroupDriver: 'systemd',
  cgroupVersion: '2',
  dockerRootDirectory: '/var/lib/docker',
  defaultRuntime: 'runc',
  architecture: 'x86_64',
  warnings: [],
  ...changes,
});

export const passed = (step: HostCheckStepName, detail: string): HostCheckStep => ({ step, state: 'passed', detail, error: null });
export const stopped = (step: HostCheckStepName, kind: ErrorKind, detail: string): HostCheckStep => ({ step, state: 'failed', detail, error: capstanError(kind, detail) });

/** A recording that failed, with what its recorder really said. */
export function failedBy(output: string, kind: ErrorKind = 'encoder-unavailable'): PastFailure {
  return { at: '2026-03-04T05:06:07.000Z', error: capstanError(kind, output), diagnosis: diagnose(onlyOutput(output)) };
}
/** A trial that failed, with what ffmpeg really said. */
export const refused = (encoder: string, family: EncoderFamily, gpu: string | null, output: string): EncoderProof => ({
  encoder,
  family,
  gpu,
  usable: false,
  paths: [],
  libvaDriver: null,
  lowPower: null,
  tenBit: null,
  framesPerSecond: null,
  diagnosis: diagnose({ ...onlyOutput(output), encoder, family }),
});

export const intelGpu = (deviceId: string, driver: string | null = 'i915'): PciGpu => ({ address: '0000:00:02.0', vendorId: '8086', deviceId, driver });
export const nvidiaGpu = (driver: string | null = 'nvidia'): PciGpu => ({ address: '0000:01:00.0', vendorId: '10de', deviceId: '2786', driver });
export const amdGpu = (deviceId: string, driver: string | null = 'amdgpu'): PciGpu => ({ address: '0000:03:00.0', vendorId: '1002', deviceId, driver });
export const usbCamera = (path: string, speedMbps = 480, name = 'HD Pro Webcam C920'): UsbDevice => ({ path, name, speedMbps, isVideo: true, isHub: false });
export const camera = (changes: Partial<CaptureDevice> = {}): CaptureDevice => ({ ...webcam, ...changes });

/** What one check says. */
export function told(id: string, given: Partial<HostEvidence>): Finding {
  const check = checks.find((one) => one.id === id);
  if (check === undefined) throw new Error(`There is no check ${id}.`);
  return findingOf(check, evidence(given));
}
