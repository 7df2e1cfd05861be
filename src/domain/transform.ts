import type { Transform } from './preset';
import type { FrameSize } from './units';

/** The least that encoders and players are sure to take, in pixels. */
const leastPixels = 16;
const edges = ['left', 'top', 'right', 'bottom'] as const;

export const isCropped = ({ crop }: Transform): boolean => edges.some((edge) => crop[edge] > 0);
/** Width and height change places. */
export const isSideways = ({ rotateDegrees }: Transform): boolean => rotateDegrees === 90 || rotateDegrees === 270;
/** Whether anything is done to the pictures: half a turn and both flips undo each other. */
export function isTransformed(transform: Transform): boolean {
  const { rotateDegrees, flipHorizontal, flipVertical } = transform;
  const isUndone = flipHorizontal === flipVertical && rotateDegrees === (flipHorizontal ? 180 : 0);
  return isCropped(transform) || !isUndone;
}

/** Size of the pictures of a source after it; meant for crops that `cropProblem` lets pass. */
export function transformedSize(transform: Transform, frameSize: FrameSize): FrameSize {
  const { crop } = transform;
  const width = frameSize.width - crop.left - crop.right;
  const height = frameSize.height - crop.top - crop.bottom;
  return isSideways(transform) ? { width: height, height: width } : { width, height };
}

interface CropProblem {
  readonly detail: string;
  readonly nextStep: string;
}

/**
 * Why pictures cannot be cropped so; null where they can. Edges are even: colour is stored for two by two pixels, and
 * an odd edge would be rounded without a word. @param frameSize null where it is not known before the start
 */
export function cropProblem({ crop }: Pick<Transform, 'crop'>, frameSize: FrameSize | null): CropProblem | null {
  const odd = edges.find((edge) => crop[edge] % 2 === 1);
  if (odd !== undefined) {
    const pixels = crop[odd];
    return {
      detail: `${pixels} pixels at the ${odd} cannot be cropped: colour is stored for two by two pixels, so every edge takes an even number.`,
      nextStep: `Crop ${pixels - 1} or ${pixels + 1} pixels at the ${odd}.`,
    };
  }
  if (frameSize === null) return null;
  const { width, height } = frameSize;
  const tooNarrow = crop.left + crop.right > width - leastPixels;
  if (!tooNarrow && crop.top + crop.bottom <= height - leastPixels) return null;
  const [one, other, all] = tooNarrow ? (['left', 'right', width] as const) : (['top', 'bottom', height] as const);
  return {
    detail: `${crop[one]} pixels at the ${one} and ${crop[other]} at the ${other} leave too little of ${width}x${height}: at least ${leastPixels}x${leastPixels} pixels stay.`,
    nextStep: `Crop at most ${all - leastPixels} pixels at these two edges together.`,
  };
}
