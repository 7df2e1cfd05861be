import type { EncoderFamily, EncoderProof } from '../capabilities';
import { allGpus, isProofOf } from '../plan/gpus';
import { failed, notApplicable, ok, warning, type Answer, type Check } from './check';
import type { HostEvidence } from './evidence';
import { fromRule, pastFailure } from './past';

export const nothingTried: Answer = notApplicable('No encoder was tried on this host yet.', { commands: ['capstan doctor --encoders'] });
export const nothingOffered: Answer = notApplicable('What this host offers could not be had: the checks of the connection and of Docker say why.');

interface TrialCheck extends Pick<Check, 'title' | 'group' | 'about' | 'shows' | 'installs'> {
  /** Row of the table of failures. */
  readonly id: string;
  /** Families whose encoders can fail by it. */
  readonly families: readonly EncoderFamily[];
  /** Why it does not concern this host; null where it does. */
  readonly absent?: (evidence: HostEvidence) => string | null;
  /** What can be seen without a trial; null where that settles nothing. */
  readonly seen?: (evidence: HostEvidence) => Answer | null;
}

/** A check of what mostly an encoder's own output shows: that of its trials, and of recordings that failed. */
export function trialCheck({ id, families, absent = () => null, seen = () => null, ...words }: TrialCheck): Check {
  return {
    ...fromRule(id),
    ...words,
    find: (evidence) => {
      const direct = seen(evidence);
      if (direct?.status === 'failed' || direct?.status === 'warning') return direct;
      const reason = absent(evidence);
      return failedTrial(evidence, id) ?? pastFailure(evidence, id) ?? direct ?? (reason === null ? withoutFailure(evidence, families) : notApplicable(reason));
    },
  };
}

/** Trials that ended by this; null where none did. Where others of that GPU and family work, it is a warning. */
export function failedTrial({ capabilities }: HostEvidence, id: string): Answer | null {
  const proofs = capabilities?.encoders ?? [];
  const ended = proofs.filter(({ diagnosis }) => diagnosis?.id === id);
  const [first] = ended;
  if (!capabilities || first?.diagnosis == null) return null;
  const nameOf = (proof: EncoderProof): string => allGpus(capabilities).find((gpu) => isProofOf(proof, gpu))?.name ?? proof.gpu ?? 'the processor';
  const places = [...new Set(ended.map(nameOf))];
  const reason = `${[...new Set(ended.map(({ encoder }) => encoder))].join(', ')} on ${places.join(' and ')}: ${first.diagnosis.reason}`;
  const others = proofs.some((proof) => proof.usable && ended.some(({ gpu, family }) => gpu === proof.gpu && family === proof.family));
  const { evidence, remedy, commands } = first.diagnosis;
  return (others ? warning : failed)(evidence, reason, { remedy, commands });
}

function withoutFailure({ capabilities }: HostEvidence, families: readonly EncoderFamily[]): Answer {
  if (capabilities === null) return nothingOffered;
  if (capabilities.encoders === null) return nothingTried;
  const proofs = capabilities.encoders.filter(({ family }) => families.includes(family));
  const [works] = proofs.filter(({ usable }) => usable);
  if (works !== undefined) return ok(describeProof(works), 'No trial and no recording on this host ended by it.');
  const [other] = proofs;
  if (other === undefined) return notApplicable('This host has no hardware whose encoders could fail by it.');
  return notApplicable(`The trials ended by something else: ${other.diagnosis?.title ?? 'the cause is not known'}.`, { evidence: other.diagnosis?.evidence ?? '' });
}

/** `h264_vaapi: 412 frames per second, zero-copy, cpu-convert`. */
export const describeProof = ({ encoder, framesPerSecond, paths }: EncoderProof): string =>
  `${encoder}: ${[framesPerSecond === null ? 'works' : `${Math.round(framesPerSecond)} frames per second`, ...paths].join(', ')}`;
