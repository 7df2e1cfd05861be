import { failed, ok, type Check } from '../check';
import { noNvidia } from '../hardware';
import { saysFailure } from '../past';
import { trialCheck } from '../trial';

export const nvidiaDriverStopped: Check = trialCheck({
  id: 'nvidia-driver-stopped',
  title: 'Module of the NVIDIA driver',
  group: 'nvidia',
  installs: ['nvidia-driver'],
  about: 'The driver is installed and its module is not loaded: it was not built for the kernel that runs, or Secure Boot refuses it.',
  shows: '`NVIDIA-SMI has failed because it couldn\'t communicate with the NVIDIA driver.`',
  families: ['nvenc'],
  absent: noNvidia,
  seen: (evidence) => {
    const said = saysFailure('nvidia-driver-stopped', evidence.machine?.nvidiaSmi ?? null, evidence);
    if (said !== null) return failed(said.evidence, said.reason);
    const modules = evidence.machine?.modules.filter((name) => name.startsWith('nvidia')) ?? [];
    return modules.length === 0 ? null : ok(modules.join(', '), 'Its modules are loaded.');
  },
});
