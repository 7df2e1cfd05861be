import { encoderFamilies, type Capabilities, type EncoderFamily } from '../capabilities';
import { encoderTable, type EncoderTerms } from '../plan/encoders';
import { gpusOf, type Gpu } from '../plan/gpus';
import { encodeArgv, type TrialSubject } from './trial';

/** The encoders of one family on one GPU: tried one after another, in one container. */
export interface TrialGroup {
  readonly family: EncoderFamily;
  readonly gpu: Gpu;
  readonly encoders: readonly EncoderTerms[];
}

/**
 * What has to be tried on this host. Software encoders are not: the list of the ffmpeg that runs them is right (decision 0009).
 * @param encoders ffmpeg's names; null for all that Capstan knows
 */
export function trialGroups(capabilities: Capabilities, encoders: readonly string[] | null = null): TrialGroup[] {
  const wanted = encoderTable.filter(({ encoder }) => encoders === null || encoders.includes(encoder));
  return encoderFamilies.flatMap((family) => {
    const ofFamily = wanted.filter((terms) => terms.family === family);
    return ofFamily.length === 0 ? [] : gpusOf(family, capabilities).map((gpu) => ({ family, gpu, encoders: ofFamily }));
  });
}

/**
 * Groups that may never run at the same time, together: those of one GPU, and all of NVENC, whose consumer cards share
 * a few sessions among them.
 */
export function lanesOf(groups: readonly TrialGroup[]): TrialGroup[][] {
  const lanes = new Map<string, TrialGroup[]>();
  for (const group of groups) {
    const name = group.family === 'nvenc' ? 'nvenc' : group.gpu.id;
    lanes.set(name, [...(lanes.get(name) ?? []), group]);
  }
  return [...lanes.values()];
}

/**
 * Everything that the proof of one encoder depends on, as text: the same again, and it need not be tried again.
 * @param software id of the image, or what tells one state of this computer's ffmpeg and drivers from another
 */
export function proofConditions(subject: TrialSubject, { kernel, engine }: Capabilities, software: string): string {
  const { terms, gpu, ffmpeg } = subject;
  const hardware =
    gpu.kind === 'render-node'
      ? [gpu.node.path, gpu.node.driver, gpu.node.vendorId, gpu.node.deviceId]
      : gpu.kind === 'nvidia'
        ? [gpu.name, gpu.nvidia.driverVersion]
        : [gpu.name];
  const nodes = gpu.kind === 'render-node' ? [gpu.node] : gpu.kind === 'codec-nodes' ? gpu.nodes : [];
  const daemon =
    engine.kind === 'docker'
      ? { runtimes: engine.runtimes.toSorted(), cdiDevices: engine.cdiDevices.toSorted(), podman: engine.podman, rootless: engine.rootless }
      : null;
  const access = { daemon, groups: nodes.map(({ groupId }) => groupId) };
  const way = { path: 'cpu-convert', source: 'raw', libvaDriver: null, lowPower: null, tenBit: false } as const;
  const argv = encodeArgv({ ...subject, ffmpeg: { ...ffmpeg, encoders: [terms.encoder] } }, way);
  const command = argv.ok ? argv.value : argv.error.detail;
  return JSON.stringify({ engine: engine.kind, kernel, family: terms.family, gpu: gpu.id, hardware, access, software, ffmpeg: ffmpeg.version, command });
}
