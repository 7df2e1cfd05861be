import type { Capabilities, EncoderFamily } from '../capabilities';
import type { PresetSettings } from '../preset';
import { automaticCodec } from './carry-over';
import { encoderTable, findEncoder, type EncoderTerms } from './encoders';
import { gpusOf } from './gpus';
import { nvencSessionLimit } from '../nvenc-sessions';

/** The hardware encoders that settings may run: the one that is named, or all of an automatic encoder's codec. */
export function wantedHardware({ video }: Pick<PresetSettings, 'video'>): readonly EncoderTerms[] {
  if (video.mode === 'copy') return [];
  const codec = automaticCodec(video.encoder);
  if (codec !== null) return encoderTable.filter((terms) => terms.codec === codec && terms.family !== 'software');
  const terms = findEncoder(video.encoder);
  return terms === undefined || terms.family === 'software' ? [] : [terms];
}

/** Whether a plan for these settings depends on the GPUs of the host. */
export const needsGpus = (settings: Pick<PresetSettings, 'video'>): boolean =>
  wantedHardware(settings).length > 0 || (settings.video.mode === 'encode' && settings.video.decoding === 'hardware');

/** Those that this host has hardware for and that were never tried on any of it. */
export function untriedEncoders(wanted: readonly EncoderTerms[], capabilities: Capabilities): string[] {
  const here = wanted.filter(({ family }) => gpusOf(family, capabilities).length > 0);
  const tried = here.some(({ encoder }) => capabilities.encoders?.some((proof) => proof.encoder === encoder));
  return tried ? [] : here.map(({ encoder }) => encoder);
}

/** Families that were proved to work and whose image the daemon does not have any more. */
export function familiesWithoutImage(wanted: readonly EncoderTerms[], { engine, encoders }: Capabilities): EncoderFamily[] {
  if (engine.kind === 'local') return [];
  const proved = wanted.filter(({ encoder }) => encoders?.some((proof) => proof.encoder === encoder && proof.usable));
  return [...new Set(proved.map(({ family }) => family))].filter((family) => !engine.images.some((image) => image.family === family));
}

/** Whether it matters how busy the GPUs are: there is more than one to choose from, or a driver counts sessions. */
export function loadsMatter(wanted: readonly EncoderTerms[], capabilities: Capabilities): boolean {
  return wanted.some(({ family }) => gpusOf(family, capabilities).length > 1) || (wanted.some(({ family }) => family === 'nvenc') && capabilities.nvidiaGpus.some((gpu) => nvencSessionLimit(gpu) !== null));
}
