import type { DaemonEvidence } from '@domain/doctor/evidence';
import { z } from 'zod';

/** Absent, or empty where a daemon does not tell it. */
const word = z.string().nullish().catch(null);

const infoSchema = z.object({
  ID: z.string().catch(''),
  ServerVersion: z.string().catch('unknown'),
  OperatingSystem: z.string().catch(''),
  SecurityOptions: z.array(z.string()).nullish(),
  SwapLimit: z.boolean().catch(true),
  Architecture: z.string().catch(''),
  Runtimes: z.record(z.string(), z.unknown()).nullish().catch(null),
  /** From API 1.50 on. */
  DiscoveredDevices: z.array(z.object({ Source: z.string(), ID: z.string() })).nullish().catch(null),
  /** Folders whose CDI specifications the daemon reads; none where CDI is off, or not known yet. */
  CDISpecDirs: z.array(z.string()).nullish().catch(null),
  CgroupDriver: word,
  CgroupVersion: word,
  DockerRootDir: word,
  DefaultRuntime: word,
  Warnings: z.array(z.string()).nullish().catch(null),
  SystemTime: word,
});

export interface DaemonInfo {
  readonly id: string;
  readonly serverVersion: string;
  readonly operatingSystem: string;
  readonly rootless: boolean;
  /** Whether its kernel limits swap. */
  readonly swapLimit: boolean;
  /** Of the machine, as the kernel names it: x86_64 or aarch64. */
  readonly architecture: string;
  readonly runtimes: readonly string[];
  /** Names of CDI devices; null where the daemon has CDI and does not tell them. */
  readonly cdiDevices: readonly string[] | null;
  /** Folders of its machine where CDI devices are described. */
  readonly cdiDirectories: readonly string[];
  readonly podman: boolean;
  /** What only the doctor looks at. */
  readonly told: DaemonEvidence;
  /** Its clock when it answered, in milliseconds since the epoch; null where it is not told. */
  readonly systemTime: number | null;
}

/** What a daemon's `GET /info` tells, of whatever version it is. */
export function daemonInfo(answer: unknown, podman: boolean): DaemonInfo {
  const info = infoSchema.parse(answer);
  return {
    id: info.ID,
    serverVersion: info.ServerVersion,
    operatingSystem: info.OperatingSystem,
    rootless: (info.SecurityOptions ?? []).some((option) => /name=rootless/.test(option)),
    swapLimit: info.SwapLimit,
    architecture: info.Architecture,
    runtimes: Object.keys(info.Runtimes ?? {}),
    ...cdiOf(info, podman),
    podman,
    told: {
      cgroupDriver: info.CgroupDriver || null,
      cgroupVersion: info.CgroupVersion || null,
      dockerRootDirectory: info.DockerRootDir || null,
      defaultRuntime: info.DefaultRuntime || null,
      architecture: info.Architecture,
      warnings: info.Warnings ?? [],
    },
    systemTime: timeOf(info.SystemTime ?? ''),
  };
}

function timeOf(text: string): number | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

/** Podman tells nothing of CDI and has it always, in the usual folders. */
const usualCdiDirectories = ['/etc/cdi', '/var/run/cdi'];

function cdiOf({ DiscoveredDevices, CDISpecDirs }: z.infer<typeof infoSchema>, podman: boolean): Pick<DaemonInfo, 'cdiDevices' | 'cdiDirectories'> {
  const cdiDirectories = CDISpecDirs ?? (podman ? usualCdiDirectories : []);
  if (DiscoveredDevices) return { cdiDevices: DiscoveredDevices.filter(({ Source }) => Source === 'cdi').map(({ ID }) => ID), cdiDirectories };
  return { cdiDevices: cdiDirectories.length === 0 ? [] : null, cdiDirectories };
}
