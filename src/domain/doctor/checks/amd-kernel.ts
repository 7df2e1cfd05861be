import { amdGeneration } from '../amd-generations';
import { failed, notApplicable, ok, warning, type Check } from '../check';
import { gpusOfVendor, kernelOf, noAmd } from '../hardware';
import { installSteps } from '../install-steps';
import { isAtLeast } from '../version';

export const amdKernel: Check = {
  id: 'amd-kernel',
  title: 'Kernel for the AMD GPU',
  group: 'amd',
  installs: ['kernel'],
  about: 'New generations of AMD’s graphics need a new kernel, firmware and Mesa: RDNA 3 Linux 6.1, RDNA 3.5 6.10, RDNA 4 6.12.',
  shows: 'No /dev/dri/renderD128 though `lspci` lists the GPU; `amdgpu: Fatal error during GPU init`',
  remedy: 'Run a newer kernel, with the firmware for it.',
  commands: ['uname -r', 'sudo dmesg | grep -i amdgpu | tail -n 20'],
  find: (evidence) => {
    const [gpu] = gpusOfVendor(evidence, '1002') ?? [];
    if (gpu === undefined) return notApplicable(noAmd(evidence) ?? 'This host has no AMD GPU.');
    const kernel = kernelOf(evidence);
    if (kernel === null) return notApplicable('The kernel is not known.', { evidence: gpu.line });
    const line = `${gpu.line}; Linux ${kernel}`;
    const generation = amdGeneration(gpu.deviceId);
    if (generation === null) return gpu.driver === 'amdgpu' ? ok(line, 'Its driver has it.') : notApplicable('The generation of this GPU is not in the table.', { evidence: line });
    if (isAtLeast(kernel, generation.leastKernel) !== false) return ok(line, `${generation.name} needs Linux ${generation.leastKernel} or later.`);
    return (gpu.driver === 'amdgpu' ? warning : failed)(line, `${generation.name} needs Linux ${generation.leastKernel} or later.`, installSteps('kernel', evidence.machine));
  },
};
