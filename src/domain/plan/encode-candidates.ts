import type { Capabilities, EncoderFamily, EncoderProof, FfmpegBuild, PipelinePath } from '../capabilities';
import { capstanError, type CapstanError } from '../errors';
import type { GpuLoad } from '../load';
import { encodeSessionsOf, nvencSessionLimit } from '../nvenc-sessions';
import { isOverlaid, isReworked } from '../overlay';
import type { PresetSettings, VideoEncode } from '../preset';
import type { EncoderTerms } from './encoders';
import { gpuAccess } from './gpu-access';
import { gpusOf, isNamed, isProofOf, type Gpu } from './gpus';
import { isTransformed } from '../transform';
import { pathsFor, pictureSourceOf } from './pipeline-paths';

/** An encoder that a recorder refused to open when it started: not tried again for that start. */
export interface RefusedEncode {
  readonly encoder: string;
  readonly gpu: string;
  readonly path: PipelinePath;
  readonly error: CapstanError;
}

export interface CandidateRequest {
  readonly settings: Pick<PresetSettings, 'source' | 'transform' | 'overlay'>;
  /** In the terms of the encoder that the candidates are for. */
  readonly video: VideoEncode;
  readonly capabilities: Capabilities;
  readonly loads: readonly GpuLoad[];
  readonly refused: readonly RefusedEncode[];
}

/** One hardware encoder on one GPU. */
export interface Candidate {
  readonly terms: EncoderTerms;
  readonly gpu: Gpu;
  /** Null where it was not tried. */
  readonly proof: EncoderProof | null;
  /** Those that fit the source and may work, fewest copies first; one at least where `problem` is null. */
  readonly paths: readonly PipelinePath[];
  /** The first of those that the source could take on such hardware. */
  readonly bestPath: PipelinePath;
  /** The first of those that a trial can decide on; a refusal for the settings' sake goes by it. */
  readonly provablePath: PipelinePath;
  /** Why the first of `paths` is not the best; null where it is, and where nothing was tried. */
  readonly shortfall: string | null;
  /** What cropping, turning or flipping costs on the way; null where it costs nothing. */
  readonly transformCost: string | null;
  /** What a recorder of this start said when it refused an earlier path; null where none did. */
  readonly refusal: CapstanError | null;
  /** Why it cannot be used; null where it can. */
  readonly problem: CapstanError | null;
}

export interface EncoderImage {
  /** What the recorder's container is made from; null where this computer's own ffmpeg runs. */
  readonly image: string | null;
  readonly ffmpeg: FfmpegBuild;
}

/** The family's own image where the daemon has one, else the one for all. */
export function imageOf(family: EncoderFamily, { engine, ffmpeg }: Capabilities): EncoderImage {
  if (engine.kind === 'local') return { image: null, ffmpeg };
  const own = engine.images.find((image) => image.family === family);
  return own ? { image: own.id, ffmpeg: own.ffmpeg } : { image: engine.image, ffmpeg };
}

/** The image's reference, for people; null where this computer's own ffmpeg runs. */
const imageNameOf = (family: EncoderFamily, { engine }: Capabilities): string | null =>
  engine.kind === 'local' ? null : (engine.images.find((image) => image.family === family)?.reference ?? engine.image);

/** The encoder on each GPU that its family could use, in the host's order; narrowed where the preset names one. */
export function candidatesOf(terms: EncoderTerms, request: CandidateRequest): Candidate[] {
  const { video, capabilities } = request;
  const gpus = gpusOf(terms.family, capabilities).filter((gpu) => video.gpu === null || isNamed(gpu, video.gpu));
  return gpus.map((gpu) => candidateOn(gpu, terms, request));
}

function candidateOn(gpu: Gpu, terms: EncoderTerms, request: CandidateRequest): Candidate {
  const proof = proofOf(request.capabilities.encoders ?? [], terms.encoder, gpu);
  const { source } = request.settings;
  const fittingWith = (reworked: boolean) => pathsFor(terms.family, source, request.video.decoding, imageOf(terms.family, request.capabilities).ffmpeg, reworked);
  const fitting = fittingWith(isReworked(request.settings));
  const working = proof === null ? fitting.filter((path) => path === 'cpu-convert') : fitting.filter((path) => proof.paths.includes(path));
  const bestPath = fitting[0] ?? 'cpu-convert';
  const refusal = request.refused.find((refused) => refused.encoder === terms.encoder && refused.gpu === gpu.id) ?? null;
  const paths = refusal === null ? working : working.slice(working.indexOf(refusal.path) + 1);
  // Trials decode MJPEG alone: what became of that says nothing certain about other pictures.
  const decodingUnknown = bestPath === 'zero-copy' && proof?.paths.includes('zero-copy') === false && pictureSourceOf(source) !== 'MJPG';
  const provablePath = decodingUnknown ? (fitting[1] ?? bestPath) : bestPath;
  const reasons = [
    ...(decodingUnknown ? [`Decoding on ${gpu.name} was tried with MJPEG alone, and that did not work.`] : []),
    ...(paths[0] === provablePath ? [] : [`${provablePath} did not work on ${gpu.name} when it was tried.`]),
  ];
  const shortfall = proof === null || paths[0] === bestPath || reasons.length === 0 ? null : reasons.join(' ');
  const costs = refusal === null && proof?.paths.includes('zero-copy') && !fitting.includes('zero-copy') && fittingWith(false).includes('zero-copy');
  const transformCost = costs ? `${cpuWork(request.settings)} is the CPU’s work, so the path is ${paths[0] ?? bestPath}: as the pictures come, it would be zero-copy.` : null;
  const candidate = { terms, gpu, proof, paths, bestPath, provablePath, shortfall, transformCost, refusal: refusal?.error ?? null };
  return { ...candidate, problem: problemOf(gpu, proof, terms, request) ?? pathProblem(candidate, request.video.fallback) };
}

const cpuWork = ({ transform, overlay }: Pick<PresetSettings, 'transform' | 'overlay'>): string =>
  isTransformed(transform) ? `Cropping, turning${isOverlaid(overlay) ? ', flipping and drawing' : ' and flipping'}` : 'Drawing into the pictures';

/** Why none of its paths may be taken. */
function pathProblem({ terms, gpu, proof, paths, provablePath, refusal }: Omit<Candidate, 'problem'>, fallback: VideoEncode['fallback']): CapstanError | null {
  if (refusal !== null && (fallback !== 'path' || paths.length === 0)) return refusal;
  if (paths.length === 0) return unavailable(`No way from this source to ${terms.encoder} worked on ${gpu.name} when it was tried.`);
  if (fallback !== 'none' || proof === null || paths[0] === provablePath) return null;
  return unavailable(`${terms.encoder} by the path ${provablePath} did not work on ${gpu.name} when it was tried, and the settings allow no other.`, {
    field: 'video.fallback',
    nextStep: 'Allow a path with more copies (`--fallback path`), or run `capstan probe --encoders` again.',
  });
}

const proofOf = (proofs: readonly EncoderProof[], encoder: string, gpu: Gpu): EncoderProof | null =>
  proofs.find((proof) => proof.encoder === encoder && isProofOf(proof, gpu)) ?? null;

function problemOf(gpu: Gpu, proof: EncoderProof | null, terms: EncoderTerms, { video, capabilities, loads }: CandidateRequest): CapstanError | null {
  const { encoder, family } = terms;
  const { ffmpeg } = imageOf(family, capabilities);
  const imageName = imageNameOf(family, capabilities);
  if (!ffmpeg.encoders.includes(encoder)) {
    return unavailable(`ffmpeg ${ffmpeg.version} ${imageName === null ? 'on this host' : `in the image ${imageName}`} has no ${encoder}.`, {
      nextStep: 'Use an image with a newer ffmpeg for this family, or another encoder.',
    });
  }
  const access = capabilities.engine.kind === 'docker' ? gpuAccess(gpu, capabilities.engine, proof) : null;
  if (access?.ok === false) return access.error;
  if (proof?.usable === false) return unusable(terms, gpu, proof);
  if (video.lowPower !== null && proof?.lowPower && !proof.lowPower[video.lowPower ? 'on' : 'off']) {
    return unavailable(`${encoder} ${video.lowPower ? 'with' : 'without'} low power did not work on ${gpu.name} when it was tried.`, {
      field: 'video.lowPower',
      nextStep: 'Leave low power to Capstan: it takes what was proved to work.',
    });
  }
  if (video.pixelFormat.endsWith('10le') && proof?.tenBit === false) {
    return unavailable(`${encoder} with 10 bit did not work on ${gpu.name} when it was tried.`, { field: 'video.pixelFormat', nextStep: 'Choose 8 bit (yuv420p), or another encoder.' });
  }
  return gpu.kind === 'nvidia' ? sessionsFull(gpu, loads) : null;
}

/** What a trial found, as an error: its evidence and its remedy. */
function unusable({ encoder }: EncoderTerms, gpu: Gpu, { diagnosis }: EncoderProof): CapstanError {
  if (diagnosis === null) return unavailable(`${encoder} did not work on ${gpu.name} when it was tried.`);
  const { title, reason, evidence, remedy } = diagnosis;
  const seen = evidence === '' ? '' : ` Seen: ${evidence}`;
  return unavailable(`${encoder} does not work on ${gpu.name}: ${sentence(title)} ${sentence(reason)}${seen}`, { nextStep: remedy });
}

function sessionsFull(gpu: Extract<Gpu, { kind: 'nvidia' }>, loads: readonly GpuLoad[]): CapstanError | null {
  const limit = nvencSessionLimit(gpu.nvidia);
  const sessions = encodeSessionsOf(loads);
  if (limit === null || sessions === null || sessions < limit) return null;
  return unavailable(`${gpu.name} encodes no more: driver ${gpu.nvidia.driverVersion ?? ''} allows ${limit} sessions on this machine, and ${sessions} run.`, {
    nextStep: 'End one of them, or record with a software encoder (`--encoder libx264`).',
  });
}

const unavailable = (detail: string, extras: { nextStep?: string; field?: string } = {}): CapstanError =>
  capstanError('encoder-unavailable', detail, { field: 'video.encoder', ...extras });

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
