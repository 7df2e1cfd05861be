import { failed, notApplicable, ok, warning, type Check } from '../check';
import { noGpu, noMachine } from '../hardware';

const wrongDrivers = /^(?:vfio-pci|pci-stub|simple-framebuffer|simpledrm|efifb)$/;

export const gpuDriver: Check = {
  id: 'gpu-driver',
  title: 'Kernel drivers of the GPUs',
  group: 'gpus',
  installs: ['kernel', 'nvidia-driver'],
  about: 'A GPU without a kernel driver has no node and cannot encode: the kernel is too old for it, its firmware is missing, or it is set aside for a virtual machine.',
  shows: '`lspci -nnk` shows no line “Kernel driver in use” for the card, or `vfio-pci`',
  remedy: 'Look at what the kernel says of the card: a newer kernel, its firmware, or its driver is missing.',
  commands: ["lspci -nnk | grep -EA3 'VGA|3D|Display'", "sudo dmesg | grep -iE 'drm|i915|xe|amdgpu|nvidia' | tail -n 20"],
  find: (evidence) => {
    if (evidence.machine === null) return noMachine;
    const gpus = evidence.machine.pciGpus;
    if (gpus.length === 0) return notApplicable(noGpu(evidence) ?? 'The GPUs of this host are not on PCI.');
    const line = ({ address, vendorId, deviceId, driver }: (typeof gpus)[number]): string => `${address} ${vendorId}:${deviceId} ${driver ?? 'no driver'}`;
    const without = gpus.find(({ driver, vendorId }) => (driver === null || wrongDrivers.test(driver)) && ['8086', '1002', '10de'].includes(vendorId));
    if (without === undefined) return ok(gpus.map(line).join(', '), 'Each GPU has its driver.');
    if (without.driver !== null) return warning(line(without), 'This GPU is set aside: its driver gives it to a virtual machine, or only shows the console.');
    return failed(line(without), 'The kernel has no driver for this GPU.');
  },
};
