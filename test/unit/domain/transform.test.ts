import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noTransform, type Transform } from '@domain/preset';
import { cropProblem, isTransformed, transformedSize } from '@domain/transform';
import { applyOverrides, type Overrides } from '@domain/overrides';
import { settings } from './plan/fixtures';

const hd = { width: 1280, height: 720 };
const crop = (left: number, top: number, right: number, bottom: number): Transform => ({ ...noTransform, crop: { left, top, right, bottom } });

describe('the size after a transform', () => {
  it.each([
    [noTransform, 1280, 720],
    [crop(160, 0, 160, 0), 960, 720],
    [{ ...crop(160, 20, 0, 4), rotateDegrees: 90 }, 696, 1120],
    [{ ...crop(160, 20, 0, 4), rotateDegrees: 180 }, 1120, 696],
    [{ ...noTransform, rotateDegrees: 270, flipHorizontal: true }, 720, 1280],
  ] as const)('%o', (transform, width, height) => expect(transformedSize(transform, hd)).toEqual({ width, height }));

  it('is even, and holds something, for every crop that is let pass', () => {
    const edge = fc.integer({ min: 0, max: 1300 });
    const side = fc.integer({ min: 8, max: 2000 }).map((half) => 2 * half);
    fc.assert(
      fc.property(edge, edge, edge, edge, side, side, fc.constantFrom(0, 90, 180, 270), (left, top, right, bottom, width, height, rotateDegrees) => {
        const transform = { ...crop(left, top, right, bottom), rotateDegrees } as Transform;
        if (cropProblem(transform, { width, height }) !== null) return;
        const size = transformedSize(transform, { width, height });
        expect(size.width % 2 === 0 && size.height % 2 === 0 && Math.min(size.width, size.height) >= 16).toBe(true);
      }),
    );
  });
});

it.each([0, 90, 180, 270] as const)('%i degrees and flips that undo each other are no transform', (rotateDegrees) => {
  const undone = [false, true].flatMap((flipHorizontal) => [false, true].map((flipVertical) => ({ ...noTransform, rotateDegrees, flipHorizontal, flipVertical }))).filter((each) => !isTransformed(each));
  expect(undone).toEqual({ 0: [noTransform], 180: [{ ...noTransform, rotateDegrees, flipHorizontal: true, flipVertical: true }], 90: [], 270: [] }[rotateDegrees]);
});

describe('a crop', () => {
  it('names the edge that is odd, and what is near it', () => {
    const problem = cropProblem(crop(0, 0, 101, 0), null);
    expect(problem?.detail).toContain('101 pixels at the right');
    expect(problem?.nextStep).toBe('Crop 100 or 102 pixels at the right.');
  });
  it('leaves at least 16 pixels each way', () => {
    expect(cropProblem(crop(632, 0, 632, 0), hd)).toBeNull();
    expect(cropProblem(crop(632, 0, 634, 0), hd)).toMatchObject({ nextStep: 'Crop at most 1264 pixels at these two edges together.' });
    expect(cropProblem(crop(0, 706, 0, 0), hd)?.detail).toContain('706 pixels at the top and 0 at the bottom leave too little of 1280x720');
  });
  it('of a source whose size is not known is refused by ffmpeg alone', () => expect(cropProblem(crop(16_000, 0, 0, 0), null)).toBeNull());
});

describe('on a command line', () => {
  const changed = (overrides: Overrides, before: Transform = noTransform) => {
    const result = applyOverrides({ ...settings, transform: before }, overrides);
    return result.ok ? result.value.transform : result.error;
  };
  it('sets what is named and keeps the rest', () => {
    expect(changed({ crop: '160,0,164,8', rotate: '90', flip: 'both' })).toEqual({ crop: { left: 160, top: 0, right: 164, bottom: 8 }, rotateDegrees: 90, flipHorizontal: true, flipVertical: true });
    const before: Transform = { ...crop(2, 4, 6, 8), rotateDegrees: 270, flipHorizontal: true };
    expect(changed({ rotate: 180 }, before)).toEqual({ ...before, rotateDegrees: 180 });
    expect(changed({ flip: 'vertical' }, before)).toEqual({ ...before, flipHorizontal: false, flipVertical: true });
    expect(isTransformed(changed({ crop: 'none', rotate: '0', flip: 'none' }, before) as Transform)).toBe(false);
  });
  it.each([
    [{ crop: '1,2,3' }, 'transform.crop'],
    [{ crop: '1,2,3,-4' }, 'transform.crop'],
    [{ crop: '16385,0,0,0' }, 'transform.crop'],
    [{ crop: '' }, 'transform.crop'],
    [{ rotate: '45' }, 'transform.rotateDegrees'],
    [{ rotate: '-90' }, 'transform.rotateDegrees'],
    [{ flip: 'horizontally' }, 'transform.flipHorizontal'],
  ])('%o is refused with its field', (overrides, field) => expect(changed(overrides)).toMatchObject({ kind: 'preset-invalid', field }));
});
