import type { Capabilities, Diagnosis, EncoderProof, FfmpegBuild, PipelinePath } from '../capabilities';
import { notBuilt } from '../encoder-probe/diagnoses';
import { imageOf } from '../plan/encode-candidates';
import type { EncoderTerms } from '../plan/encoders';
import { gpusOf, isProofOf, type Gpu } from '../plan/gpus';
import { pathsOf } from '../plan/pipeline-paths';
import { benchmarkEncoders } from './settings';

/** One encoder on one GPU, or on the CPU, in what its recordings run. */
export interface BenchmarkSubject {
  readonly terms: EncoderTerms;
  readonly gpu: Gpu | null;
  readonly ffmpeg: FfmpegBuild;
  /** Null for this computer's own ffmpeg. */
  readonly image: string | null;
  /** Null for software, and for hardware that was not tried. */
  readonly proof: EncoderProof | null;
  /** The best for pictures without compression that works. */
  readonly path: PipelinePath;
  /** Why it cannot be measured; null where it can. */
  readonly diagnosis: Diagnosis | null;
}

/**
 * What this host has to be measured, in the order of the table of encoders. Hardware without a proof counts as usable.
 * @param names ffmpeg's names; null for all. Those that are named are there in any case, with the reason where they cannot run.
 */
export function benchmarkSubjects(capabilities: Capabilities, names: readonly string[] | null): BenchmarkSubject[] {
  return benchmarkEncoders.filter(({ encoder }) => names === null || names.includes(encoder)).flatMap((terms) => {
    const { image, ffmpeg } = imageOf(terms.family, capabilities);
    const isBuilt = ffmpeg.encoders.includes(terms.encoder);
    const lacking = isBuilt ? null : notBuilt(terms.encoder, ffmpeg);
    const base = { terms, ffmpeg, image };
    if (terms.family === 'software') return isBuilt || names !== null ? [{ ...base, gpu: null, proof: null, path: 'software' as const, diagnosis: lacking }] : [];
    const onGpus = gpusOf(terms.family, capabilities).map((gpu): BenchmarkSubject => {
      const proof = capabilities.encoders?.find((one) => one.encoder === terms.encoder && isProofOf(one, gpu)) ?? null;
      const paths = pathsOf(terms.family, 'raw', ffmpeg);
      const path = paths.find((one) => proof?.paths.includes(one)) ?? paths.at(-1) ?? 'cpu-convert';
      return { ...base, gpu, proof, path, diagnosis: proof?.diagnosis ?? (proof?.usable === false ? noHardware(terms) : lacking) };
    });
    return onGpus.length > 0 || names === null ? onGpus : [{ ...base, gpu: null, proof: null, path: 'cpu-convert' as const, diagnosis: noHardware(terms) }];
  });
}

const noHardware = ({ encoder, label }: EncoderTerms): Diagnosis => ({
  id: 'encoder-no-hardware',
  title: 'This host has no hardware for the encoder',
  evidence: `No GPU or codec node of this host is one that ${encoder} could use.`,
  reason: `${label} runs on hardware that was not found.`,
  remedy: '`capstan probe` shows the hardware that was found, `capstan doctor` what is in its way.',
  commands: ['capstan probe', 'capstan doctor'],
});
