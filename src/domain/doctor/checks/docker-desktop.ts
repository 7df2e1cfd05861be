import { ok, warning, type Check } from '../check';
import { dockerOf, notDocker } from '../hardware';
import { nothingOffered } from '../trial';
import { fromRule } from '../past';

export const dockerDesktop: Check = {
  ...fromRule('docker-desktop'),
  title: 'Docker Desktop',
  group: 'docker',
  about: 'Docker Desktop runs its containers in a virtual machine: they see that machine’s devices, and neither this computer’s cameras nor its GPUs.',
  shows: '`docker info` says `Operating System: Docker Desktop`; `error gathering device information while adding custom device "/dev/dri/renderD128"`',
  find: (evidence) => {
    const docker = dockerOf(evidence);
    if (docker === null) return evidence.capabilities === null ? nothingOffered : notDocker;
    const line = `Operating System: ${docker.operatingSystem}`;
    if (/Docker Desktop/i.test(docker.operatingSystem)) return warning(line, 'Containers see the devices of Docker Desktop’s virtual machine: no camera and no GPU. Files and network sources can be recorded, in software.');
    return ok(line, 'Docker runs on the system itself.');
  },
};
