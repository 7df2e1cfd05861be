import { failed, ok, type Check } from '../check';
import { isWsl } from '../hardware';
import { trialCheck } from '../trial';

export const wslNoGpu: Check = trialCheck({
  id: 'wsl-no-gpu',
  title: 'GPU of WSL',
  group: 'nvidia',
  about: 'Windows gives WSL its graphics card through /dev/dxg, where its driver and its version can.',
  shows: '`WSL environment detected but no adapters were found`',
  families: ['nvenc'],
  absent: (evidence) => (isWsl(evidence) ? null : 'This is no WSL.'),
  seen: (evidence) => {
    if (!isWsl(evidence) || evidence.machine === null) return null;
    return evidence.machine.hasDxg ? ok('/dev/dxg', 'Windows gives its graphics card.') : failed(evidence.machine.kernel ?? '', 'There is no /dev/dxg: Windows gives no graphics card.');
  },
});
