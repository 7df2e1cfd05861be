import { refuse, type CapstanError } from './errors';
import { noTransform, transformSchema, type Transform } from './preset';
import { ok, type Result } from './result';

/** What a command line changes in how pictures are cropped, turned and flipped, as it was typed. */
export interface TransformOverrides {
  /** `LEFT,TOP,RIGHT,BOTTOM` in pixels of the source, or `none`. */
  readonly crop?: string;
  /** Clockwise: 0, 90, 180 or 270. */
  readonly rotate?: string | number;
  /** `none`, `horizontal`, `vertical` or `both`. */
  readonly flip?: string;
}

/** The transform with the overrides in place. Refuses with `preset-invalid` and the field. */
export function changedTransform(before: Transform, { crop, rotate, flip }: TransformOverrides): Result<Transform, CapstanError> {
  const edges = crop === undefined ? before.crop : cropOf(crop);
  if (edges === null) {
    return refuse('preset-invalid', `transform.crop: ${JSON.stringify(crop)} is neither none nor four numbers of pixels, LEFT,TOP,RIGHT,BOTTOM, such as 160,0,160,0.`, { field: 'transform.crop' });
  }
  const degrees = rotate === undefined ? before.rotateDegrees : rotations.find((each) => String(each) === String(rotate));
  if (degrees === undefined) {
    return refuse('preset-invalid', `transform.rotateDegrees: ${JSON.stringify(rotate)} is none of ${rotations.join(', ')}.`, { field: 'transform.rotateDegrees' });
  }
  const flips = flip === undefined ? { flipHorizontal: before.flipHorizontal, flipVertical: before.flipVertical } : flipNames.get(flip);
  if (flips === undefined) {
    return refuse('preset-invalid', `transform.flipHorizontal: ${JSON.stringify(flip)} is none of ${[...flipNames.keys()].join(', ')}.`, { field: 'transform.flipHorizontal' });
  }
  return ok({ crop: edges, rotateDegrees: degrees, ...flips });
}

const rotations = [0, 90, 180, 270] as const;
const flipNames = new Map([
  ['none', { flipHorizontal: false, flipVertical: false }],
  ['horizontal', { flipHorizontal: true, flipVertical: false }],
  ['vertical', { flipHorizontal: false, flipVertical: true }],
  ['both', { flipHorizontal: true, flipVertical: true }],
]);

function cropOf(typed: string): Transform['crop'] | null {
  if (typed === 'none') return noTransform.crop;
  if (!/^\d{1,5}(,\d{1,5}){3}$/.test(typed)) return null;
  const [left, top, right, bottom] = typed.split(',').map(Number);
  const crop = transformSchema.shape.crop.safeParse({ left, top, right, bottom });
  return crop.success ? crop.data : null;
}
