import { capstanError, type CapstanError } from '../errors';
import type { PresetSettings, Transform } from '../preset';
import { cropProblem, isCropped, isSideways, isTransformed, transformedSize } from '../transform';
import { formatFrameSize, type FrameSize } from '../units';
import type { SourceColour } from './colour';

type Known = { readonly frameSize: FrameSize | null };

/** Why the pictures of a source cannot be changed as the settings want it; null where they can. */
export function refusedTransform({ transform, video }: PresetSettings, { frameSize }: Known, watchOnly: boolean): CapstanError | null {
  if (!isTransformed(transform)) return null;
  if (video.mode === 'copy' && !watchOnly) {
    return capstanError('preset-invalid', 'The stream is kept as it is, so its pictures cannot be cropped, turned or flipped.', {
      field: `transform.${fieldOf(transform)}`,
      nextStep: 'Choose an encoder, or take the transform out.',
    });
  }
  const problem = cropProblem(transform, frameSize);
  return problem && capstanError('preset-invalid', problem.detail, { field: 'transform.crop', nextStep: problem.nextStep });
}

function fieldOf(transform: Transform): keyof Transform {
  if (isCropped(transform)) return 'crop';
  if (transform.rotateDegrees !== 0) return 'rotateDegrees';
  return transform.flipHorizontal ? 'flipHorizontal' : 'flipVertical';
}

/** Size of what is encoded, as far as it is known before the start. */
export const encodedSize = ({ transform }: Pick<PresetSettings, 'transform'>, { frameSize }: Known): FrameSize | null =>
  frameSize && transformedSize(transform, frameSize);

/**
 * For frames in the CPU's memory, ahead of where the preview branches off. `transpose` takes no 4:2:2, so such pictures
 * get the colour of each pixel first; the range of full-range ones is named, lest the scaler converts it.
 */
export function transformFilters(transform: Transform, colour: SourceColour | null, { frameSize }: Known): string[] {
  const { crop } = transform;
  const turn = turnFilters(transform);
  const isFull = colour?.range === 'full' && colour.matrix !== 'rgb';
  const kept = (side: 'iw' | 'ih', pixels: number) => (pixels === 0 ? side : frameSize ? `${side}-${pixels}` : `trunc((${side}-${pixels})/2)*2`);
  return [
    ...(isCropped(transform) ? [`crop=w=${kept('iw', crop.left + crop.right)}:h=${kept('ih', crop.top + crop.bottom)}:x=${crop.left}:y=${crop.top}`] : []),
    ...(turn.length > 0 && isFull ? ['scale=in_range=full:out_range=full'] : []),
    ...turn,
  ];
}

/** Both flips are half a turn, so each of the eight ways is one filter, or two. */
function turnFilters({ rotateDegrees, flipHorizontal, flipVertical }: Transform): string[] {
  const degrees = (rotateDegrees + (flipHorizontal && flipVertical ? 180 : 0)) % 360;
  const flip = flipHorizontal === flipVertical ? 'none' : flipHorizontal ? 'horizontal' : 'vertical';
  switch (degrees) {
    case 90:
      return [`transpose=dir=${{ none: 'clock', horizontal: 'cclock_flip', vertical: 'clock_flip' }[flip]}`];
    case 180:
      return { none: ['hflip', 'vflip'], horizontal: ['vflip'], vertical: ['hflip'] }[flip];
    case 270:
      return [`transpose=dir=${{ none: 'cclock', horizontal: 'clock_flip', vertical: 'cclock_flip' }[flip]}`];
    default:
      return { none: [], horizontal: ['hflip'], vertical: ['vflip'] }[flip];
  }
}

/** What is done to the pictures, for people; null where nothing is. */
export function transformSummary(transform: Transform, { frameSize }: Known): string | null {
  if (!isTransformed(transform)) return null;
  const { crop, rotateDegrees, flipHorizontal, flipVertical } = transform;
  const cropped = frameSize && transformedSize({ ...transform, rotateDegrees: 0 }, frameSize);
  const axes = [...(flipHorizontal ? ['horizontally'] : []), ...(flipVertical ? ['vertically'] : [])].join(' and ');
  const deeds = [
    ...(isCropped(transform) ? [cropped ? `crops them to ${formatFrameSize(cropped)}` : `crops ${crop.left}, ${crop.top}, ${crop.right} and ${crop.bottom} pixels of them (left, top, right, bottom)`] : []),
    ...(rotateDegrees === 0 ? [] : [`turns them clockwise by ${rotateDegrees} degrees`]),
    ...(axes === '' ? [] : [`flips them ${axes}`]),
  ];
  return `The CPU ${[deeds.slice(0, -1).join(', '), ...deeds.slice(-1)].filter((part) => part !== '').join(' and ')}.`;
}

/** Pictures on their side get a preview of the same many pixels, higher than wide. */
export const previewBox = (transform: Transform, { width, height }: FrameSize): FrameSize =>
  isSideways(transform) ? { width: height, height: width } : { width, height };
