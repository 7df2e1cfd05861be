import { failed, ok, warning, type Check } from '../check';
import { dockerOf, notDocker } from '../hardware';
import { nothingOffered } from '../trial';

export const dockerRootless: Check = {
  id: 'docker-rootless',
  title: 'Rootless Docker',
  group: 'docker',
  about:
    'A rootless daemon can give containers only what its own user may open: the groups of cameras and render nodes must be those of the account that runs it. NVIDIA’s toolkit needs a setting of its own (see below).',
  shows: '`docker info` lists `rootless` among the security options; `Permission denied` for /dev/video0 or /dev/dri/renderD128',
  remedy: 'Put the account that runs Docker into the groups of the nodes, then log out and in again and restart the daemon.',
  commands: ['sudo usermod -aG video,render "$USER"', 'systemctl --user restart docker'],
  find: (evidence) => {
    const docker = dockerOf(evidence);
    if (docker === null) return evidence.capabilities === null ? nothingOffered : notDocker;
    if (!docker.rootless) return ok(`rootless: no, at ${docker.endpoint}`, 'The daemon runs as root, and gives devices by their groups.');
    const groups = evidence.machine?.ownGroups ?? null;
    const nodes = [...(evidence.capabilities?.captureDevices ?? []), ...(evidence.capabilities?.renderNodes ?? [])];
    const closed = groups === null ? undefined : nodes.find(({ groupId }) => groupId !== 0 && !groups.includes(groupId));
    if (closed !== undefined) return failed(`${closed.path} has the group ${closed.groupId}`, 'The daemon is rootless, and the account that runs it is not in the group of this node.');
    return warning('SecurityOptions: name=rootless', 'The daemon is rootless: a device works only where the account that runs it may open it.');
  },
};
