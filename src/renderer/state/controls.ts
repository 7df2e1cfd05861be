import type { CaptureControl, CaptureDevice, ControlValues } from '@domain/capabilities';
import type { CapstanError } from '@domain/errors';

/** What was changed on a device in this window. */
export interface DeviceControls {
  /** Newer than what the device was last asked for: wished, or read back after a change. */
  readonly values: ControlValues;
  /** Names whose value was not read back yet. */
  readonly pending: readonly string[];
  /** Values before the first change here, for a way back. */
  readonly before: ControlValues;
  /** Why the last change was refused, and which. */
  readonly refusal: { readonly names: readonly string[]; readonly error: CapstanError } | null;
}

/** By the identity of the device. */
export type ControlsByDevice = Readonly<Record<string, DeviceControls>>;

export type ControlAction =
  | { readonly type: 'controls-wished'; readonly device: string; readonly values: ControlValues; readonly before: ControlValues }
  | { readonly type: 'controls-read'; readonly device: string; readonly asked: ControlValues; readonly values: ControlValues }
  | { readonly type: 'controls-refused'; readonly device: string; readonly asked: ControlValues; readonly error: CapstanError };

const untouched: DeviceControls = { values: {}, pending: [], before: {}, refusal: null };

export function reduceControls(controls: ControlsByDevice, action: ControlAction): ControlsByDevice {
  const known = controls[action.device] ?? untouched;
  return { ...controls, [action.device]: next(known, action) };
}

function next(known: DeviceControls, action: ControlAction): DeviceControls {
  switch (action.type) {
    case 'controls-wished':
      return {
        values: { ...known.values, ...action.values },
        pending: [...new Set([...known.pending, ...Object.keys(action.values)])],
        before: { ...action.before, ...known.before },
        refusal: null,
      };
    case 'controls-read': {
      // A wish that is newer than what was asked for stays until its own answer.
      const isNewer = (name: string) => known.pending.includes(name) && known.values[name] !== action.asked[name];
      const read = without(action.values, isNewer);
      const pending = known.pending.filter((name) => !(name in action.asked) || isNewer(name));
      return { ...known, values: { ...known.values, ...read }, pending };
    }
    case 'controls-refused': {
      const names = Object.keys(action.asked).filter((name) => known.values[name] === action.asked[name]);
      return {
        ...known,
        values: without(known.values, (name) => names.includes(name)),
        pending: known.pending.filter((name) => !names.includes(name)),
        refusal: { names, error: action.error },
      };
    }
  }
}

/** The devices were read anew: what they say now counts, but for wishes under way. */
export function withDevicesRead(controls: ControlsByDevice): ControlsByDevice {
  return Object.fromEntries(
    Object.entries(controls).map(([device, known]) => [
      device,
      { ...known, values: without(known.values, (name) => !known.pending.includes(name)) },
    ]),
  );
}

const without = (values: ControlValues, isGone: (name: string) => boolean): ControlValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !isGone(name)));

/** The value that a control has, as far as this window knows. */
export const valueOf = (control: CaptureControl, known: DeviceControls | undefined): number | null =>
  known?.values[control.name] ?? control.value ?? control.default;

/** Values of a device as they are now, by name, for those of `names` that are known. */
export function currentValues(device: CaptureDevice, known: DeviceControls | undefined, names: readonly string[]): ControlValues {
  const values = device.controls
    .filter(({ name }) => names.includes(name))
    .map((control): [string, number | null] => [control.name, valueOf(control, known)]);
  return Object.fromEntries(values.filter((entry): entry is [string, number] => entry[1] !== null));
}
