import { onlyOutput } from '@domain/diagnosis/facts';
import { diagnose } from '@domain/diagnosis/diagnose';
import type { HostEvidence, MachineEvidence } from '@domain/doctor/evidence';
import { examine } from '@domain/doctor/examine';
import type { Finding } from '@domain/doctor/finding';
import { capstanError } from '@domain/errors';
import { ago } from '../scene';
import { failedCheck, passedCheck } from './checks';
import { desktop, studio, thisMachine } from './hosts';

const machine: MachineEvidence = {
  seenFrom: 'process',
  kernel: '6.1.0-28-amd64',
  distribution: { id: 'debian', like: [], version: '12', name: 'Debian GNU/Linux 12 (bookworm)' },
  model: null,
  hasDxg: false,
  nodes: [{ path: '/dev/dri/renderD128', userId: 0, groupId: 105, mode: 0o660 }],
  groups: new Map([['video', 44], ['render', 105], ['docker', 995]]),
  ownGroups: [1000, 995],
  modules: ['i915', 'uvcvideo'],
  moduleParameters: new Map([['i915.enable_guc', '0']]),
  hucInfo: null,
  pciGpus: [
    { address: '0000:00:02.0', vendorId: '8086', deviceId: '4680', driver: 'i915' },
    { address: '0000:01:00.0', vendorId: '10de', deviceId: '2786', driver: 'nouveau' },
  ],
  usbDevices: [{ path: '1-2', name: 'HD Pro Webcam C920', speedMbps: 12, isVideo: true, isHub: false }],
  nvidiaVersion: null,
  nvidiaSmi: null,
  cdiFiles: [],
  programs: new Map([['docker', '/usr/bin/docker']]),
  libraries: [],
  packages: new Map([['intel-media-va-driver', '23.1.1']]),
  eglVendorFiles: [],
  nvidiaRuntimeConfig: null,
  perfEventParanoid: 2,
  clockSynchronised: true,
  deviceHolders: [],
};

const output = '[h264_vaapi @ 0x55d0c1a2b3c0] Failed to end picture encode issue: 24 (internal encoding error).';
const here: HostEvidence = {
  host: thisMachine,
  steps: passedCheck(thisMachine).steps,
  capabilities: desktop,
  daemon: { cgroupDriver: 'systemd', cgroupVersion: '2', dockerRootDirectory: '/var/lib/docker', defaultRuntime: 'runc', architecture: 'x86_64', warnings: ['WARNING: No swap limit support'] },
  machine,
  disk: { place: '/home/me/Videos/Capstan', freeBytes: 9_300_000_000, writeBytesPerSecond: 3_100_000, usualBitRateKbps: 20_000 },
  clockAheadSeconds: null,
  ssh: null,
  failures: [{ at: ago(5400), error: capstanError('ffmpeg-exited', output), diagnosis: diagnose(onlyOutput(output)) }],
};

/** A host with much to mend, as the checks themselves tell of it. */
export const mixedFindings: readonly Finding[] = examine(here);
/** Of one whose login is refused: nothing else can be seen of it. */
export const awayFindings: readonly Finding[] = examine({ ...here, host: studio, steps: failedCheck(studio).steps, capabilities: null, daemon: null, machine: null, disk: null, failures: [] });
