import { failed, ok, type Check } from '../check';
import { noNvidia } from '../hardware';
import { saysFailure } from '../past';
import { trialCheck } from '../trial';

export const nvidiaGpuFellOff: Check = trialCheck({
  id: 'nvidia-gpu-fell-off',
  title: 'NVIDIA cards that answer',
  group: 'nvidia',
  about: 'A card fell off the bus or must be reset: too hot, too little power, or a fault of the driver.',
  shows: '`Unable to determine the device handle for GPU0000:34:00.0: Unknown Error`; lines with Xid in the kernel’s log',
  families: ['nvenc'],
  absent: noNvidia,
  seen: (evidence) => {
    const said = saysFailure('nvidia-gpu-fell-off', evidence.machine?.nvidiaSmi ?? null, evidence);
    if (said !== null) return failed(said.evidence, said.reason);
    const gpus = evidence.capabilities?.nvidiaGpus ?? [];
    return gpus.length === 0 || evidence.machine?.nvidiaSmi == null ? null : ok(gpus.map(({ index, name }) => `${index}: ${name}`).join(', '), 'nvidia-smi reaches the cards.');
  },
});
