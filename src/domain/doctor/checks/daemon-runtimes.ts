import { ok, warning, type Check } from '../check';
import { dockerOf, noNvidia, notDocker } from '../hardware';
import { nothingOffered } from '../trial';

export const daemonRuntimes: Check = {
  id: 'daemon-runtimes',
  title: 'Runtimes and CDI devices of the daemon',
  group: 'docker',
  installs: ['nvidia-toolkit'],
  about: 'How the daemon can give an NVIDIA GPU to a container: by the runtime `nvidia`, or by CDI devices. With neither it cannot.',
  shows: '`docker info` lists runtimes, and CDI devices from Docker 28 on',
  remedy: 'Install NVIDIA’s container toolkit and let it configure Docker.',
  commands: ["docker info --format '{{json .Runtimes}}'", 'nvidia-ctk cdi list'],
  find: (evidence) => {
    const docker = dockerOf(evidence);
    if (docker === null) return evidence.capabilities === null ? nothingOffered : notDocker;
    const line = `Runtimes: ${docker.runtimes.join(', ') || 'none told'}; CDI devices: ${docker.cdiDevices.join(', ') || 'none'}`;
    const gives = docker.runtimes.includes('nvidia') || docker.cdiDevices.some((name) => name.startsWith('nvidia.com/'));
    if (!gives && noNvidia(evidence) === null) return warning(line, 'The daemon has neither the runtime nvidia nor CDI devices: it cannot give this host’s NVIDIA GPU to containers.');
    return ok(line, gives ? 'The daemon can give NVIDIA GPUs to containers.' : 'No NVIDIA GPU is here that would need more.');
  },
};
