import { notApplicable, ok, type Check } from '../check';
import { gpusOfVendor, noIntel } from '../hardware';
import { fromRule, pastFailure } from '../past';

export const intelGpuTopNoGpu: Check = {
  ...fromRule('intel-gpu-top-no-gpu'),
  title: 'intel_gpu_top and the driver xe',
  group: 'intel',
  about: 'intel_gpu_top knows GPUs of the driver i915 alone; those of xe (Lunar Lake, Battlemage) it cannot read.',
  shows: '`No device filter specified and no discrete/integrated i915 devices found`',
  find: (evidence) => {
    const past = pastFailure(evidence, 'intel-gpu-top-no-gpu');
    if (past !== null) return past;
    const gpus = gpusOfVendor(evidence, '8086') ?? [];
    const [first] = gpus;
    if (first === undefined) return notApplicable(noIntel(evidence) ?? 'This host has no Intel GPU.');
    if (!gpus.some(({ driver }) => driver === 'xe')) return ok(first.line, 'Its driver is i915, which intel_gpu_top reads.');
    return ok(first.line, 'Its driver is xe: intel_gpu_top cannot read it, and what a recording takes is told by the driver itself.');
  },
};
