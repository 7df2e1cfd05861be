import type { Capabilities, EncoderFamily, RenderNode } from '../capabilities';
import type { Gpu } from '../plan/gpus';

/** What is known of a trial, a recording or a start that failed. */
export interface DiagnosisFacts {
  /** What ffmpeg, Docker or another tool said: standard error and output, whole. */
  readonly output: string;
  /** ffmpeg's name of the encoder; null where none is concerned. */
  readonly encoder: string | null;
  readonly family: EncoderFamily | null;
  readonly gpu: Gpu | null;
  /** Null where the host was not looked at. */
  readonly capabilities: Capabilities | null;
}

/** Facts where only the output is known. */
export const onlyOutput = (output: string): DiagnosisFacts => ({ output, encoder: null, family: null, gpu: null, capabilities: null });

export const nodeOf = ({ gpu }: DiagnosisFacts): RenderNode | null => (gpu?.kind === 'render-node' ? gpu.node : null);
export const isLocal = ({ capabilities }: DiagnosisFacts): boolean => capabilities?.engine.kind === 'local';
export const isWsl = ({ capabilities }: DiagnosisFacts): boolean => /microsoft/i.test(capabilities?.kernel ?? '');
export const isDockerDesktop = ({ capabilities }: DiagnosisFacts): boolean =>
  capabilities?.engine.kind === 'docker' && /Docker Desktop/i.test(capabilities.engine.operatingSystem);
/** Whether an Intel GPU is concerned, as far as is known. */
export const isIntel = (facts: DiagnosisFacts): boolean => facts.family === 'quicksync' || facts.encoder?.endsWith('_qsv') === true || isIntelNode(nodeOf(facts));
export const isIntelNode = (node: Pick<RenderNode, 'vendorId' | 'driver'> | null): boolean =>
  node !== null && (node.vendorId === '8086' || node.driver === 'i915' || node.driver === 'xe');
