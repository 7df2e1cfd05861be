import { failed, ok, type Check } from '../check';
import { dockerOf, isWsl, noNvidia, notDocker, packagesLike } from '../hardware';
import { installSteps } from '../install-steps';
import { trialCheck } from '../trial';

export const nvidiaToolkitMissing: Check = trialCheck({
  id: 'nvidia-toolkit-missing',
  title: 'NVIDIA’s container toolkit',
  group: 'nvidia',
  installs: ['nvidia-toolkit'],
  about: 'Docker gives NVIDIA GPUs to containers with NVIDIA’s container toolkit alone. It is not installed on the Docker host, or Docker was not restarted since.',
  shows: '`could not select device driver "" with capabilities: [[gpu]]`',
  families: ['nvenc'],
  absent: noNvidia,
  seen: (evidence) => {
    const docker = dockerOf(evidence);
    if (evidence.capabilities !== null && docker === null) return notDocker;
    if (docker === null || noNvidia(evidence) !== null || docker.podman || isWsl(evidence)) return null;
    const { machine } = evidence;
    const line = `Runtimes: ${docker.runtimes.join(', ')}; CDI devices: ${docker.cdiDevices.join(', ') || 'none'}`;
    if (docker.runtimes.includes('nvidia') || docker.cdiDevices.some((name) => name.startsWith('nvidia.com/'))) return ok(line, 'The toolkit gives GPUs to containers.');
    const installed = machine?.programs?.get('nvidia-ctk') ?? (machine === null ? undefined : packagesLike(machine, /^nvidia-container-toolkit/)?.[0]);
    if (installed !== undefined) return ok(installed, 'The toolkit is installed; the daemon does not use it yet (see the runtime).');
    return failed(line, 'The daemon has neither the runtime nvidia nor CDI devices: the toolkit is not installed on the Docker host, or Docker was not restarted since.', installSteps('nvidia-toolkit', machine));
  },
});
