import type { Capabilities, Diagnosis, EncoderFamily, EncoderProof, FfmpegBuild } from '@domain/capabilities';
import { diagnose } from '@domain/diagnosis/diagnose';
import { saidIn } from '@domain/diagnosis/rule';
import { notStarted, triedElsewhere } from '@domain/encoder-probe/diagnoses';
import { lanesOf, proofConditions, trialGroups, type TrialGroup } from '@domain/encoder-probe/groups';
import type { TrialSubject } from '@domain/encoder-probe/trial';
import { freshMemory, tryEncoder, unproved, type TrialContext } from '@domain/encoder-probe/try-encoder';
import { errorOf, failure, type CapstanError } from '@domain/errors';
import type { OpenAgent } from '../devices/agent-link';
import { isConnectionError } from '../docker/errors';
import type { EncoderProbeOptions } from '../engine';
import { TrialBench } from './bench';
import type { ProofCache } from './proof-cache';

/** What the recordings of one family run in. */
export interface FamilySoftware {
  /** Reference of the image; null for this computer's own ffmpeg. */
  readonly image: string | null;
  /** What tells one state of it from another: an image's id. */
  readonly id: string;
  readonly ffmpeg: FfmpegBuild;
  /** Why it is not the family's own image but the one for all; null where it is. */
  readonly insteadOf: CapstanError | null;
}

/** What the probe needs of an engine. */
export interface ProbedEngine {
  /** With the devices as they are now. */
  readonly capabilities: Capabilities;
  /** Makes the image where it is missing; recordings run in the same. */
  software(family: EncoderFamily): Promise<FamilySoftware>;
  /** The place where the trials of one GPU run. Throws `runtime-missing` where it cannot be given to a container. */
  place(group: TrialGroup, software: FamilySoftware): OpenAgent;
  readonly cache: ProofCache;
}

/** Half a second of small pictures; starting ffmpeg alone takes an emulated machine ten seconds. */
const usualSecondsPerRun = 40;
const secondsOverall = 15 * 60;
const lanesAtOnce = 3;

/** What every encoder does on every GPU of a host. What worked under the same conditions is not tried again unless asked. */
export async function probeEncoders(engine: ProbedEngine, options: EncoderProbeOptions, secondsPerRun = usualSecondsPerRun): Promise<EncoderProof[]> {
  const groups = trialGroups(engine.capabilities, options.encoders ?? null);
  const round = new ProbeRound(engine, options, groups, secondsPerRun);
  return round.run();
}

/** Those of the cache that still hold, for the software that is at hand; null where nothing was tried. */
export function knownProofs(capabilities: Capabilities, cache: ProofCache, softwareOf: (family: EncoderFamily) => FamilySoftware | null): EncoderProof[] | null {
  const groups = trialGroups(capabilities);
  const known = groups.flatMap(({ family, gpu, encoders }) => {
    const software = softwareOf(family);
    if (software === null) return [];
    return encoders.flatMap((terms) => {
      const proof = cache.find(terms.encoder, proofConditions({ terms, gpu, ffmpeg: software.ffmpeg, image: software.image }, capabilities, software.id));
      return proof === undefined ? [] : [proof];
    });
  });
  return known.length === 0 && groups.length > 0 ? null : known;
}

/** What failed in an image that is not the family's own may work in that. */
function inImage(proof: EncoderProof, { insteadOf }: FamilySoftware): EncoderProof {
  return proof.diagnosis === null || insteadOf === null ? proof : { ...proof, diagnosis: triedElsewhere(proof.diagnosis, insteadOf) };
}

class ProbeRound {
  private readonly proofs = new Map<TrialGroup, EncoderProof[]>();
  private readonly total: number;
  private readonly controller = new AbortController();
  private done = 0;

  constructor(
    private readonly engine: ProbedEngine,
    private readonly options: EncoderProbeOptions,
    private readonly groups: readonly TrialGroup[],
    private readonly secondsPerRun: number,
  ) {
    this.total = groups.reduce((sum, { encoders }) => sum + encoders.length, 0);
  }

  async run(): Promise<EncoderProof[]> {
    const { signal } = this.options;
    signal.throwIfAborted();
    const stop = () => this.controller.abort(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    const late = failure('probe-cancelled', `The trials took longer than ${secondsOverall / 60} minutes.`);
    const timer = setTimeout(() => this.controller.abort(late), secondsOverall * 1000);
    try {
      this.tell(null, null);
      const lanes = lanesOf(this.groups);
      const workers = Array.from({ length: Math.min(lanesAtOnce, lanes.length) }, () => this.work(lanes));
      await Promise.all(workers);
      this.controller.signal.throwIfAborted();
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
    return this.groups.flatMap((group) => this.proofs.get(group) ?? []);
  }

  private async work(lanes: TrialGroup[][]): Promise<void> {
    try {
      for (let lane = lanes.shift(); lane; lane = lanes.shift()) {
        for (const group of lane) await this.tryGroup(group);
      }
    } catch (thrown) {
      // What keeps one from going on, such as a lost connection, keeps all.
      this.controller.abort(thrown);
    }
  }

  private async tryGroup(group: TrialGroup): Promise<void> {
    const { encoders, gpu, family } = group;
    const software = await this.softwareFor(group);
    if (software === null) return;
    const { cache, capabilities } = this.engine;
    const context: TrialContext = { capabilities, memory: freshMemory(family, gpu), secondsPerRun: this.secondsPerRun };
    const bench = new TrialBench((events) => this.engine.place(group, software)(events), this.secondsPerRun);
    try {
      for (const terms of encoders) {
        const subject = { terms, gpu, ffmpeg: software.ffmpeg, image: software.image };
        const conditions = proofConditions(subject, capabilities, software.id);
        const known = this.options.refresh ? undefined : cache.find(terms.encoder, conditions);
        // What failed is tried again: a missing right or driver may have been mended since.
        if (known?.usable) {
          this.proved(group, known);
          continue;
        }
        const proof = inImage(await this.tryOne(subject, context, bench), software);
        cache.add(conditions, proof);
        this.proved(group, proof);
      }
    } finally {
      await bench.close();
    }
  }

  private async tryOne(subject: TrialSubject, context: TrialContext, bench: TrialBench): Promise<EncoderProof> {
    const { terms, gpu } = subject;
    const trials = tryEncoder(subject, context);
    let step = trials.next();
    while (!step.done) {
      const { argv, about } = step.value;
      this.tell(`${terms.encoder} on ${gpu.name}${about === '' ? '' : ` (${about})`}`, null);
      try {
        step = trials.next(await bench.run(argv, this.controller.signal));
      } catch (thrown) {
        this.controller.signal.throwIfAborted();
        if (isConnectionError(thrown)) throw thrown;
        // The GPU cannot be given to a container at all.
        context.memory.blocked = this.whyNotStarted(subject, errorOf(thrown));
        trials.return(unproved(subject, null));
        return unproved(subject, context.memory.blocked);
      }
    }
    return step.value;
  }

  /** Null where the image cannot be had: then its encoders are unusable for that reason. */
  private async softwareFor(group: TrialGroup): Promise<FamilySoftware | null> {
    try {
      return await this.engine.software(group.family);
    } catch (thrown) {
      this.controller.signal.throwIfAborted();
      if (isConnectionError(thrown)) throw thrown;
      const diagnosis = notStarted(errorOf(thrown));
      for (const terms of group.encoders) this.proved(group, unproved({ terms, gpu: group.gpu }, diagnosis));
      return null;
    }
  }

  private whyNotStarted({ terms, gpu }: TrialSubject, error: CapstanError): Diagnosis {
    const { capabilities } = this.engine;
    const found = diagnose({ output: saidIn(error.detail), encoder: terms.encoder, family: terms.family, gpu, capabilities });
    return found.id === 'unknown' ? notStarted(error) : found;
  }

  private proved(group: TrialGroup, proof: EncoderProof): void {
    this.proofs.set(group, [...(this.proofs.get(group) ?? []), proof]);
    this.done += 1;
    this.tell(null, proof);
  }

  private tell(trying: string | null, proof: EncoderProof | null): void {
    this.options.onProgress({ done: this.done, total: this.total, trying, proof });
  }
}
