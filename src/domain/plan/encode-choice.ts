import type { Capabilities, EncoderProof, FfmpegBuild, PipelinePath } from '../capabilities';
import type { EncodeSummary, PlanFallback } from '../encode-summary';
import { capstanError, type CapstanError } from '../errors';
import type { GpuLoad } from '../load';
import type { PixelFormat, PresetSettings, Video, VideoEncode } from '../preset';
import { qualityOf } from '../rate-control';
import { err, ok, type Result } from '../result';
import { automaticCodec, carriedOver, softwareEncoderOf, termsOf } from './carry-over';
import { candidatesOf, imageOf, type Candidate, type CandidateRequest, type RefusedEncode } from './encode-candidates';
import { codecNames, encoderTable, findEncoder, type Codec, type EncoderTerms } from './encoders';
import { byPreference } from './gpu-order';
import { allGpus, gpusOf, isNamed, isProofOf, type Gpu } from './gpus';

/** What encodes, on which GPU, in which image, by which path: settled before the rest is planned. */
export interface EncodeChoice {
  /** With the encoder that runs: never an automatic one. */
  readonly video: Video;
  readonly gpu: Gpu | null;
  readonly path: PipelinePath | 'copy';
  /** What the encoder did when it was tried; null for software, and where nothing was tried. */
  readonly proof: EncoderProof | null;
  readonly fallback: PlanFallback | null;
  /** Image of the recorder, and the ffmpeg in it. Null where this computer's own ffmpeg runs. */
  readonly image: string | null;
  readonly ffmpeg: FfmpegBuild;
  /** In words for people, such as that nothing was tried on this host yet. */
  readonly warnings: readonly string[];
}

/**
 * Refuses with `encoder-unavailable` and the field where what is wanted does not work and the settings allow nothing
 * else. @param loads whole GPUs as they were last seen at work @param refused what a recorder of this start refused to open
 */
export function chooseEncode(
  settings: PresetSettings,
  capabilities: Capabilities,
  loads: readonly GpuLoad[],
  refused: readonly RefusedEncode[] = [],
): Result<EncodeChoice, CapstanError> {
  const { video } = settings;
  if (video.mode === 'copy') return ok(withoutGpu(video, capabilities));
  const absent = absentGpu(video, capabilities);
  if (absent) return err(absent);
  const request: CandidateRequest = { settings, video, capabilities, loads, refused };
  const codec = automaticCodec(video.encoder);
  if (codec !== null) return automatic(codec, request);
  const terms = findEncoder(video.encoder);
  // An unknown name is refused with those that are known where its argv is made.
  if (!terms || terms.family === 'software') return ok(withGpuDecoding(withoutGpu(video, capabilities), request));
  return named(terms, request);
}

/** The video as it is, without a GPU: for software encoders, and where nothing is encoded. */
export function withoutGpu(video: Video, capabilities: Capabilities): EncodeChoice {
  const path = video.mode === 'copy' ? 'copy' : 'software';
  return { ...imageOf('software', capabilities), video, path, gpu: null, proof: null, fallback: null, warnings: [] };
}

const softwareInstead = (video: VideoEncode, capabilities: Capabilities, fallback: PlanFallback): EncodeChoice => ({
  ...withoutGpu(video, capabilities),
  fallback,
  warnings: [fallbackText(fallback)],
});

/** A software encoder may have its pictures decoded on a GPU that was proved to, in an image that has both. */
function withGpuDecoding(choice: EncodeChoice, { settings, capabilities, loads, refused: [refusal] }: CandidateRequest): EncodeChoice {
  const { video } = choice;
  if (video.mode === 'copy' || video.decoding !== 'hardware' || settings.source.type === 'test-pattern') return choice;
  if (refusal) return { ...choice, warnings: [`The CPU decodes: ${refusal.error.detail}`] };
  const decoding = { settings, capabilities, loads, refused: [] };
  const candidates = encoderTable
    .filter(({ family }) => family === 'vaapi' || family === 'nvenc')
    .flatMap((terms) => candidatesOf(terms, { ...decoding, video: { ...carriedOver(video, terms.encoder), fallback: 'path' } }))
    .filter(({ terms, proof }) => proof?.paths.includes('zero-copy') && imageOf(terms.family, capabilities).ffmpeg.encoders.includes(video.encoder));
  const [best] = byPreference(candidates, loads);
  if (!best) return { ...choice, warnings: [provedNone(capabilities)] };
  return { ...choice, ...imageOf(best.terms.family, capabilities), gpu: best.gpu, proof: best.proof };
}

/** Why no GPU decodes for a software encoder. */
function provedNone(capabilities: Capabilities): string {
  const gpus = [...gpusOf('vaapi', capabilities), ...gpusOf('nvenc', capabilities)];
  const tried = capabilities.encoders?.some((proof) => gpus.some((gpu) => isProofOf(proof, gpu))) ?? false;
  const [first] = gpus;
  if (!first || tried) return 'No GPU of this host was proved to decode, so the CPU does.';
  return `Whether ${first.name} decodes was not tried yet, so the CPU does: \`capstan probe --encoders\` tries it.`;
}

function hardware({ terms, gpu, proof, paths, bestPath, shortfall, transformCost, refusal }: Candidate, { video, capabilities }: CandidateRequest): EncodeChoice {
  const { encoder, lowPower } = terms;
  const path = paths[0] ?? 'cpu-convert';
  const reason = refusal?.detail ?? shortfall;
  const fallback = reason === null || path === bestPath ? null : { wanted: withPath(encoder, bestPath), chosen: withPath(encoder, path), reason };
  return {
    ...imageOf(terms.family, capabilities),
    video: { ...video, encoder, lowPower: lowPower ? (video.lowPower ?? provedLowPower(proof)) : video.lowPower },
    ...{ gpu, path, proof, fallback },
    warnings: [...(proof === null ? [untried(encoder, gpu)] : []), ...(fallback ? [fallbackText(fallback)] : []), ...(transformCost === null ? [] : [transformCost])],
  };
}

/** Without it where both work: it has fewer rate controls. */
const provedLowPower = (proof: EncoderProof | null): boolean | null => (proof?.lowPower ? !proof.lowPower.off && proof.lowPower.on : null);

function named(terms: EncoderTerms, request: CandidateRequest): Result<EncodeChoice, CapstanError> {
  const { video, capabilities, loads } = request;
  const candidates = candidatesOf(terms, request);
  const [best] = byPreference(candidates, loads);
  if (best) return ok(hardware(best, request));
  const problem = candidates[0]?.problem ?? noGpu(terms, video);
  const substitute = video.fallback === 'software' ? softwareEncoderOf(terms.codec) : undefined;
  if (!substitute) return err({ ...problem, nextStep: `${problem.nextStep}${video.fallback === 'software' ? '' : fallbackHint}` });
  const fallback = { wanted: video.encoder, chosen: substitute.encoder, reason: withRemedy(problem) };
  const carried = carriedOver(video, substitute.encoder);
  const choice = softwareInstead(carried, capabilities, fallback);
  return ok({ ...choice, warnings: [...choice.warnings, ...losses(video, carried)] });
}

const fallbackHint = ' With `--fallback software` (the preset’s fallback) it records in software.';

/** The best hardware encoder that was proved to work, else the software encoder, with the reason where there is a GPU. */
function automatic(codec: Codec, request: CandidateRequest): Result<EncodeChoice, CapstanError> {
  const { video, capabilities, loads, refused } = request;
  const hardwareEncoders = encoderTable.filter((terms) => terms.codec === codec && terms.family !== 'software');
  const candidates = hardwareEncoders.flatMap((terms) => candidatesOf(terms, { ...request, video: carriedOver(video, terms.encoder) }));
  const tried = candidates.filter(({ proof }) => proof !== null);
  const [best] = byPreference(tried, loads);
  // Where a recorder refused one, the next is the one that is sure to run.
  if (best && refused.length === 0) {
    const carried = carriedOver(video, best.terms.encoder);
    const choice = hardware(best, { ...request, video: carried });
    return ok({ ...choice, warnings: [...choice.warnings, ...losses(video, carried)] });
  }
  const substitute = softwareEncoderOf(codec);
  if (!substitute) return err(capstanError('encoder-unavailable', `Capstan has no software encoder for ${codec}.`, { field: 'video.encoder' }));
  const reason = refused[0]?.error.detail ?? (candidates.length === 0 ? noEncoder(codec, request) : whyNone(tried, candidates));
  if (reason !== null && video.fallback === 'none') {
    return err(capstanError('encoder-unavailable', reason, { field: 'video.encoder', nextStep: 'Mend what is named, or allow a fallback (`--fallback path` or `software`).' }));
  }
  const carried = carriedOver(video, substitute.encoder);
  if (reason === null) return ok(withoutGpu(carried, capabilities));
  return ok(softwareInstead(carried, capabilities, { wanted: video.encoder, chosen: substitute.encoder, reason }));
}

/** Where no encoder of a codec fits the GPUs that may be used; null where there are none, which is no news. */
function noEncoder(codec: Codec, { video, capabilities }: CandidateRequest): string | null {
  const { gpu: reference } = video;
  const [first] = allGpus(capabilities).filter((gpu) => reference === null || isNamed(gpu, reference));
  if (!first) return null;
  return `${reference === null ? 'No GPU of this host' : first.name} has ${reference === null ? 'an' : 'no'} encoder for ${codecNames[codec]}.`;
}

/** Each reason once, whatever the number of encoders that it stops. */
function whyNone(tried: readonly Candidate[], candidates: readonly Candidate[]): string {
  const possible = candidates.filter(({ problem }) => problem === null);
  if (tried.length === 0 && possible.length > 0) return `No encoder was tried on ${namesOf(possible)} yet: \`capstan probe --encoders\` tries them.`;
  const perGpu = new Map<string, string>();
  for (const { gpu, problem, proof } of tried.length === 0 ? candidates : tried) {
    if (problem === null) continue;
    const key = `${gpu.id} ${proof?.diagnosis?.id ?? problem.detail}`;
    if (!perGpu.has(key)) perGpu.set(key, withRemedy(problem));
  }
  return [...perGpu.values()].slice(0, 3).join(' ');
}

const namesOf = (candidates: readonly Candidate[]): string => [...new Set(candidates.map(({ gpu }) => gpu.name))].join(', ');

/** A GPU that the preset names and that is not there is refused, with those that are. */
function absentGpu(video: VideoEncode, capabilities: Capabilities): CapstanError | null {
  const family = findEncoder(video.encoder)?.family;
  const { gpu: reference } = video;
  if (reference === null || family === 'software') return null;
  const present = allGpus(capabilities);
  if (present.some((gpu) => isNamed(gpu, reference))) return null;
  const list = present.map(({ id, name }) => `${name} (${id})`).join(', ');
  return capstanError('encoder-unavailable', `There is no GPU ${reference}; ${list === '' ? 'this host has none' : `there are ${list}`}.`, {
    field: 'video.gpu',
    nextStep: 'Name one of them, or leave the choice to Capstan.',
  });
}

function noGpu({ encoder, label }: EncoderTerms, { gpu }: VideoEncode): CapstanError {
  const detail = gpu === null ? `This host has no GPU for ${encoder} (${label}).` : `The GPU ${gpu} is none that ${encoder} (${label}) could use.`;
  return capstanError('encoder-unavailable', detail, { field: gpu === null ? 'video.encoder' : 'video.gpu' });
}

const withPath = (encoder: string, path: PipelinePath): string => `${encoder}, ${path}`;
const withRemedy = ({ detail, nextStep }: CapstanError): string => `${detail} ${nextStep}`;
const fallbackText = ({ wanted, chosen, reason }: PlanFallback): string => `${chosen} instead of ${wanted}: ${reason}`;
const untried = (encoder: string, gpu: Gpu): string =>
  `${encoder} was not tried on ${gpu.name} yet, so the CPU converts the pictures for it: \`capstan probe --encoders\` finds the best path.`;

/** What of the settings another encoder does not have, in words. */
function losses(wanted: VideoEncode, { encoder, pixelFormat, rateControl }: VideoEncode): string[] {
  const chroma = chromaOf(wanted.pixelFormat);
  const quality = qualityOf(wanted.rateControl);
  const instead = qualityOf(rateControl);
  const usual = termsOf(wanted.encoder)?.rateControls[wanted.rateControl.mode]?.quality?.usual;
  const lostQuality = quality !== null && quality !== usual && rateControl !== wanted.rateControl;
  return [
    ...(wanted.pixelFormat.endsWith('10le') && !pixelFormat.endsWith('10le') ? [`${encoder} has no 10 bit: the recording has 8 bit.`] : []),
    ...(chromaOf(pixelFormat) === chroma ? [] : [`${encoder} has no ${chroma}: the recording has ${chromaOf(pixelFormat)}.`]),
    ...(lostQuality ? [`${encoder} does not know the quality ${quality} of the settings, which is on another scale: it ${instead === null ? 'aims at a bit rate' : `takes its usual one, ${instead}`}.`] : []),
  ];
}

const chromaOf = (pixelFormat: PixelFormat): string => pixelFormat.replace(/^yuv(4)(\d)(\d)p.*$/, '$1:$2:$3');

/** The choice as it is shown and kept. */
export function encodeSummary({ video, gpu, path, fallback }: EncodeChoice, summary: Omit<EncodeSummary['path'], 'name'>): EncodeSummary {
  return {
    encoder: video.mode === 'copy' ? 'copy' : video.encoder,
    gpu: gpu === null ? null : { id: gpu.id, name: gpu.name },
    path: { name: path, ...summary },
    fallback,
  };
}
