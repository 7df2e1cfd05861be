import { allGpus } from '../../plan/gpus';
import { notApplicable, ok, type Check } from '../check';
import { nothingOffered } from '../trial';

export const wrongGpu: Check = {
  id: 'wrong-gpu',
  title: 'Which GPU encodes',
  group: 'gpus',
  about: 'Of several GPUs another one encodes than was meant. Nothing fails: the load figures show it. Presets name a GPU by its identity, which stays when the numbers of the nodes change.',
  shows: 'Load on the other card in `capstan load`, `nvidia-smi` or `intel_gpu_top`',
  remedy: 'Choose the GPU in the preset, or with --gpu; and see its load while it records.',
  commands: ['capstan probe', 'capstan load'],
  find: ({ capabilities }) => {
    if (capabilities === null) return nothingOffered;
    const gpus = allGpus(capabilities);
    const line = gpus.map(({ id, name }) => `${id} ${name}`).join(', ');
    if (gpus.length === 0) return notApplicable('This host has no GPU.');
    if (gpus.length === 1) return ok(line, 'There is only one GPU.');
    return ok(line, `There are ${gpus.length} GPUs: without --gpu the one that was proved best is taken, and the plan names it.`);
  },
};
