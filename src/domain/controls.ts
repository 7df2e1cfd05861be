import type { CaptureControl, CaptureDevice, ControlValues } from './capabilities';
import { capstanError, refuse, type CapstanError } from './errors';
import { err, ok, type Result } from './result';
import { own } from './own';

type Device = Pick<CaptureDevice, 'name' | 'controls'>;

/** What will be set on a device when a recording starts. */
export interface PresetControls {
  /** In the order in which they take effect. */
  readonly values: ControlValues;
  /** What will not be set, and why: for people. */
  readonly notes: readonly string[];
}

/** Controls under today's names and those of before Linux 5.16; the values mean the same. */
const otherNames: Readonly<Record<string, string>> = {
  auto_exposure: 'exposure_auto',
  exposure_time_absolute: 'exposure_absolute',
  exposure_dynamic_framerate: 'exposure_auto_priority',
  white_balance_automatic: 'white_balance_temperature_auto',
  focus_automatic_continuous: 'focus_auto',
};
const formerly = new Map(Object.entries(otherNames).flatMap(([name, former]) => [[name, former] as const, [former, name] as const]));

/** Automatic controls: what each decides, and the values that leave it to people. */
const automatic: Readonly<Record<string, readonly { readonly decides: readonly string[]; readonly manual: readonly number[] }[]>> = {
  // 1 manual, 2 shutter priority (the time is set), 3 aperture priority (the iris is set).
  auto_exposure: [
    { decides: ['exposure_time_absolute'], manual: [1, 2] },
    { decides: ['iris_absolute'], manual: [1, 3] },
  ],
  white_balance_automatic: [{ decides: ['white_balance_temperature', 'red_balance', 'blue_balance'], manual: [0] }],
  white_balance_auto_preset: [{ decides: ['white_balance_temperature', 'red_balance', 'blue_balance'], manual: [0] }],
  focus_automatic_continuous: [{ decides: ['focus_absolute'], manual: [0] }],
  gain_automatic: [{ decides: ['gain'], manual: [0] }],
  brightness_automatic: [{ decides: ['brightness'], manual: [0] }],
  hue_automatic: [{ decides: ['hue'], manual: [0] }],
  iso_sensitivity_auto: [{ decides: ['iso_sensitivity'], manual: [0] }],
};
const rulesOf = (name: string) => own(automatic, name) ?? own(automatic, formerly.get(name) ?? '') ?? [];
const decides = (rule: { readonly decides: readonly string[] }, name: string) => rule.decides.includes(name) || rule.decides.includes(formerly.get(name) ?? '');

/** The control of this name, or of the name that another kernel gives it. */
export const findControl = (controls: readonly CaptureControl[], name: string): CaptureControl | undefined =>
  controls.find((control) => control.name === name) ?? controls.find((control) => control.name === formerly.get(name));

/**
 * Values under the device's own names, in the order in which they take effect: automatic modes before what they decide,
 * buttons last. Refuses with `control-refused` and the field what the device does not have, or would change by itself.
 */
export function orderControls(device: Device, wanted: ControlValues): Result<ControlValues, CapstanError> {
  const found: [CaptureControl, number][] = [];
  for (const [name, value] of Object.entries(wanted)) {
    const control = findControl(device.controls, name);
    if (!control) {
      const has = device.controls.map((other) => other.name).join(', ');
      return refuse('control-refused', `${device.name} has no control ${name}; it has ${has === '' ? 'none' : has}.`, { field: fieldOf(name) });
    }
    const refused = refusedValue(device, control, value);
    if (refused) return err(capstanError('control-refused', refused, { field: fieldOf(name) }));
    found.push([control, value]);
  }
  const rank = ({ name, type }: CaptureControl) => (rulesOf(name).length > 0 ? 0 : type === 'button' ? 2 : 1);
  const place = (control: CaptureControl) => device.controls.indexOf(control);
  const ordered = found.toSorted(([a], [b]) => rank(a) - rank(b) || place(a) - place(b));
  return ok(Object.fromEntries(ordered.map(([{ name }, value]) => [name, value])));
}

/** Why this one cannot be set once the others are; null where it can. */
export function lockedBy({ controls }: Pick<Device, 'controls'>, name: string, wanted: ControlValues): string | null {
  const control = findControl(controls, name);
  if (!control) return null;
  let isDecided = false;
  for (const [other, value] of Object.entries(wanted)) {
    const rule = rulesOf(other).find((candidate) => decides(candidate, control.name));
    if (!rule) continue;
    if (!rule.manual.includes(value)) return `${other} is ${value} and decides it`;
    isDecided = true;
  }
  return control.inactive && !isDecided ? 'another control, such as an automatic mode, decides it now' : null;
}

/** The controls of a preset for this device. What it does not have, or decides by itself, is told and left out. */
export function presetControls(device: Device, wanted: ControlValues): Result<PresetControls, CapstanError> {
  const values: ControlValues = {};
  const notes: string[] = [];
  for (const [name, value] of Object.entries(wanted)) {
    const control = findControl(device.controls, name);
    const locked = control ? lockedBy(device, name, wanted) : null;
    if (!control) notes.push(`${device.name} has no control ${name}: it was left out.`);
    else if (locked !== null) notes.push(`${name} was not set: ${locked}.`);
    else values[name] = value;
  }
  const ordered = orderControls(device, values);
  return ordered.ok ? ok({ values: ordered.value, notes }) : ordered;
}

/** Every control that is not at its default and may be set, with its default. */
export function defaultControls(device: Device): ControlValues {
  const settable = device.controls.filter((control) => control.default !== null && isSettable(control) && control.type !== 'button');
  const defaults = Object.fromEntries(settable.map((control) => [control.name, control.default ?? 0]));
  const changed = settable.filter((control) => control.value !== control.default && lockedBy(device, control.name, defaults) === null);
  return Object.fromEntries(changed.map(({ name }) => [name, defaults[name] ?? 0]));
}

/** What a device made of the values, where that is not what was asked for: for people. What it lets nobody read is passed over. */
export function differences(asked: ControlValues, readBack: ControlValues): string[] {
  return Object.entries(asked).flatMap(([name, value]) => {
    const given = readBack[name];
    // v4l2-ctl writes the highest bit of a bitmask as a sign.
    return given === undefined || given === value || given + 2 ** 32 === value ? [] : [`${name} is ${given}: the device did not take ${value}.`];
  });
}

/** A value as it was typed: a number (of a menu: that of the choice), `on` or `off`, or the label of a choice. Null for anything else. */
export function parseControlValue(text: string, control: Pick<CaptureControl, 'type' | 'menu'> | null): number | null {
  const typed = text.trim().toLowerCase();
  if (/^(-?\d{1,15}|0x[0-9a-f]{1,8})$/.test(typed)) return Number(typed);
  const chosen = control?.menu.find(({ label }) => label.toLowerCase() === typed);
  if (chosen) return chosen.value;
  if (control !== null && control.type !== 'boolean') return null;
  return { on: 1, true: 1, yes: 1, off: 0, false: 0, no: 0 }[typed] ?? null;
}

/** `1 (Manual Mode)`, or the number alone. */
export function describeValue({ menu, type }: Pick<CaptureControl, 'menu' | 'type'>, value: number): string {
  const label = menu.find((choice) => choice.value === value)?.label;
  if (type === 'boolean') return value === 0 ? 'off' : 'on';
  return label === undefined ? String(value) : `${value} (${label})`;
}

export const isSettable = ({ readOnly, type }: CaptureControl): boolean => !readOnly && type !== 'unknown';

export const fieldOf = (name: string) => `source.controls.${name}`;

function refusedValue(device: Device, control: CaptureControl, value: number): string | null {
  const { name, type, minimum, maximum, menu } = control;
  if (control.readOnly) return `${name} of ${device.name} can only be read.`;
  switch (type) {
    case 'unknown':
      return `${name} of ${device.name} is of a type that Capstan cannot set.`;
    case 'button':
      return value === 1 ? null : `${name} is pressed with 1, not ${value}.`;
    case 'bitmask':
      return value >= 0 && value < 2 ** 32 && (maximum === null || ((value & ~maximum) >>> 0) === 0)
        ? null
        : `${name} takes bits of ${hexadecimal(maximum)}, not ${hexadecimal(value)}.`;
    case 'menu':
    case 'integer-menu':
      if (menu.length > 0) {
        const choices = menu.map((choice) => describeValue(control, choice.value)).join(', ');
        return menu.some((choice) => choice.value === value) ? null : `${name} has no choice ${value}; it has ${choices}.`;
      }
      return outside(control, value) ? `${name} goes from ${minimum} to ${maximum}, not ${value}.` : null;
    case 'boolean':
    case 'integer':
      return outside(control, value) ? `${name} goes from ${minimum} to ${maximum}, not ${value}.` : offStep(control, value);
  }
}

const outside = ({ minimum, maximum }: CaptureControl, value: number) =>
  (minimum !== null && value < minimum) || (maximum !== null && value > maximum);

/** Devices are not exact themselves: what one came with, or has now, it takes. */
function offStep(control: CaptureControl, value: number): string | null {
  const { name, minimum, maximum, step } = control;
  if (minimum === null || step === null || step === 1) return null;
  const below = minimum + Math.floor((value - minimum) / step) * step;
  if (below === value || [maximum, control.default, control.value].includes(value)) return null;
  const above = Math.min(below + step, maximum ?? below + step);
  return `${name} goes in steps of ${step}: ${below} or ${above}, not ${value}.`;
}

const hexadecimal = (value: number | null) => (value === null ? 'what it has' : value < 0 ? String(value) : `0x${value.toString(16)}`);
