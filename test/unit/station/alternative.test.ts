import { describe, expect, it } from 'vitest';
import { capstanError, type CapstanError } from '@domain/errors';
import type { Plan } from '@domain/plan/types';
import { refusedEncode } from '../../../src/station/session/alternative';

const gpu = { id: 'pci:0000:00:02.0', name: 'Intel 4680' };
const encoding = (name: Plan['encode']['path']['name'], on: typeof gpu | null = gpu) =>
  ({ encode: { encoder: 'h264_vaapi', gpu: on, path: { name }, fallback: null }, devicePath: '/dev/video1' }) as unknown as Plan;
const onGpu = encoding('gpu-convert');

describe('an encode that its hardware refused', () => {
  it.each<[string, CapstanError]>([
    ['an encoder that does not open', capstanError('encoder-unavailable', 'No usable encoding profile found.')],
    ['settings that it does not take', capstanError('preset-invalid', 'Refused.', { field: 'video.rateControl' })],
    ['a runtime that is missing', capstanError('runtime-missing', 'No device driver.')],
    ['a node of its own that is gone', capstanError('device-missing', 'There is no /dev/video11.')],
  ])('is %s', (_what, error) => expect(refusedEncode(onGpu, error)).toMatchObject({ gpu: gpu.id, path: 'gpu-convert' }));

  it('may be that of a GPU that only decodes', () => expect(refusedEncode(encoding('software'), capstanError('ffmpeg-exited', 'Device creation failed.'))).toMatchObject({ path: 'software' }));

  it.each<[string, Plan, CapstanError | null]>([
    ['no error', onGpu, null],
    ['no GPU', encoding('software', null), capstanError('ffmpeg-exited', 'It ended.')],
    ['a camera without bandwidth', onGpu, capstanError('format-unsupported', 'The USB bus has no bandwidth left.')],
    ['a camera that is gone', onGpu, capstanError('device-missing', 'There is no /dev/video1.')],
    ['a file that cannot hold it', onGpu, capstanError('preset-invalid', 'MP4 cannot hold it.', { field: 'muxer' })],
    ['a full disk', onGpu, capstanError('disk-full', 'No space left.')],
  ])('is not %s', (_what, plan, error) => expect(refusedEncode(plan, error)).toBeNull());
});
