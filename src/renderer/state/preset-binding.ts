import type { Preset, PresetHost } from '@domain/preset';
import { chosenHost, chosenHostId } from './hosts';
import { deviceName } from './selectors';
import type { AppState } from './state';

/** The chosen host as a preset names it; null while none answers. */
export function chosenHostReference(state: Pick<AppState, 'hosts' | 'status'>): PresetHost | null {
  const host = chosenHost(state);
  return host && { id: host.id, name: host.name };
}

/** What a preset goes with, by name. Null: whatever is chosen. */
export interface BoundTo {
  readonly host: string | null;
  readonly device: string | null;
}

/** `nameOf`: what a host is called in the reader's language. */
export function boundTo(preset: Preset, state: Pick<AppState, 'capabilities' | 'deviceNames'>, nameOf: (host: PresetHost) => string): BoundTo {
  const { host, source } = preset;
  return {
    host: host && nameOf(host),
    device: source.type === 'capture-device' && source.device !== '' ? deviceName(state, source.device) : null,
  };
}

/** The host of the draft's preset where another one is chosen now; null where they agree. */
export function otherHostOfPreset(state: Pick<AppState, 'draft' | 'hosts' | 'status'>): PresetHost | null {
  const { host } = state.draft.preset;
  return host !== null && host.id !== chosenHostId(state) ? host : null;
}
