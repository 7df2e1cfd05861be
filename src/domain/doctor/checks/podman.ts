import { ok, warning, type Check } from '../check';
import { dockerOf, notDocker } from '../hardware';
import { nothingOffered } from '../trial';

export const podman: Check = {
  id: 'podman',
  title: 'Podman behind Docker’s interface',
  group: 'docker',
  about: 'Podman answers in Docker’s place. It records, but leaves some requests out without a word: NVIDIA GPUs are given by their CDI names alone.',
  shows: '`docker info` names Podman; a GPU is silently absent in the container',
  remedy: 'Nothing, for cameras and render nodes. For NVIDIA write the CDI description, or use Docker.',
  commands: ['sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml'],
  find: (evidence) => {
    const docker = dockerOf(evidence);
    if (docker === null) return evidence.capabilities === null ? nothingOffered : notDocker;
    if (!docker.podman) return ok(`Docker ${docker.serverVersion}`, 'The daemon is Docker’s own.');
    return warning(`Podman ${docker.serverVersion}`, 'Podman answers in Docker’s place: NVIDIA GPUs need CDI there.');
  },
};
