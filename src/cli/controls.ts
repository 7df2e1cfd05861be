import type { CaptureControl, CaptureDevice, ControlValues } from '@domain/capabilities';
import { defaultControls, describeValue, differences, fieldOf, findControl, isSettable, lockedBy } from '@domain/controls';
import { failure } from '@domain/errors';
import { nameAndPlace } from '@domain/plan/source';
import type { Station } from '../station/types';
import { controlValues, deviceOf, splitControls } from './control-values';
import { answering, stationChoice, withStation, type Shell, type StationFlags } from './shell';
import { table } from './text';

export interface ControlsOptions extends StationFlags {
  readonly set?: readonly string[];
  readonly reset?: boolean;
  readonly json?: boolean;
}

/** Lists the controls of a capture device, or sets some and prints them as read back. */
export function controls(shell: Shell, reference: string, options: ControlsOptions): Promise<number> {
  return answering(shell, options.json === true, () =>
    withStation(shell, stationChoice(options), async (station) => {
      const typed = splitControls(options.set ?? []);
      const device = deviceOf(await station.capabilities(), reference);
      if (typed.length === 0 && options.reset !== true) return list(shell, device, options.json === true);
      const values = { ...(options.reset ? defaultControls(device) : {}), ...controlValues(typed, device) };
      return change(shell, station, device, { values, json: options.json === true });
    }),
  );
}

const shortly = ({ identity, path, name }: CaptureDevice) => ({ identity, path, name });

function list(shell: Shell, device: CaptureDevice, json: boolean): void {
  if (json) {
    shell.out.document({ device: shortly(device), controls: device.controls });
    return;
  }
  const known = device.controls.length > 0 ? table(device.controls.flatMap(rows)) : '  It has no controls, or v4l2-ctl is missing where its host is looked at.';
  shell.out.print(`${nameAndPlace(device)}  ${device.identity}\n${known}`);
}

/** One row for the control, then one for each choice that it has. */
function rows(control: CaptureControl): string[][] {
  const { name, menu, minimum, maximum, step, value } = control;
  const range = menu.length > 0 || minimum === null || maximum === null || control.type === 'boolean' ? [] : [`${minimum} to ${maximum}`];
  const facts = [
    ...range,
    ...(step === null || step === 1 ? [] : [`in steps of ${step}`]),
    ...(control.default === null ? [] : [`default ${shown(control, control.default)}`]),
    ...(control.type === 'button' ? ['pressed with 1'] : []),
    ...(control.type === 'unknown' ? ['cannot be set by Capstan'] : []),
    ...(control.readOnly ? ['read-only'] : []),
    ...(control.inactive && isSettable(control) ? ['decided by another control now'] : []),
  ];
  const choices = menu.map((choice) => ['', '', `${choice.value}  ${choice.label}`]);
  return [[`  ${name}`, value === null ? '-' : shown(control, value), facts.join(', ')], ...choices];
}

/** Choices are listed below their control: there the number is enough. */
const shown = (control: CaptureControl, value: number) => (control.menu.length > 0 ? String(value) : describeValue(control, value));

async function change(
  shell: Shell,
  station: Station,
  device: CaptureDevice,
  { values, json }: { readonly values: ControlValues; readonly json: boolean },
): Promise<void> {
  for (const name of Object.keys(values)) {
    const locked = lockedBy(device, name, values);
    if (locked !== null) throw failure('control-refused', `${name} cannot be set: ${locked}.`, { field: fieldOf(name), nextStep: 'Turn the automatic mode off in the same command.' });
  }
  const readBack = Object.keys(values).length === 0 ? {} : await station.setControls(device.identity, values);
  const warnings = differences(values, readBack);
  if (json) shell.out.document({ device: shortly(device), values: readBack, warnings });
  else if (Object.keys(values).length === 0) shell.out.print('Every control is at its default already.');
  else shell.out.print(table(Object.entries(readBack).map(([name, value]) => [name, valueOf(device, name, value)])));
  for (const warning of warnings) shell.out.note(`Warning: ${warning}`);
}

function valueOf(device: CaptureDevice, name: string, value: number): string {
  const control = findControl(device.controls, name);
  return control ? describeValue(control, value) : String(value);
}
