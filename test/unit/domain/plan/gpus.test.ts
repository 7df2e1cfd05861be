import { expect, it } from 'vitest';
import type { EncoderProof } from '@domain/capabilities';
import { allGpus, isProofOf } from '@domain/plan/gpus';
import { gpuHost } from './gpu-host';

const gpusOfProof = (proof: Pick<EncoderProof, 'gpu' | 'family'>) => allGpus(gpuHost()).filter((gpu) => isProofOf(proof, gpu)).map(({ id }) => id);

it('gives a trial to its GPU, and one without a GPU to what there is one of on a host', () => {
  expect(gpusOfProof({ family: 'vaapi', gpu: 'pci:0000:00:02.0' })).toEqual(['pci:0000:00:02.0']);
  expect(gpusOfProof({ family: 'v4l2m2m', gpu: null })).toEqual(['codec-nodes']);
  expect(gpusOfProof({ family: 'jetson', gpu: null })).toEqual(['jetson']);
  expect(gpusOfProof({ family: 'v4l2m2m', gpu: 'codec-nodes' })).toEqual(['codec-nodes']);
  expect(gpusOfProof({ family: 'vaapi', gpu: null })).toEqual([]);
});
