import { failed, ok, type Check } from '../check';
import { gpusOfVendor, noNvidia } from '../hardware';
import { installSteps } from '../install-steps';
import { trialCheck } from '../trial';

export const nvidiaDriverMissing: Check = trialCheck({
  id: 'nvidia-driver-missing',
  title: 'NVIDIA driver',
  group: 'nvidia',
  installs: ['nvidia-driver'],
  about: 'NVENC needs NVIDIA’s own driver on the machine that has the card. The free driver nouveau has no encoder, and a container has the driver’s libraries only where it was given the GPU.',
  shows: '`Cannot load libcuda.so.1`; `lspci -nnk` says `Kernel driver in use: nouveau`',
  families: ['nvenc'],
  absent: noNvidia,
  seen: (evidence) => {
    const { machine } = evidence;
    const [gpu] = gpusOfVendor(evidence, '10de') ?? [];
    if (gpu === undefined || machine === null) return null;
    const version = machine.nvidiaVersion?.split('\n')[0]?.trim();
    if (version !== undefined && version !== '') return ok(version, 'The driver is loaded.');
    if (gpu.driver === 'vfio-pci') return null;
    const reason = gpu.driver === 'nouveau' ? 'The free driver nouveau has the card: it has no encoder.' : 'No NVIDIA driver is loaded for this card.';
    return failed(gpu.line, reason, installSteps('nvidia-driver', machine));
  },
});
