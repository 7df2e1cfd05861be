import { failed, notApplicable, ok, warning, type Check } from '../check';
import { noNvidia } from '../hardware';

const snapped = /^\/var\/snap\/docker\//;

export const dockerSnap: Check = {
  id: 'docker-snap',
  title: 'Docker as a snap',
  group: 'docker',
  about: 'Docker as a snap is shut in: it cannot use NVIDIA’s toolkit, and sees only some folders of the machine.',
  shows: 'The root folder of Docker is below /var/snap/docker; `could not select device driver "" with capabilities: [[gpu]]` though the toolkit is installed',
  remedy: 'Replace the snap by a package: docker.io of the distribution, or docker-ce of Docker. Fetch recordings from its volumes first: they go with the snap.',
  commands: ['snap list docker', 'sudo apt install docker.io'],
  find: (evidence) => {
    if (evidence.daemon === null) return notApplicable('What the daemon tells of itself could not be had.');
    const folder = evidence.daemon.dockerRootDirectory;
    if (folder === null) return notApplicable('The daemon does not tell where its root folder is.');
    const line = `Docker Root Dir: ${folder}`;
    if (!snapped.test(folder)) return ok(line, 'Docker is not a snap.');
    const answer = noNvidia(evidence) === null ? failed : warning;
    return answer(line, 'Docker is installed as a snap, which cannot give NVIDIA GPUs to containers and sees only some folders.');
  },
};
