import { notApplicable, ok, type Check } from '../check';
import { gpusOfVendor, noAmd } from '../hardware';

export const amdMediaQueue: Check = {
  id: 'amd-media-queue',
  title: 'Load of AMD’s encoder',
  group: 'amd',
  about: 'From VCN 4 on (RDNA 3) one queue decodes and encodes, and the driver counts all of it as decoding: the load of the encoder reads 0 elsewhere. Capstan calls both together media.',
  shows: 'nvtop and others show 0 % for the encoder while it encodes',
  remedy: 'Nothing: see the load of media.',
  commands: ['capstan load'],
  find: (evidence) => {
    const [gpu] = gpusOfVendor(evidence, '1002') ?? [];
    if (gpu === undefined) return notApplicable(noAmd(evidence) ?? 'This host has no AMD GPU.');
    return ok(gpu.line, 'Its decoding and encoding are shown together, as media.');
  },
};
