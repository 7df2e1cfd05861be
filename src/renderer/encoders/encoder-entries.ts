import type { Capabilities, EncoderProof } from '@domain/capabilities';
import { automaticCodec, carriedOver, usualVideoFor } from '@domain/plan/carry-over';
import { chooseEncode } from '@domain/plan/encode-choice';
import { imageOf } from '@domain/plan/encode-candidates';
import { encoderTable, type Codec, type EncoderTerms } from '@domain/plan/encoders';
import { gpusOf } from '@domain/plan/gpus';
import { automaticEncoders, type PresetSettings } from '@domain/preset';
import { codecNames, familyNeeds } from './words';

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

export interface EncoderGroup {
  readonly title: string;
  readonly entries: readonly EncoderEntry[];
}

/** Every encoder by codec, after those that the host chooses by itself; those without hardware here are kept apart. */
export function encoderGroups(capabilities: Capabilities | null, settings: PresetSettings): { readonly groups: readonly EncoderGroup[]; readonly elsewhere: readonly EncoderEntry[] } {
  const entries = encoderTable.map((terms) => entryOf(terms, capabilities));
  const here = entries.filter(({ state }) => state !== 'no-hardware');
  const automatic = Object.keys(automaticEncoders).flatMap((encoder) => automaticEntry(encoder, capabilities, settings) ?? []);
  const codecs = [...new Set(here.map(({ codec }) => codec))];
  return {
    groups: [
      { title: 'Chosen by what works', entries: automatic },
      ...codecs.map((codec) => ({ title: codecNames[codec], entries: here.filter((entry) => entry.codec === codec) })),
    ],
    elsewhere: entries.filter(({ state }) => state === 'no-hardware'),
  };
}

/** How one encoder is on this host; null for a name that Capstan does not know. */
export function encoderEntry(encoder: string, capabilities: Capabilities | null, settings: PresetSettings): EncoderEntry | null {
  const terms = encoderTable.find((known) => known.encoder === encoder);
  return terms ? entryOf(terms, capabilities) : automaticEntry(encoder, capabilities, settings);
}

function entryOf(terms: EncoderTerms, capabilities: Capabilities | null): EncoderEntry {
  const { encoder, label, codec, family } = terms;
  const entry = (state: EncoderState, summary: string, proofs: readonly EncoderProof[] = []) => ({ encoder, label, codec, state, summary, proofs });
  if (capabilities === null) return entry('unknown', 'Known once the host answers');
  const proofs = (capabilities.encoders ?? []).filter((proof) => proof.encoder === encoder);
  const works = proofs.find(({ usable }) => usable);
  if (works) return entry('works', proofSummary(works), proofs);
  const [failed] = proofs;
  if (failed) return entry('fails', failed.diagnosis?.title ?? 'Did not work when it was tried', proofs);
  const { ffmpeg } = imageOf(family, capabilities);
  if (family !== 'software') {
    if (gpusOf(family, capabilities).length === 0) return entry('no-hardware', familyNeeds[family]);
    return entry('untried', 'Not tried on this host yet');
  }
  return ffmpeg.encoders.includes(encoder) ? entry('works', 'Encodes on the CPU') : entry('not-built', `ffmpeg ${ffmpeg.version} of this host does not have it`);
}

function proofSummary({ paths, framesPerSecond }: EncoderProof): string {
  const speed = framesPerSecond === null ? [] : [`${Math.round(framesPerSecond)} fps`];
  return ['Works', ...paths.slice(0, 1), ...speed].join(' · ');
}

/** What an automatic encoder stands for now, with the source that is chosen. */
function automaticEntry(encoder: string, capabilities: Capabilities | null, settings: PresetSettings): EncoderEntry | null {
  const codec = automaticCodec(encoder);
  const usual = usualVideoFor(encoder);
  if (codec === null || usual === null) return null;
  const entry = (state: EncoderState, summary: string) => ({ encoder, label: `Best on this host (${codecNames[codec]})`, codec, state, summary, proofs: [] });
  if (capabilities === null) return entry('unknown', 'Known once the host answers');
  const choice = chooseEncode({ ...settings, video: settings.video.mode === 'encode' ? carriedOver(settings.video, encoder) : usual }, capabilities, []);
  if (!choice.ok) return entry('fails', choice.error.detail);
  if (choice.value.video.mode === 'copy') return null;
  const { gpu, video: chosen } = choice.value;
  return entry('works', gpu === null ? `Now ${chosen.encoder}, on the CPU` : `Now ${chosen.encoder} on ${gpu.name}`);
}

/** Capabilities with what a trial under way has shown so far. */
export function withProofs(capabilities: Capabilities, proofs: readonly EncoderProof[]): Capabilities {
  if (proofs.length === 0) return capabilities;
  const isNewer = (known: EncoderProof) => proofs.some(({ encoder, gpu }) => encoder === known.encoder && gpu === known.gpu);
  return { ...capabilities, encoders: [...(capabilities.encoders ?? []).filter((known) => !isNewer(known)), ...proofs] };
}
