import type { AudioInput, Capabilities, CaptureDevice, CodecNode, NvidiaGpu, RenderNode } from '../capabilities';
import { alsaInputsOf, soundServersOf, type SoundServer } from './audio-inputs';
import { captureDevicesOf } from './capture-devices';
import { parseFacts } from './facts';
import { nvidiaGpusOf, renderNodesOf } from './graphics';
import { cdiDevicesOf, codecNodesOf, jetsonOf, kernelOf } from './machine';

/** What the machine that the host agent runs on has. */
export interface HostProbe {
  readonly captureDevices: CaptureDevice[];
  readonly renderNodes: RenderNode[];
  readonly nvidiaGpus: NvidiaGpu[];
  readonly codecNodes: CodecNode[];
  readonly jetson: Capabilities['jetson'];
  readonly kernel: string | null;
  /** Names in the CDI specifications that the agent was shown. */
  readonly cdiDevices: string[];
  /** ALSA devices alone. */
  readonly alsaInputs: AudioInput[];
  readonly soundServers: SoundServer[];
}

/** Reads the host agent's answer to a look. Never throws; what was cut short is left out. */
export function parseHostProbe(text: string): HostProbe {
  const facts = parseFacts(text);
  return {
    captureDevices: captureDevicesOf(facts),
    renderNodes: renderNodesOf(facts),
    nvidiaGpus: nvidiaGpusOf(facts),
    codecNodes: codecNodesOf(facts),
    jetson: jetsonOf(facts),
    kernel: kernelOf(facts),
    cdiDevices: cdiDevicesOf(facts),
    alsaInputs: alsaInputsOf(facts),
    soundServers: soundServersOf(facts),
  };
}
