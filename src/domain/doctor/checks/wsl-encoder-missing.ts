import { failed, ok, type Check } from '../check';
import { isWsl } from '../hardware';
import { trialCheck } from '../trial';

export const wslEncoderMissing: Check = trialCheck({
  id: 'wsl-encoder-missing',
  title: 'NVIDIA’s encoder in WSL',
  group: 'nvidia',
  about: 'nvidia-smi works in WSL even where the driver of Windows brings no library for encoding: the library is what counts.',
  shows: '`Cannot load libnvidia-encode.so.1` in WSL',
  families: ['nvenc'],
  absent: (evidence) => (isWsl(evidence) ? null : 'This is no WSL.'),
  seen: (evidence) => {
    const libraries = evidence.machine?.libraries ?? null;
    if (!isWsl(evidence) || libraries === null) return null;
    const found = libraries.find((name) => name.startsWith('libnvidia-encode.so'));
    return found === undefined ? failed(`libraries: ${libraries.join(', ') || 'none of those asked for'}`, 'WSL has no libnvidia-encode.') : ok(found, 'The driver of Windows brings it.');
  },
});
