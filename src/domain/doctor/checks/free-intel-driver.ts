import { ok, warning, type Check } from '../check';
import { noIntel, packagesLike } from '../hardware';
import { installSteps } from '../install-steps';
import { trialCheck } from '../trial';

export const freeIntelDriver: Check = trialCheck({
  id: 'free-intel-driver',
  title: 'Build of the Intel driver',
  group: 'intel',
  installs: ['intel-driver'],
  about: 'Debian and Ubuntu have Intel’s driver twice: the free build decodes and leaves most encoders out, the non-free one has all.',
  shows: '`vainfo` lists VAEntrypointVLD and few or no VAEntrypointEncSlice',
  families: ['vaapi'],
  absent: noIntel,
  seen: (evidence) => {
    const { machine, capabilities } = evidence;
    if (noIntel(evidence) !== null || machine === null || capabilities?.engine.kind !== 'local') return null;
    const found = packagesLike(machine, /^intel-media-va-driver/);
    if (found === null || found.length === 0) return null;
    if (found.some((line) => line.startsWith('intel-media-va-driver-non-free'))) return ok(found.join(', '), 'The full driver is installed.');
    return warning(found.join(', '), 'This is the free build of Intel’s driver: it leaves most encoders out.', installSteps('intel-driver', machine));
  },
});
