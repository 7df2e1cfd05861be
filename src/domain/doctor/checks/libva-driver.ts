import { failed, ok, type Check } from '../check';
import { gpusOfVendor, noGpu, packagesLike } from '../hardware';
import { installSteps } from '../install-steps';
import { intelGeneration } from '../intel-generations';
import { trialCheck } from '../trial';

/** Packages of VAAPI drivers, as the distributions name them. */
const drivers = /^(?:intel-media|i965-va-driver|libva-intel-driver|mesa-va|libva-mesa|mesa-dri|Mesa-libva)/;

export const libvaDriver: Check = trialCheck({
  id: 'libva-driver',
  title: 'VAAPI drivers',
  group: 'gpus',
  installs: ['intel-driver', 'amd-driver'],
  about: 'libva loads a driver for the GPU: iHD for Intel from Broadwell (5th generation) on, i965 before it, Mesa’s radeonsi for AMD. It is missing where ffmpeg runs, or the wrong one is taken.',
  shows: '`libva info: va_openDriver() returns -1`',
  families: ['vaapi', 'quicksync'],
  absent: noGpu,
  seen: (evidence) => {
    const { machine, capabilities } = evidence;
    const intel = gpusOfVendor(evidence, '8086') ?? [];
    const amd = gpusOfVendor(evidence, '1002') ?? [];
    if (machine === null || capabilities?.engine.kind !== 'local' || intel.length + amd.length === 0) return null;
    const found = packagesLike(machine, drivers);
    if (found === null) return null;
    const generation = intelGeneration(intel[0]?.deviceId ?? null);
    const wanted = generation?.vaDriver === 'i965' ? /^(?:i965|libva-intel)/ : /^intel-media/;
    if (intel.length > 0 && !found.some((line) => wanted.test(line))) {
      return failed(`${intel[0]?.line ?? ''}; packages: ${found.join(', ') || 'none'}`, `No package with the driver ${generation?.vaDriver ?? 'iHD'} is installed, which this Intel GPU takes.`, installSteps('intel-driver', machine));
    }
    return found.length === 0 ? null : ok(found.join(', '), 'The drivers are installed.');
  },
});
