import { usualVideoFor } from '@domain/plan/carry-over';
import { settingsOf, type Preset, type PresetSettings, type VideoEncode } from '@domain/preset';
import type { AppState, Draft } from './state';

/** Whether a preset goes with one camera; one that does not leaves the chosen camera as it is. */
export const isBoundToDevice = ({ source }: Pick<PresetSettings, 'source'>): boolean => source.type === 'capture-device' && source.device !== '';

/** The settings with this camera where they name none. */
export function settingsWithDevice(settings: PresetSettings, device: string): PresetSettings {
  const { source } = settings;
  return source.type === 'capture-device' && source.device === '' ? { ...settings, source: { ...source, device } } : settings;
}

/** What the draft began from: its preset with the chosen camera. */
export function settingsBefore({ preset, settings: { source } }: Pick<Draft, 'preset' | 'settings'>): PresetSettings {
  return settingsWithDevice(settingsOf(preset), source.type === 'capture-device' ? source.device : '');
}

export const isUnsaved = (draft: Pick<Draft, 'preset' | 'settings'>): boolean => !sameJson(settingsBefore(draft), draft.settings);

/** How it is encoded, or would be again where the pictures are kept now. */
export const encodeOf = ({ settings: { video }, remembered }: Pick<Draft, 'settings' | 'remembered'>): VideoEncode | null =>
  video.mode === 'encode' ? video : (remembered.encode ?? usualVideoFor('libx264'));

/** The settings as a preset keeps them: with their camera, or with none. */
export function settingsToSave(settings: PresetSettings, isBound: boolean): PresetSettings {
  const { source } = settings;
  return isBound || source.type !== 'capture-device' ? settings : { ...settings, source: { ...source, device: '' } };
}

export const draftOf = (preset: Preset, device = ''): Draft => ({
  preset,
  settings: settingsWithDevice(settingsOf(preset), device),
  remembered: { sources: {}, encode: null },
});

/** Camera for a preset that names none: the one that is or was chosen, else the first that can be recorded. */
export function deviceToKeep({ draft, capabilities, isConnecting }: Pick<AppState, 'draft' | 'capabilities' | 'isConnecting'>): string {
  // Those of another host mean nothing on the one that is being connected to.
  if (isConnecting) return '';
  const { source } = draft.settings;
  const chosen = source.type === 'capture-device' ? source : draft.remembered.sources['capture-device'];
  if (chosen?.type === 'capture-device' && chosen.device !== '') return chosen.device;
  const devices = capabilities.state === 'ready' ? capabilities.value.captureDevices : [];
  return devices.find(({ unusable }) => unusable === null)?.identity ?? '';
}

/** The draft of another preset: the camera stays where the preset names none, and so does what was chosen of other kinds. */
export function draftOfChosen(state: Pick<AppState, 'draft' | 'capabilities' | 'isConnecting'>, preset: Preset): Draft {
  const { settings, remembered } = state.draft;
  const { 'capture-device': camera, ...sources } = { ...remembered.sources, [settings.source.type]: settings.source };
  const next = draftOf(preset, deviceToKeep(state));
  return { ...next, remembered: { sources: state.isConnecting || !camera ? sources : { ...sources, 'capture-device': camera }, encode: null } };
}

/** The draft with its preset as it is now: unsaved edits stay, a draft without any follows its preset. */
export function withPresetOf(draft: Draft, preset: Preset): Draft {
  const next = { ...draft, preset };
  return isUnsaved(draft) || !isUnsaved(next) ? next : { ...next, settings: settingsBefore(next) };
}

const sameJson = (one: unknown, other: unknown) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
