import type { CaptureControl } from '@domain/capabilities';

const controlGroups = ['exposure', 'whiteBalance', 'focus', 'picture', 'other'] as const;
type ControlGroup = (typeof controlGroups)[number];

const patterns: readonly (readonly [ControlGroup, RegExp])[] = [
  ['whiteBalance', /white_balance|red_balance|blue_balance|(^|_)wb(_|$)/],
  ['focus', /focus|zoom|^pan|^tilt|lens/],
  ['exposure', /exposure|gain|iso|iris|backlight|metering|shutter|dynamic_range/],
  ['picture', /brightness|contrast|saturation|hue|sharpness|gamma|flip|colou?r|chroma|alpha|rotate|power_line|scene|stabili/],
];

export const groupOf = ({ name }: Pick<CaptureControl, 'name'>): ControlGroup =>
  patterns.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other';

/** Controls by group, in the device's order, as far as their label or name holds the words. */
export function grouped(controls: readonly CaptureControl[], words: string): readonly (readonly [ControlGroup, readonly CaptureControl[]])[] {
  const wanted = words.trim().toLowerCase();
  const found = controls.filter(({ label, name }) => `${label} ${name}`.toLowerCase().includes(wanted));
  return controlGroups
    .map((group) => [group, found.filter((control) => groupOf(control) === group)] as const)
    .filter(([, members]) => members.length > 0);
}
