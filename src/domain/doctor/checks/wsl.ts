import { notApplicable, warning, type Check } from '../check';
import { isWsl, kernelOf, noMachine } from '../hardware';

export const wsl: Check = {
  id: 'wsl',
  title: 'WSL 2',
  group: 'docker',
  about: 'Linux runs under Windows. There is no Quick Sync and no /dev/dri for video, cameras come through usbipd alone, and CUDA does not share pictures with OpenGL. NVENC works where Windows brings its library.',
  shows: '/dev/dxg is there; the kernel’s release ends in `microsoft-standard-WSL2`',
  remedy: 'Record in software or with NVENC, or use Linux itself. Attach cameras with usbipd.',
  commands: ['ls -l /usr/lib/wsl/lib/libnvidia-encode.so.1', 'usbipd.exe list'],
  find: (evidence) => {
    const kernel = kernelOf(evidence);
    if (evidence.machine === null && kernel === null) return noMachine;
    if (!isWsl(evidence)) return notApplicable('This is no WSL.', { evidence: kernel ?? '' });
    return warning(evidence.machine?.hasDxg === true ? '/dev/dxg' : (kernel ?? ''), 'This is Linux under Windows: no Quick Sync, no VAAPI, and cameras only through usbipd.');
  },
};
