import { findCaptureDevice, type Capabilities } from '@domain/capabilities';
import { failure } from '@domain/errors';
import type { PresetSettings, Source } from '@domain/preset';
import { hasEnded, type Purpose } from '@domain/session';
import { stopOptions } from './device-use';
import type { Session } from './session';

/** A device has one opener: a live view makes room for a recording, a recording is named and left alone. */
export async function makeRoom(
  sessions: Iterable<Session>,
  { source, audio }: PresetSettings,
  { capabilities, purpose, hostId }: { readonly capabilities: Capabilities; readonly purpose: Purpose; readonly hostId: string },
): Promise<void> {
  const path = source.type === 'capture-device' ? (findCaptureDevice(capabilities, source.device)?.path ?? null) : null;
  const sound = soundCardOf(audio);
  for (const session of sessions) {
    const { view, devicePath } = session;
    if (view.host.id !== hostId || hasEnded(view.state)) continue;
    const samePicture = path === null ? sameSource(view.settings.source, source) : devicePath === path;
    const sameSound = sound !== null && soundCardOf(view.settings.audio) === sound;
    if (!samePicture && !sameSound) continue;
    const busy = sameSound ? sound : path;
    if (view.purpose === 'watch') await session.stop();
    else if (busy !== null && purpose === 'record') {
      throw failure('device-busy', `${busy} is being recorded by the session ${session.id} (${view.presetName}).`, {
        nextStep: `Stop that session first: \`capstan stop ${session.id}${stopOptions(view.host)}\`.`,
      });
    }
  }
}

/** Identity of the ALSA device, which has one opener; a sound server serves many. */
const soundCardOf = (audio: PresetSettings['audio']): string | null =>
  audio.mode === 'encode' && audio.input.type === 'device' && audio.input.device.startsWith('alsa:') ? audio.input.device : null;

function sameSource(one: Source, other: Source): boolean {
  if (one.type === 'file' && other.type === 'file') return one.path === other.path;
  if (one.type === 'network' && other.type === 'network') return one.url === other.url;
  return one.type === other.type;
}
