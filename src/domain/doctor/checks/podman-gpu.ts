import { failed, ok, type Check } from '../check';
import { dockerOf, noNvidia } from '../hardware';
import { trialCheck } from '../trial';

export const podmanGpu: Check = trialCheck({
  id: 'podman-gpu',
  title: 'NVIDIA GPUs with Podman',
  group: 'nvidia',
  about: 'Podman behind Docker’s interface leaves a request for GPUs out without a word: it knows them by their CDI names alone.',
  shows: 'The container starts, and `Cannot load libcuda.so.1` follows',
  families: ['nvenc'],
  absent: (evidence) => (evidence.capabilities !== null && dockerOf(evidence)?.podman !== true ? 'The daemon is not Podman.' : noNvidia(evidence)),
  seen: (evidence) => {
    const docker = dockerOf(evidence);
    if (docker?.podman !== true || noNvidia(evidence) !== null) return null;
    const described = docker.cdiDevices.find((name) => name.startsWith('nvidia.com/')) ?? evidence.machine?.cdiFiles.find(({ kind }) => kind === 'nvidia.com/gpu')?.path;
    return described === undefined ? failed(`Podman ${docker.serverVersion}, no CDI description`, 'Podman knows GPUs by CDI alone, and none is described.') : ok(described, 'The GPUs are described for CDI.');
  },
});
