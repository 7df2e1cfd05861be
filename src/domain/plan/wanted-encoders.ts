import type { Capabilities } from '../capabilities';
import type { PresetSettings } from '../preset';
import { automaticCodec } from './carry-over';
import { encoderTable, findEncoder, type EncoderTerms } from './encoders';
import { gpusOf, isProofOf } from './gpus';
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

/** Those that were not tried on every GPU that this host has for them. */
export function untriedEncoders(wanted: readonly EncoderTerms[], capabilities: Capabilities): string[] {
  const proofs = capabilities.encoders ?? [];
  const untried = wanted.filter(({ encoder, family }) =>
    gpusOf(family, capabilities).some((gpu) => !proofs.some((proof) => proof.encoder === encoder && isProofOf(proof, gpu))),
  );
  return untried.map(({ encoder }) => encoder);
}

/** Whether it matters how busy the GPUs are: more than one of them works, or a driver counts sessions. */
export function loadsMatter(wanted: readonly EncoderTerms[], { encoders, nvidiaGpus }: Capabilities): boolean {
  const usable = (encoders ?? []).filter((proof) => proof.usable && wanted.some(({ encoder }) => encoder === proof.encoder));
  const counted = nvidiaGpus.some((gpu) => nvencSessionLimit(gpu) !== null);
  return new Set(usable.map(({ gpu }) => gpu)).size > 1 || (counted && usable.some(({ family }) => family === 'nvenc'));
}
