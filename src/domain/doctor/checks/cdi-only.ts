import { notApplicable, ok, type Check } from '../check';
import { dockerOf, noNvidia } from '../hardware';
import { trialCheck } from '../trial';

export const cdiOnly: Check = trialCheck({
  id: 'cdi-only',
  title: 'GPUs by CDI alone',
  group: 'nvidia',
  about: 'Newer hosts have no NVIDIA runtime and name their GPUs as CDI devices. Programs that ask for the runtime fail there; Capstan asks for the CDI device.',
  shows: '`docker info` lists CDI devices, and no runtime nvidia',
  families: ['nvenc'],
  absent: noNvidia,
  seen: (evidence) => {
    const docker = dockerOf(evidence);
    if (docker === null || noNvidia(evidence) !== null) return null;
    const line = `Runtimes: ${docker.runtimes.join(', ')}; CDI devices: ${docker.cdiDevices.join(', ') || 'none'}`;
    if (docker.runtimes.includes('nvidia') || docker.cdiDevices.length === 0) return notApplicable('This host does not give its GPUs by CDI alone.', { evidence: line });
    return ok(line, 'The daemon gives GPUs by CDI alone, and Capstan asks for them so.');
  },
});
