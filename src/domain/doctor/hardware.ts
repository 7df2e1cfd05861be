import { isIntelNode } from '../diagnosis/facts';
import type { CaptureDevice } from '../capabilities';
import { notApplicable, type Answer } from './check';
import type { HostEvidence, MachineEvidence, UsbDevice } from './evidence';

export const noMachine: Answer = notApplicable('The files of this machine could not be read.');
/** Where only the daemon is between: its packages, libraries and programs stay unseen. */
export const notSeen = (what: string): Answer => notApplicable(`${what} cannot be seen from here: through its daemon a host shows only /proc, /sys and /dev.`);

/** A GPU as PCI has it, with its render node where there is one. */
export interface SeenGpu {
  /** `0000:00:02.0 8086:4680 i915 /dev/dri/renderD128`. */
  readonly line: string;
  readonly deviceId: string | null;
  /** Kernel driver; null where none is bound. */
  readonly driver: string | null;
}

/** GPUs of one maker, from PCI and from the render nodes; null where neither is known. */
export function gpusOfVendor({ capabilities, machine }: HostEvidence, vendorId: string): readonly SeenGpu[] | null {
  if (capabilities === null && machine === null) return null;
  const nodes = (capabilities?.renderNodes ?? []).filter((node) => node.vendorId === vendorId || (vendorId === '8086' && isIntelNode(node)));
  const pci = (machine?.pciGpus ?? []).filter((gpu) => gpu.vendorId === vendorId);
  const fromPci = pci.map(({ address, deviceId, driver }) => {
    const node = nodes.find(({ identity }) => identity === `pci:${address}`);
    return { line: [address, `${vendorId}:${deviceId}`, driver ?? 'no driver', node?.path].filter(Boolean).join(' '), deviceId, driver };
  });
  const others = nodes.filter(({ identity }) => !pci.some(({ address }) => identity === `pci:${address}`));
  return [...fromPci, ...others.map(({ path, name, driver, deviceId }) => ({ line: [path, name, driver].filter(Boolean).join(' '), deviceId, driver }))];
}

/** Why a check of one maker does not apply; null where such a GPU is there. */
const absentOf = (vendorId: string, words: string) => (evidence: HostEvidence): string | null => {
  const gpus = gpusOfVendor(evidence, vendorId);
  if (gpus === null) return 'Which GPUs this host has could not be seen.';
  return gpus.length === 0 ? words : null;
};
export const noIntel = absentOf('8086', 'This host has no Intel GPU.');
export const noAmd = absentOf('1002', 'This host has no AMD GPU.');
/** NVIDIA's are also known by their driver alone, as in WSL. */
export const noNvidia = (evidence: HostEvidence): string | null =>
  (evidence.capabilities?.nvidiaGpus.length ?? 0) > 0 || evidence.machine?.nvidiaVersion != null ? null : absentOf('10de', 'This host has no NVIDIA GPU.')(evidence);
export const noGpu = ({ capabilities, machine }: HostEvidence): string | null => {
  if (capabilities === null && machine === null) return 'Which GPUs this host has could not be seen.';
  const none = (capabilities?.renderNodes.length ?? 0) + (capabilities?.nvidiaGpus.length ?? 0) + (machine?.pciGpus.length ?? 0) === 0;
  return none ? 'This host has no GPU.' : null;
};

export const isWsl = ({ capabilities, machine }: HostEvidence): boolean => machine?.hasDxg === true || /microsoft/i.test(machine?.kernel ?? capabilities?.kernel ?? '');
export const dockerOf = ({ capabilities }: HostEvidence) => (capabilities?.engine.kind === 'docker' ? capabilities.engine : null);
export const notDocker = notApplicable('Recordings run as processes of this computer here, not in containers.');
export const kernelOf = ({ capabilities, machine }: HostEvidence): string | null => machine?.kernel ?? capabilities?.kernel ?? null;
export const driverVersionOf = ({ capabilities, machine }: HostEvidence): string | null =>
  capabilities?.nvidiaGpus.find(({ driverVersion }) => driverVersion !== null)?.driverVersion ??
  /Kernel Module(?: for \S+)?\s+(\d{1,4}(?:\.\d{1,4}){1,2})\b/.exec(machine?.nvidiaVersion ?? '')?.[1] ??
  null;

/** Packages whose names fit, as `name version`; null where packages are not known. */
export const packagesLike = ({ packages }: Pick<MachineEvidence, 'packages'>, pattern: RegExp): readonly string[] | null =>
  packages === null ? null : [...packages].filter(([name]) => pattern.test(name)).map(([name, version]) => `${name} ${version}`);

/** The capture device behind a USB device: both have the ports in their names (`1-2.3`, `usb-0000:00:14.0-2.3`). */
export function captureDeviceAt({ capabilities }: HostEvidence, { path }: UsbDevice): CaptureDevice | undefined {
  const ports = path.slice(path.indexOf('-') + 1);
  return capabilities?.captureDevices.find(({ bus }) => bus?.startsWith('usb-') === true && bus.endsWith(`-${ports}`));
}
/** `usb 1-2.3 HD Pro Webcam C920: 480 Mbit/s`. */
export const usbLine = ({ path, name, speedMbps }: UsbDevice): string => `usb ${path} ${name}: ${speedMbps} Mbit/s`;
