import { controlNameSchema, findCaptureDevice, type Capabilities, type CaptureControl, type CaptureDevice, type ControlValues } from '@domain/capabilities';
import type { SessionDraft } from '@domain/contract';
import { describeValue, fieldOf, findControl, parseControlValue } from '@domain/controls';
import { CapstanFailure, failure } from '@domain/errors';
import { missingDevice } from '@domain/plan/source';

interface Typed {
  readonly name: string;
  readonly text: string;
}

/** `NAME=VALUE` as it was typed. Throws `control-refused` for anything else. */
export function splitControls(words: readonly string[]): Typed[] {
  return words.map((word) => {
    const at = word.indexOf('=');
    const name = word.slice(0, Math.max(0, at)).trim();
    const text = word.slice(at + 1).trim();
    if (!controlNameSchema.safeParse(name).success || text === '') {
      throw failure('control-refused', `${JSON.stringify(word)} is not NAME=VALUE, such as brightness=128.`, { field: 'source.controls' });
    }
    return { name, text };
  });
}

/** Numbers for what was typed, labels of menus included. Throws `control-refused`. */
export function controlValues(typed: readonly Typed[], { name: deviceName, controls }: Pick<CaptureDevice, 'name' | 'controls'>): ControlValues {
  return Object.fromEntries(
    typed.map(({ name, text }) => {
      const control = findControl(controls, name) ?? null;
      const value = parseControlValue(text, control);
      if (value === null) throw failure('control-refused', `${name} of ${deviceName}: ${JSON.stringify(text)} is ${notA(control)}.`, { field: fieldOf(name) });
      return [name, value];
    }),
  );
}

function notA(control: CaptureControl | null): string {
  if (control === null) return 'no number, and there is no such control';
  if (control.menu.length > 0) return `none of ${control.menu.map(({ value }) => describeValue(control, value)).join(', ')}`;
  return control.type === 'boolean' ? 'neither on nor off' : 'no number';
}

/** The draft with what `--control` changes in it. The device is looked at only where a label was given. */
export async function withControls(draft: SessionDraft, words: readonly string[] = [], capabilities: () => Promise<Capabilities>): Promise<SessionDraft> {
  const { source } = draft.settings;
  if (words.length === 0) return draft;
  if (source.type !== 'capture-device') {
    throw failure('preset-invalid', '--control: only capture devices have controls.', { field: 'source.controls' });
  }
  const typed = splitControls(words);
  const numbers = typed.every(({ text }) => parseControlValue(text, null) !== null);
  const device = numbers ? { name: source.device, controls: [] } : deviceOf(await capabilities(), source.device);
  const controls = { ...source.controls, ...controlValues(typed, device) };
  return { ...draft, settings: { ...draft.settings, source: { ...source, controls } } };
}

/** Throws `device-missing`, with what is there. */
export function deviceOf(capabilities: Capabilities, reference: string): CaptureDevice {
  const device = findCaptureDevice(capabilities, reference);
  if (!device) throw new CapstanFailure(missingDevice(reference, capabilities));
  return device;
}
