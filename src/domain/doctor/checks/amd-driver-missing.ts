import { failed, ok, type Check } from '../check';
import { gpusOfVendor, noAmd, packagesLike } from '../hardware';
import { installSteps } from '../install-steps';
import { trialCheck } from '../trial';

export const amdDriverMissing: Check = trialCheck({
  id: 'amd-driver-missing',
  title: 'VAAPI driver for AMD',
  group: 'amd',
  installs: ['amd-driver'],
  about: 'AMD encodes with Mesa’s driver radeonsi, which must be where ffmpeg runs. Fedora, RHEL and openSUSE leave H.264 and HEVC out of theirs.',
  shows: '`dlopen of /usr/lib/dri/radeonsi_drv_video.so failed`',
  families: ['vaapi'],
  absent: noAmd,
  seen: (evidence) => {
    const { machine, capabilities } = evidence;
    const [gpu] = gpusOfVendor(evidence, '1002') ?? [];
    if (gpu === undefined || machine === null || capabilities?.engine.kind !== 'local') return null;
    const found = packagesLike(machine, /^(?:mesa-va|libva-mesa|Mesa-libva)/);
    // Arch has it in mesa itself.
    if (found === null || (found.length === 0 && machine.distribution?.id === 'arch')) return null;
    if (found.length === 0) return failed(`${gpu.line}; no package mesa-va-*`, 'Mesa’s VAAPI driver is not installed.', installSteps('amd-driver', machine));
    return ok(found.join(', '), 'Mesa’s VAAPI driver is installed.');
  },
});
