import { failed, ok, type Check } from '../check';
import { isWsl, noNvidia } from '../hardware';
import { trialCheck } from '../trial';

const needed = ['/dev/nvidiactl', '/dev/nvidia-uvm'];

export const cudaNoDevice: Check = trialCheck({
  id: 'cuda-no-device',
  title: 'Nodes of the NVIDIA driver',
  group: 'nvidia',
  about: 'CUDA needs /dev/nvidiactl, nvidia-uvm, nvidia-uvm-tools and nvidia-modeset beside nvidia0. On a machine without a screen nothing makes them before the first use.',
  shows: '`cuInit(0) failed -> CUDA_ERROR_NO_DEVICE`',
  families: ['nvenc'],
  absent: noNvidia,
  seen: (evidence) => {
    const { machine } = evidence;
    if (machine === null || isWsl(evidence) || noNvidia(evidence) !== null || !machine.modules.includes('nvidia')) return null;
    const paths = machine.nodes.map(({ path }) => path).filter((path) => path.startsWith('/dev/nvidia'));
    const missing = [...(paths.some((path) => /^\/dev\/nvidia\d+$/.test(path)) ? [] : ['/dev/nvidia0']), ...needed.filter((path) => !paths.includes(path))];
    if (missing.length === 0) return ok(paths.join(', '), 'The nodes are there.');
    return failed(paths.join(', ') || 'no /dev/nvidia*', `The driver is loaded, and ${missing.join(', ')} is not there.`);
  },
});
