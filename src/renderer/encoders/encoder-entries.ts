import type { Capabilities, EncoderProof } from '@domain/capabilities';
import { automaticCodec, carriedOver, usualVideoFor } from '@domain/plan/carry-over';
import { chooseEncode } from '@domain/plan/encode-choice';
import { imageOf } from '@domain/plan/encode-candidates';
import { codecNames, encoderTable, type Codec, type EncoderTerms } from '@domain/plan/encoders';
import { gpusOf } from '@domain/plan/gpus';
import { automaticEncoders, type PresetSettings } from '@domain/preset';
import type { EncodersT } from './words';

/** `unknown`: nothing is known of the host yet. `no-hardware`: the host has nothing that this family could use. */
export type EncoderState = 'works' | 'fails' | 'untried' | 'not-built' | 'no-hardware' | 'unknown';

export interface EncoderEntry {
  /** ffmpeg's name, or one of `automaticEncoders`. */
  readonly encoder: string;
  readonly label: string;
  readonly codec: Codec;
  readonly state: EncoderState;
  /** One line on how it is here. */
  readonly summary: string;
  /** What it did on each GPU; empty where it was not tried, and for software. */
  readonly proofs: readonly EncoderProof[];
}

interface EncoderGroup {
  readonly title: string;
  readonly entries: readonly EncoderEntry[];
}

/** Every encoder by codec, after those that the host chooses by itself; those without hardware here are kept apart. */
export function encoderGroups(t: EncodersT, capabilities: Capabilities | null, settings: PresetSettings): { readonly groups: readonly EncoderGroup[]; readonly elsewhere: readonly EncoderEntry[] } {
  const entries = encoderTable.map((terms) => entryOf(t, terms, capabilities));
  const here = entries.filter(({ state }) => state !== 'no-hardware');
  const automatic = Object.keys(automaticEncoders).flatMap((encoder) => automaticEntry(t, encoder, capabilities, settings) ?? []);
  const codecs = [...new Set(here.map(({ codec }) => codec))];
  return {
    groups: [
      { title: t('group.automatic'), entries: automatic },
      ...codecs.map((codec) => ({ title: codecNames[codec], entries: here.filter((entry) => entry.codec === codec) })),
    ],
    elsewhere: entries.filter(({ state }) => state === 'no-hardware'),
  };
}

/** How one encoder is on this host; null for a name that Capstan does not know. */
export function encoderEntry(t: EncodersT, encoder: string, capabilities: Capabilities | null, settings: PresetSettings): EncoderEntry | null {
  const terms = encoderTable.find((known) => known.encoder === encoder);
  return terms ? entryOf(t, terms, capabilities) : automaticEntry(t, encoder, capabilities, settings);
}

function entryOf(t: EncodersT, terms: EncoderTerms, capabilities: Capabilities | null): EncoderEntry {
  const { encoder, label, codec, family } = terms;
  const entry = (state: EncoderState, summary: string, proofs: readonly EncoderProof[] = []) => ({ encoder, label, codec, state, summary, proofs });
  if (capabilities === null) return entry('unknown', t('summary.unknown'));
  const proofs = (capabilities.encoders ?? []).filter((proof) => proof.encoder === encoder);
  const works = proofs.find(({ usable }) => usable);
  if (works) return entry('works', proofSummary(t, works), proofs);
  const [failed] = proofs;
  if (failed) return entry('fails', failed.diagnosis?.title ?? t('summary.failed'), proofs);
  const { ffmpeg } = imageOf(family, capabilities);
  if (family !== 'software') {
    if (gpusOf(family, capabilities).length === 0) return entry('no-hardware', t(`needs.${family}`));
    return entry('untried', t('summary.untried'));
  }
  return ffmpeg.encoders.includes(encoder) ? entry('works', t('summary.cpu')) : entry('not-built', t('summary.notBuilt', { version: ffmpeg.version }));
}

function proofSummary(t: EncodersT, { paths, framesPerSecond }: EncoderProof): string {
  const speed = framesPerSecond === null ? [] : [t('summary.speed', { fps: Math.round(framesPerSecond) })];
  return [t('summary.works'), ...paths.slice(0, 1), ...speed].join(' · ');
}

/** What an automatic encoder stands for now, with the source that is chosen. */
function automaticEntry(t: EncodersT, encoder: string, capabilities: Capabilities | null, settings: PresetSettings): EncoderEntry | null {
  const codec = automaticCodec(encoder);
  const usual = usualVideoFor(encoder);
  if (codec === null || usual === null) return null;
  const entry = (state: EncoderState, summary: string) => ({ encoder, label: t('automatic', { codec: codecNames[codec] }), codec, state, summary, proofs: [] });
  if (capabilities === null) return entry('unknown', t('summary.unknown'));
  const choice = chooseEncode({ ...settings, video: settings.video.mode === 'encode' ? carriedOver(settings.video, encoder) : usual }, capabilities, []);
  if (!choice.ok) return entry('fails', choice.error.detail);
  if (choice.value.video.mode === 'copy') return null;
  const { gpu, video: chosen } = choice.value;
  return entry('works', gpu === null ? t('summary.nowOnCpu', { encoder: chosen.encoder }) : t('summary.nowOnGpu', { encoder: chosen.encoder, gpu: gpu.name }));
}

/** Capabilities with what a trial under way has shown so far. */
export function withProofs(capabilities: Capabilities, proofs: readonly EncoderProof[]): Capabilities {
  if (proofs.length === 0) return capabilities;
  const isNewer = (known: EncoderProof) => proofs.some(({ encoder, gpu }) => encoder === known.encoder && gpu === known.gpu);
  return { ...capabilities, encoders: [...(capabilities.encoders ?? []).filter((known) => !isNewer(known)), ...proofs] };
}
