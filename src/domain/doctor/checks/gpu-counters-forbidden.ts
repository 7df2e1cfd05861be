import { notApplicable, ok, warning, type Check } from '../check';
import { gpusOfVendor, kernelOf, noIntel } from '../hardware';
import { fromRule, pastFailure } from '../past';
import { isAtLeast } from '../version';

export const gpuCountersForbidden: Check = {
  ...fromRule('gpu-counters-forbidden'),
  title: 'Counters of the whole GPU',
  group: 'gpus',
  about: 'intel_gpu_top reads counters that the kernel gives to few. What a recording takes is read from the driver without it (i915 from Linux 5.19 on, xe always).',
  shows: '`Failed to initialize PMU! (Permission denied)`',
  find: (evidence) => {
    const past = pastFailure(evidence, 'gpu-counters-forbidden');
    if (past !== null) return past;
    const reason = noIntel(evidence);
    if (reason !== null) return notApplicable(reason);
    const paranoid = evidence.machine?.perfEventParanoid ?? null;
    const kernel = kernelOf(evidence);
    const isOld = kernel !== null && isAtLeast(kernel, '5.19') === false && (gpusOfVendor(evidence, '8086') ?? []).some(({ driver }) => driver === 'i915');
    if (isOld) return warning(`Linux ${kernel}`, 'Before Linux 5.19 i915 does not tell what a recording takes: only the counters of the whole GPU do, which need the capability PERFMON.', { remedy: 'Use a kernel from 5.19 on, or ask for the whole GPU.', commands: ['capstan load --whole-gpu'] });
    return ok([kernel === null ? '' : `Linux ${kernel}`, paranoid === null ? '' : `perf_event_paranoid = ${paranoid}`].filter(Boolean).join(', '), 'What a recording takes is told by the driver; the counters of the whole GPU are asked for with --whole-gpu.');
  },
};
