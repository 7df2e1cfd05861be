import { failed, ok, type Check } from '../check';
import { driverVersionOf, noNvidia } from '../hardware';
import { saysFailure } from '../past';
import { trialCheck } from '../trial';

export const nvidiaMismatch: Check = trialCheck({
  id: 'nvidia-mismatch',
  title: 'NVIDIA driver and its libraries',
  group: 'nvidia',
  about: 'After an update the kernel still runs the driver from before, and the libraries are those from after.',
  shows: '`Failed to initialize NVML: Driver/library version mismatch`',
  families: ['nvenc'],
  absent: noNvidia,
  seen: (evidence) => {
    const said = saysFailure('nvidia-mismatch', evidence.machine?.nvidiaSmi ?? null, evidence);
    if (said !== null) return failed(said.evidence, said.reason);
    const version = driverVersionOf(evidence);
    return version !== null && evidence.machine?.nvidiaSmi?.includes(version) === true ? ok(`driver ${version}, nvidia-smi ${version}`, 'The driver and its libraries are of one version.') : null;
  },
});
