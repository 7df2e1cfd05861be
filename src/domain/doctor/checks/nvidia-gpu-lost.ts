import { notApplicable, ok, warning, type Check } from '../check';
import { dockerOf, noNvidia, notDocker } from '../hardware';
import { fromRule, pastFailure } from '../past';
import { failedTrial } from '../trial';

export const nvidiaGpuLost: Check = {
  ...fromRule('nvidia-gpu-lost'),
  title: 'GPU of containers that run',
  group: 'nvidia',
  about: 'With the systemd driver for cgroups a reload of systemd takes the GPU away from containers that run, in the middle of a recording.',
  shows: '`Failed to initialize NVML: Unknown Error` after `systemctl daemon-reload`',
  find: (evidence) => {
    const past = failedTrial(evidence, 'nvidia-gpu-lost') ?? pastFailure(evidence, 'nvidia-gpu-lost');
    if (past !== null) return past;
    const reason = noNvidia(evidence);
    if (reason !== null) return notApplicable(reason);
    const docker = dockerOf(evidence);
    if (docker === null) return notDocker;
    const driver = evidence.daemon?.cgroupDriver ?? null;
    if (driver === null) return notApplicable('The daemon does not tell its cgroup driver.');
    const line = `Cgroup Driver: ${driver}`;
    if (driver !== 'systemd') return ok(line, 'A reload of systemd does not touch the devices of containers.');
    if (docker.cdiDevices.some((name) => name.startsWith('nvidia.com/'))) return ok(`${line}; CDI: ${docker.cdiDevices[0] ?? ''}`, 'GPUs are given by CDI, which a reload of systemd leaves alone.');
    return warning(line, 'A reload of systemd on the host can take the GPU away from a recording that runs.');
  },
};
