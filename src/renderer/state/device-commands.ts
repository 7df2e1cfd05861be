import { findCaptureDevice, type ControlValues } from '@domain/capabilities';
import type { PresetSettings } from '@domain/preset';
import type { CommandServices } from './asking';
import { ControlSender } from './control-sender';
import { currentValues } from './controls';
import { chosenDevice } from './selectors';

interface DeviceCommandServices extends CommandServices {
  readonly edit: (change: Partial<PresetSettings>) => void;
  readonly onApplied: (names: readonly string[]) => void;
}

/** Controls of the chosen capture device: changed at once on the device, and kept in the draft. */
export function deviceCommands({ request, store, settle, edit, onApplied }: DeviceCommandServices) {
  const { dispatch } = store;
  const sender = new ControlSender({ request, dispatch, settle, onApplied });

  const wish = (device: string, values: ControlValues) => {
    const { capabilities, controls } = store.get();
    const found = capabilities.state === 'ready' ? findCaptureDevice(capabilities.value, device) : undefined;
    const before = found ? currentValues(found, controls[device], Object.keys(values)) : {};
    dispatch({ type: 'controls-wished', device, values, before });
    sender.set(device, values);
  };

  return {
    forgetWishes: () => sender.forget(),
    setControls: (values: ControlValues) => {
      const { source } = store.get().draft.settings;
      if (source.type !== 'capture-device' || source.device === '') return;
      wish(source.device, values);
      edit({ source: { ...source, controls: { ...source.controls, ...values } } });
    },
    /** A button does something once: nothing of it is kept. */
    pressControl: (name: string) => {
      const { source } = store.get().draft.settings;
      if (source.type === 'capture-device') sender.set(source.device, { [name]: 1 });
    },
    /** Brings the device to the draft's controls; those that the draft no longer names go back to where they were. */
    followDraft: () => {
      const { draft, controls } = store.get();
      const { source } = draft.settings;
      const device = chosenDevice(store.get());
      if (source.type !== 'capture-device' || !device) return;
      const known = controls[source.device];
      const wanted = { ...known?.before, ...source.controls };
      const current = currentValues(device, known, Object.keys(wanted));
      const differing = Object.entries(wanted).filter(([name, value]) => name in current && current[name] !== value);
      if (differing.length > 0) wish(source.device, Object.fromEntries(differing));
    },
  };
}
