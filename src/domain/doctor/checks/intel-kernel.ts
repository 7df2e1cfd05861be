import { failed, notApplicable, ok, warning, type Check } from '../check';
import { gpusOfVendor, kernelOf, noIntel } from '../hardware';
import { intelGeneration } from '../intel-generations';
import { installSteps } from '../install-steps';
import { isAtLeast } from '../version';

export const intelKernel: Check = {
  id: 'intel-kernel',
  title: 'Kernel for the Intel GPU',
  group: 'intel',
  installs: ['kernel'],
  about: 'Each generation of Intel’s graphics needs a kernel that knows it: the 11th from 5.9 on, Alder Lake from 5.16, Arc Alchemist from 6.2, Meteor Lake from 6.7, Lunar Lake and Battlemage from 6.11 and 6.12. Older ones have no render node for it, or one that fails.',
  shows: 'No /dev/dri/renderD128 though `lspci` lists the GPU; `Your graphics device 46a6 is not properly supported by i915 in this kernel version`',
  remedy: 'Run a newer kernel: that of the distribution’s next release, its backports, or its hardware enablement.',
  commands: ['uname -r', "lspci -nn | grep -E 'VGA|3D|Display'"],
  find: (evidence) => {
    const [gpu] = gpusOfVendor(evidence, '8086') ?? [];
    if (gpu === undefined) return notApplicable(noIntel(evidence) ?? 'This host has no Intel GPU.');
    const kernel = kernelOf(evidence);
    const generation = intelGeneration(gpu.deviceId);
    if (kernel === null) return notApplicable('The kernel is not known.', { evidence: gpu.line });
    const line = `${gpu.line}; Linux ${kernel}`;
    if (generation === null) return notApplicable('The generation of this GPU is not in the table.', { evidence: line });
    if (isAtLeast(kernel, generation.leastKernel) !== false) return ok(line, `${generation.name} needs Linux ${generation.leastKernel} or later.`);
    const bound = gpu.driver === 'i915' || gpu.driver === 'xe';
    return (bound ? warning : failed)(line, `${generation.name} needs Linux ${generation.leastKernel} or later${bound ? '; a driver took it nevertheless, as where a distribution has carried it back' : ', and has no driver here'}.`, installSteps('kernel', evidence.machine));
  },
};
