import { failed, ok, type Check } from '../check';
import { noNvidia } from '../hardware';
import { trialCheck } from '../trial';

export const cdiStale: Check = trialCheck({
  id: 'cdi-stale',
  title: 'CDI description of the GPUs',
  group: 'nvidia',
  about: 'The description names files of the driver with their version. After an update of the driver, or with another card, it is out of date.',
  shows: '`CDI device injection failed: unresolvable CDI devices nvidia.com/gpu=all`',
  families: ['nvenc'],
  absent: noNvidia,
  seen: ({ machine }) => {
    const files = machine?.cdiFiles.filter(({ kind }) => kind.startsWith('nvidia.com/')) ?? [];
    const [first] = files;
    if (first === undefined) return null;
    const stale = files.find(({ missingPaths }) => missingPaths.length > 0);
    if (stale !== undefined) return failed(`${stale.path} names ${stale.missingPaths[0] ?? ''}, which is not there`, 'The CDI description is of another driver or of other cards.');
    const line = `${first.path}: ${first.deviceNames.join(', ')}`;
    return machine?.seenFrom === 'process' ? ok(line, 'All files that it names are there.') : null;
  },
});
