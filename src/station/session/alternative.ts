import { capstanError, type CapstanError, type ErrorKind } from '@domain/errors';
import type { RefusedEncode } from '@domain/plan/encode-candidates';
import type { Plan } from '@domain/plan/types';
import type { SessionView } from '@domain/session';

/** What ffmpeg and Docker say where hardware cannot be opened; anything else would fail in software too. */
const ofHardware: ReadonlySet<ErrorKind> = new Set(['encoder-unavailable', 'runtime-missing', 'ffmpeg-exited', 'preset-invalid']);

/** The hardware encode that this start could not open; null where something else stopped it, or nothing of it is hardware. */
export function refusedEncode({ encode: { encoder, gpu, path }, devicePath }: Plan, error: CapstanError | null): RefusedEncode | null {
  if (gpu === null || error === null || path.name === 'copy') return null;
  const refused = { encoder, gpu: gpu.id, path: path.name };
  // What the file cannot hold, no encoder puts into it.
  if (ofHardware.has(error.kind)) return error.field === 'muxer' ? null : { ...refused, error };
  // A missing node that is not the camera's is the GPU's.
  if (error.kind !== 'device-missing' || (devicePath !== null && new RegExp(String.raw`${devicePath}(?!\d)`).test(error.detail))) return null;
  const detail = `${gpu.name} cannot be given to the recorder: ${error.detail}`;
  return { ...refused, error: capstanError('encoder-unavailable', detail, { field: 'video.encoder', nextStep: 'Check that its driver is loaded on the Docker host, then run `capstan probe --encoders`.' }) };
}

/** The same for a session that has ended: one that had begun to record ended for another reason. */
export const refusedAtStart = (plan: Plan, { state, progress, recording, error }: SessionView): RefusedEncode | null =>
  state === 'failed' && progress === null && recording === null ? refusedEncode(plan, error) : null;
