import type { NvidiaGpu, RenderNode } from '../capabilities';
import { groupIds, plain, type HostText } from './facts';

/** PCI vendors that make graphics, by id. */
const vendors: Readonly<Record<string, string>> = {
  '8086': 'Intel',
  '1002': 'AMD',
  '10de': 'NVIDIA',
  '1af4': 'Virtio',
  '15ad': 'VMware',
  '1d17': 'Zhaoxin',
};

export function renderNodesOf({ sections, host }: HostText): RenderNode[] {
  const groupIdOf = groupIds(host, 'dri/');
  return sections
    .filter(({ kind, id }) => kind === 'render' && /^renderD\d{1,4}$/.test(id))
    .map(({ id, facts }) => {
      const driver = plain(facts.first('driver') ?? '');
      const vendorId = /^0x([0-9a-f]{4})$/i.exec(facts.first('vendor')?.trim() ?? '')?.[1]?.toLowerCase() ?? null;
      return {
        identity: `/dev/dri/${id}`,
        path: `/dev/dri/${id}`,
        name: null,
        driver: driver === '' ? null : driver,
        vendorId,
        deviceId: null,
        vendor: vendorId === null ? null : (vendors[vendorId] ?? null),
        groupId: groupIdOf(id),
      };
    });
}

/** From the driver's files in /proc, in the order of their PCI addresses; nvidia-smi adds the memory where it is installed. */
export function nvidiaGpusOf({ sections, host }: HostText): NvidiaGpu[] {
  const known = new Map(nvidiaSmiRows(host.text('nvidia-smi')).map((row) => [row.uuid, row]));
  const driverVersion = /Kernel Module(?: for \S+)?\s+(\d{1,4}(?:\.\d{1,4}){1,2})\b/.exec(host.text('nvidia-version'))?.[1] ?? null;
  const gpus = sections
    .filter(({ kind }) => kind === 'gpu')
    .map(({ facts }) => {
      const field = (name: string): string | null => {
        const line = facts.text('info').split('\n').find((candidate) => candidate.startsWith(`${name}:`));
        const value = plain(line?.slice(name.length + 1) ?? '');
        return value === '' || /^\?+$/.test(value) ? null : value;
      };
      const uuid = field('GPU UUID');
      return { bus: field('Bus Location') ?? '', name: field('Model') ?? 'NVIDIA GPU', uuid: uuid?.startsWith('GPU-') && !uuid.includes('?') ? uuid : null };
    })
    .toSorted((one, other) => one.bus.localeCompare(other.bus));
  if (gpus.length === 0) return [...known.values()];
  return gpus.map(({ name, uuid }, index) => ({ index, name, uuid, driverVersion, memoryMiB: (uuid === null ? null : known.get(uuid)?.memoryMiB) ?? null, pciAddress: null }));
}

/** `index, uuid, driver_version, memory.total, name`; the name comes last, since it may hold commas. Messages are no rows. */
function nvidiaSmiRows(text: string): NvidiaGpu[] {
  return text.split('\n').flatMap((line) => {
    const match = /^(\d{1,3}), ([^,]+), ([^,]+), ([^,]+), (.+)$/.exec(line.trim());
    if (!match) return [];
    const [, index = '', uuid = '', driverVersion = '', memory = '', name = ''] = match;
    const told = (value: string): string | null => (/^\[.*\]$/.test(value) ? null : plain(value));
    return [{ index: Number(index), uuid: told(uuid), driverVersion: told(driverVersion), memoryMiB: /^\d{1,9}$/.test(memory) ? Number(memory) : null, name: plain(name), pciAddress: null }];
  });
}
