import { failed, ok, type Check } from '../check';
import { dockerOf, noNvidia, notDocker } from '../hardware';
import { trialCheck } from '../trial';

export const nvidiaRuntimeMissing: Check = trialCheck({
  id: 'nvidia-runtime-missing',
  title: 'NVIDIA runtime of Docker',
  group: 'nvidia',
  installs: ['nvidia-toolkit'],
  about: 'The toolkit is installed, and Docker’s settings do not name its runtime, or were changed without a restart.',
  shows: '`unknown or invalid runtime name: nvidia`',
  families: ['nvenc'],
  absent: noNvidia,
  seen: (evidence) => {
    const docker = dockerOf(evidence);
    if (evidence.capabilities !== null && docker === null) return notDocker;
    if (docker === null || noNvidia(evidence) !== null) return null;
    const line = `Runtimes: ${docker.runtimes.join(', ')}`;
    if (docker.runtimes.includes('nvidia')) return ok(line, 'Docker knows the runtime.');
    if (docker.cdiDevices.some((name) => name.startsWith('nvidia.com/'))) return ok(`CDI devices: ${docker.cdiDevices.join(', ')}`, 'GPUs are given by CDI; the runtime is not needed.');
    const toolkit = evidence.machine?.programs?.get('nvidia-ctk');
    return toolkit === undefined ? null : failed(`${line}; ${toolkit}`, 'The toolkit is installed, and Docker does not know its runtime.');
  },
});
