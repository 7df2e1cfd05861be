import { failed, ok, type Check } from '../check';
import { isWsl, noNvidia } from '../hardware';
import { installSteps } from '../install-steps';
import { trialCheck } from '../trial';

export const nvidiaVideoCapability: Check = trialCheck({
  id: 'nvidia-video-capability',
  title: 'NVIDIA’s video libraries',
  group: 'nvidia',
  installs: ['nvidia-video-libraries'],
  about: 'Encoding needs libnvidia-encode beside the driver. It is a package of its own, and a container gets it only with the capability `video` (which Capstan sets).',
  shows: '`Cannot load libnvidia-encode.so.1`, while nvidia-smi works',
  families: ['nvenc'],
  absent: noNvidia,
  seen: (evidence) => {
    const { machine } = evidence;
    if (machine === null || machine.libraries === null || noNvidia(evidence) !== null || isWsl(evidence)) return null;
    const found = machine.libraries.find((name) => name.startsWith('libnvidia-encode.so'));
    if (found !== undefined) return ok(found, 'The loader knows it.');
    if (!machine.libraries.includes('libcuda.so.1')) return null;
    return failed(`libraries: ${machine.libraries.join(', ')}`, 'The driver is there without its library for encoding.', installSteps('nvidia-video-libraries', machine));
  },
});
