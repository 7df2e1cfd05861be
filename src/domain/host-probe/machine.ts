import type { Capabilities, CodecNode } from '../capabilities';
import { parseDeviceInfo } from '../v4l2/device-info';
import { parseFormats } from '../v4l2/formats';
import { groupIds, plain, type HostText } from './facts';

/** Codecs that a V4L2 node can write: their fourccs. */
const codedFourccs = new Set(['H264', 'HEVC', 'VP80', 'VP90', 'AV10', 'AV1F']);

/** Memory-to-memory nodes that encode: what they deliver is coded video. Decoders deliver pictures. */
export function codecNodesOf({ sections, host }: HostText): CodecNode[] {
  const groupIdOf = groupIds(host, '');
  return sections
    .filter(({ kind, id }) => kind === 'node' && /^\d{1,5}$/.test(id))
    .flatMap(({ id, facts }) => {
      const { card, driver, node } = parseDeviceInfo(facts.text('info'));
      const encodes = node?.memoryToMemory === true && parseFormats(facts.text('lists')).some(({ fourcc }) => codedFourccs.has(fourcc));
      if (!encodes) return [];
      const name = plain(facts.first('name') ?? '') || plain(card ?? '') || `video${Number(id)}`;
      return [{ path: `/dev/video${Number(id)}`, name, driver: plain(driver ?? '') || null, groupId: groupIdOf(`video${Number(id)}`) }];
    })
    .toSorted((one, other) => Number(one.path.slice('/dev/video'.length)) - Number(other.path.slice('/dev/video'.length)));
}

/** The board, by its own name; null where it is no Jetson. */
export function jetsonOf({ host }: HostText): Capabilities['jetson'] {
  const model = plain((host.first('soc-machine') ?? '').replaceAll('\0', ''));
  const l4t = host.first('tegra-release') ?? '';
  if (host.first('soc-family')?.trim() !== 'Tegra' && !/jetson/i.test(model) && l4t === '') return null;
  // `# R36 (release), REVISION: 4.3, GCID: ...`
  const [, major, revision] = /^# R(\d{1,3}) \(release\), REVISION: (\d{1,3}(?:\.\d{1,3})*)/.exec(l4t) ?? [];
  return { model: model === '' ? 'NVIDIA Jetson' : model, release: major === undefined ? null : `R${major}.${revision}` };
}

export function kernelOf({ host }: HostText): string | null {
  const release = plain(host.first('kernel') ?? '');
  return release === '' ? null : release;
}

/** What a CDI specification describes, YAML or JSON: its kind, `VENDOR/CLASS`, and the names of its devices. */
export function cdiNames(spec: string): { readonly kind: string | null; readonly names: string[] } {
  const kind = /(?:^|[{,\s])"?kind"?\s*:\s*"?([A-Za-z0-9._-]{1,63}\/[A-Za-z0-9._-]{1,63})\b/.exec(spec)?.[1] ?? null;
  const names = [...spec.matchAll(/(?:^|[{,\s])"?name"?\s*:\s*["']?([A-Za-z0-9][A-Za-z0-9._:-]{0,99})/g)].map(([, name = '']) => name);
  return { kind, names };
}

/** `VENDOR/CLASS=NAME` of every device that the host's CDI specifications name. */
export function cdiDevicesOf({ sections }: HostText): string[] {
  const devices = sections
    .filter(({ kind }) => kind === 'cdi')
    .flatMap(({ facts }) => {
      const { kind, names } = cdiNames(facts.text('spec'));
      return kind === null ? [] : names.map((name) => `${kind}=${name}`);
    });
  return [...new Set(devices)].slice(0, 200);
}
