import { encoderFamilies, type Capabilities, type CodecNode, type EncoderFamily, type EncoderProof, type NvidiaGpu, type RenderNode } from '../capabilities';

/** What can encode beside the CPU. `id` is what presets, proofs and load figures name it by. */
export type Gpu =
  | { readonly kind: 'render-node'; readonly id: string; readonly name: string; readonly node: RenderNode }
  | { readonly kind: 'nvidia'; readonly id: string; readonly name: string; readonly nvidia: NvidiaGpu }
  | { readonly kind: 'codec-nodes'; readonly id: 'codec-nodes'; readonly name: string; readonly nodes: readonly CodecNode[] }
  | { readonly kind: 'jetson'; readonly id: 'jetson'; readonly name: string };

type Hardware = Pick<Capabilities, 'renderNodes' | 'nvidiaGpus' | 'codecNodes' | 'jetson'>;

/** Every GPU of a host once, whichever families could use it. */
export function allGpus(hardware: Hardware): Gpu[] {
  const found = encoderFamilies.flatMap((family) => gpusOf(family, hardware));
  return [...new Map(found.map((gpu) => [gpu.id, gpu])).values()];
}

/** Those of a host that a family of encoders could use, by what they are; whether they do is for the proofs to say. */
export function gpusOf(family: EncoderFamily, { renderNodes, nvidiaGpus, codecNodes, jetson }: Hardware): Gpu[] {
  switch (family) {
    case 'software':
      return [];
    case 'vaapi':
      // NVIDIA's own driver has no VAAPI encoder; any other driver is tried, since only a trial tells.
      return renderNodes.filter(({ driver }) => driver === null || !driver.startsWith('nvidia')).map(renderGpu);
    case 'quicksync':
      return renderNodes.filter(({ vendorId, driver }) => vendorId === '8086' || driver === 'i915' || driver === 'xe').map(renderGpu);
    case 'nvenc':
      return nvidiaGpus.map((nvidia) => ({ kind: 'nvidia', id: nvidiaId(nvidia), name: nvidia.name, nvidia }));
    case 'v4l2m2m':
      return codecNodes.length === 0 ? [] : [{ kind: 'codec-nodes', id: 'codec-nodes', name: codecNodes.map(({ name }) => name).join(', '), nodes: codecNodes }];
    case 'jetson':
      return jetson === null ? [] : [{ kind: 'jetson', id: 'jetson', name: jetson.model }];
  }
}

const renderGpu = (node: RenderNode): Gpu => ({
  kind: 'render-node',
  id: node.identity || node.path,
  name: node.name ?? [node.vendor, node.driver, `(${node.path})`].filter((part) => part !== null).join(' '),
  node,
});

/** How presets, proofs and load figures name an NVIDIA GPU. */
export const nvidiaId = ({ uuid, index }: NvidiaGpu): string => uuid ?? `nvidia:${index}`;

/** Whether a preset's `video.gpu` names this one: by identity, node, index or PCI address. */
export function isNamed(gpu: Gpu, reference: string): boolean {
  if (gpu.id === reference) return true;
  if (gpu.kind === 'render-node') return gpu.node.path === reference;
  if (gpu.kind !== 'nvidia') return false;
  const { index, pciAddress } = gpu.nvidia;
  return reference === `nvidia:${index}` || reference === String(index) || (pciAddress !== null && reference === `pci:${pciAddress}`);
}

/** Whether a trial ran on this GPU. Codec nodes and boards have one entry a host, whatever their trials call them. */
export const isProofOf = ({ gpu, family }: Pick<EncoderProof, 'gpu' | 'family'>, { id, kind }: Gpu): boolean =>
  gpu === id || (gpu === null && ((kind === 'codec-nodes' && family === 'v4l2m2m') || (kind === 'jetson' && family === 'jetson')));
