import type { Capabilities, Diagnosis } from '../capabilities';
import type { CapstanError } from '../errors';
import type { Host, HostCheckStep } from '../host';

/**
 * All that was seen of one host, gathered before any check looks at it. What could not be had is null, and then the
 * checks that need it do not apply: they never guess.
 */
export interface HostEvidence {
  readonly host: Host;
  /** Null where the check of the host was not made: this computer's own ffmpeg. */
  readonly steps: readonly HostCheckStep[] | null;
  /** What it offers, with the proofs of encoders that are remembered or were just made; null where it cannot be used. */
  readonly capabilities: Capabilities | null;
  readonly daemon: DaemonEvidence | null;
  readonly machine: MachineEvidence | null;
  readonly disk: DiskEvidence | null;
  /** Its clock less this computer's, in seconds; null for this computer itself and where it was not told. */
  readonly clockAheadSeconds: number | null;
  readonly ssh: SshEvidence | null;
  /** What recordings of this owner on this host failed by, newest first. */
  readonly failures: readonly PastFailure[];
  /** What could not be looked at, for people, and why. */
  readonly unseen?: readonly { readonly what: string; readonly error: CapstanError }[];
}

/** What `GET /info` and `GET /version` of the daemon tell, beside what capabilities hold. */
export interface DaemonEvidence {
  readonly cgroupDriver: string | null;
  /** `1` or `2`. */
  readonly cgroupVersion: string | null;
  readonly dockerRootDirectory: string | null;
  /** Such as `nvidia`; null where it is not told. */
  readonly defaultRuntime: string | null;
  readonly architecture: string;
  /** What the daemon itself warns of, line by line. */
  readonly warnings: readonly string[];
}

/** What the machine's own files tell, read by one script on it. Lists are empty where nothing is there. */
export interface MachineEvidence {
  /**
   * `container`: seen from a container of the daemon, where only /proc, /sys and /dev are the host's; `process`: seen
   * by a process of this computer, which sees its programs, libraries and packages too.
   */
  readonly seenFrom: 'container' | 'process';
  readonly kernel: string | null;
  /** /etc/os-release, or what the daemon says; ids are lower case, such as `debian` or `ubuntu`. */
  readonly distribution: { readonly id: string; readonly like: readonly string[]; readonly version: string; readonly name: string } | null;
  /** Model of a board or machine: `NVIDIA Jetson Orin Nano`. */
  readonly model: string | null;
  /** Whether /dev/dxg is there. */
  readonly hasDxg: boolean;
  /** Nodes of GPUs: /dev/dri/*, /dev/nvidia*, /dev/kfd; and of cameras. */
  readonly nodes: readonly DeviceNode[];
  /** By name, of `render`, `video`, `input` and `docker`; null where it is not known which groups the machine has. */
  readonly groups: ReadonlyMap<string, number> | null;
  /** Numeric groups of the account that asks; null where that is of another machine. */
  readonly ownGroups: readonly number[] | null;
  /** Of GPUs and capture: i915, xe, amdgpu, nvidia, nvidia_uvm, uvcvideo, ... */
  readonly modules: readonly string[];
  /** Parameters as `MODULE.NAME`, such as `i915.enable_guc`. */
  readonly moduleParameters: ReadonlyMap<string, string>;
  /** Lines of `gt*\/uc/huc_info`; null where debugfs cannot be read. */
  readonly hucInfo: string | null;
  readonly pciGpus: readonly PciGpu[];
  readonly usbDevices: readonly UsbDevice[];
  /** Text of /proc/driver/nvidia/version. */
  readonly nvidiaVersion: string | null;
  /** What `nvidia-smi` said; null where it is not there. */
  readonly nvidiaSmi: string | null;
  /** CDI specifications of /etc/cdi and /var/run/cdi. */
  readonly cdiFiles: readonly CdiFile[];
  /** Those of the programs asked for that are there: `nvidia-ctk`, `vainfo`, `docker`, ...; null from a container. */
  readonly programs: ReadonlyMap<string, string> | null;
  /** Those of the libraries asked for that the loader knows, such as `libnvidia-encode.so.1`; null from a container. */
  readonly libraries: readonly string[] | null;
  /** Names of packages that matter here, with their versions; null where it is not known. */
  readonly packages: ReadonlyMap<string, string> | null;
  /** Files of /usr/share/glvnd/egl_vendor.d; null from a container. */
  readonly eglVendorFiles: readonly string[] | null;
  /** Text of /etc/nvidia-container-runtime/config.toml; null where it cannot be read. */
  readonly nvidiaRuntimeConfig: string | null;
  /** /proc/sys/kernel/perf_event_paranoid. */
  readonly perfEventParanoid: number | null;
  /** Whether the clock is kept by NTP; null where it is not told. */
  readonly clockSynchronised: boolean | null;
  /** Processes that hold capture devices open, as far as they can be seen. */
  readonly deviceHolders: readonly { readonly path: string; readonly processId: number; readonly command: string }[];
}

export interface DeviceNode {
  /** Such as /dev/dri/renderD128. */
  readonly path: string;
  readonly userId: number;
  readonly groupId: number;
  /** Permission bits, such as 0o660. */
  readonly mode: number;
}

/** A display controller on PCI (class 03). */
export interface PciGpu {
  /** Such as 0000:00:02.0. */
  readonly address: string;
  /** Four hexadecimal digits each. */
  readonly vendorId: string;
  readonly deviceId: string;
  /** Kernel driver that is bound to it; null where none is. */
  readonly driver: string | null;
}

export interface UsbDevice {
  /** Of the kernel, such as `1-2.3`: bus 1, port 2, port 3 of the hub there. */
  readonly path: string;
  readonly name: string;
  readonly speedMbps: number;
  /** Whether one of its interfaces is video (class 0e). */
  readonly isVideo: boolean;
  readonly isHub: boolean;
}

export interface CdiFile {
  readonly path: string;
  readonly kind: string;
  readonly deviceNames: readonly string[];
  /** Library and node paths that it names and that are not there; empty from a container. */
  readonly missingPaths: readonly string[];
}

/** The disk that recordings go to. */
export interface DiskEvidence {
  readonly place: string;
  readonly freeBytes: number;
  /** Measured by writing for at most a second, through to the disk; null where it could not be. */
  readonly writeBytesPerSecond: number | null;
  /** What recordings with the usual settings take, to compare with. */
  readonly usualBitRateKbps: number;
}

export interface SshEvidence {
  /** Whether one connection carries all sessions (ControlMaster). */
  readonly isShared: boolean;
  /** What ssh said while it connected, where it complained. */
  readonly complaints: string;
}

export interface PastFailure {
  /** ISO 8601. */
  readonly at: string;
  readonly error: CapstanError;
  /** What the recorder said last, read by the table of failures; null where nothing is left of it. */
  readonly diagnosis: Diagnosis | null;
}
