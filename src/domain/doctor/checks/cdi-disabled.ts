import { failed, ok, type Check } from '../check';
import { dockerOf, noNvidia } from '../hardware';
import { fromRule } from '../past';
import { trialCheck } from '../trial';
import { isAtLeast } from '../version';

export const cdiDisabled: Check = trialCheck({
  id: 'cdi-disabled',
  title: 'CDI in Docker',
  group: 'nvidia',
  about: 'Docker gives CDI devices from version 25 on where the feature is turned on, and from 28.2 on by itself. A description alone does nothing before.',
  shows: '`could not select device driver "cdi" with capabilities`',
  families: ['nvenc'],
  absent: noNvidia,
  seen: (evidence) => {
    const docker = dockerOf(evidence);
    const file = evidence.machine?.cdiFiles.find(({ kind }) => kind === 'nvidia.com/gpu');
    if (docker === null || file === undefined || docker.runtimes.includes('nvidia')) return null;
    if (docker.cdiDevices.length > 0) return ok(`CDI devices: ${docker.cdiDevices.join(', ')}`, 'The daemon reads the descriptions.');
    const { commands, remedy } = fromRule('cdi-disabled');
    const isOld = isAtLeast(docker.serverVersion, '25') === false;
    return failed(`${file.path}; Docker ${docker.serverVersion} lists no CDI device`, 'The GPUs are described for CDI, and the daemon does not read the description.', {
      remedy: isOld ? 'This Docker knows no CDI: update it to 25 or later, or let the toolkit configure the runtime.' : remedy,
      commands: isOld ? ['sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker'] : commands,
    });
  },
});
