import { findCaptureDevice, type ControlValues } from '@domain/capabilities';
import { differences, orderControls } from '@domain/controls';
import { CapstanFailure, errorOf } from '@domain/errors';
import { missingDevice } from '@domain/plan/source';
import type { Plan } from '@domain/plan/types';
import type { Engine } from '../engine';

/** Sets the controls of a plan on its device and answers what is to be told. A control that is refused stops no recording. */
export async function applyControls(engine: Engine, { devicePath, controls }: Pick<Plan, 'devicePath' | 'controls'>): Promise<string[]> {
  if (devicePath === null || controls === null) return [];
  const { values, notes } = controls;
  if (Object.keys(values).length === 0) return [...notes];
  try {
    return [...notes, ...differences(values, await engine.setControls(devicePath, values))];
  } catch (thrown) {
    const error = errorOf(thrown);
    if (error.kind !== 'control-refused') throw thrown;
    return [...notes, `The controls of the preset were not all set: ${error.detail}`];
  }
}

/** Sets controls of a device by whatever names it, and answers its node and the values as read back. */
export async function setControls(engine: Engine, reference: string, wanted: ControlValues, maximumAgeSeconds: number) {
  const capabilities = await engine.capabilities({ devicesMaximumAgeSeconds: maximumAgeSeconds, directory: null });
  const device = findCaptureDevice(capabilities, reference);
  if (!device) throw new CapstanFailure(missingDevice(reference, capabilities));
  const ordered = orderControls(device, wanted);
  if (!ordered.ok) throw new CapstanFailure(ordered.error);
  return { devicePath: device.path, values: await engine.setControls(device.path, ordered.value) };
}
