import type { NvidiaGpu, RenderNode } from '../capabilities';
import { groupIds, plain, type Facts, type HostText } from './facts';

/** PCI vendors that make graphics, by id. */
const vendors: Readonly<Record<string, string>> = {
  '8086': 'Intel',
  '1002': 'AMD',
  '10de': 'NVIDIA',
  '1af4': 'Virtio',
  '15ad': 'VMware',
  '1d17': 'Zhaoxin',
};

/** GPUs on PCI are known by their address there, which stays when the numbers of the nodes change. */
export function renderNodesOf({ sections, host }: HostText): RenderNode[] {
  const groupIdOf = groupIds(host, 'dri/');
  return sections
    .filter(({ kind, id }) => kind === 'render' && /^renderD\d{1,4}$/.test(id))
    .map(({ id, facts }) => {
      const uevent = ueventOf(facts);
      const driver = plain(uevent('DRIVER') ?? facts.first('driver') ?? '');
      const [, vendorOfId = null, deviceId = null] = /^([0-9a-f]{4}):([0-9a-f]{4})$/i.exec(uevent('PCI_ID') ?? '') ?? [];
      const vendorId = (vendorOfId ?? /^0x([0-9a-f]{4})$/i.exec(facts.first('vendor')?.trim() ?? '')?.[1])?.toLowerCase() ?? null;
      const vendor = vendorId === null ? null : (vendors[vendorId] ?? null);
      const address = pciAddressIn(uevent('PCI_SLOT_NAME') ?? '');
      const path = `/dev/dri/${id}`;
      return {
        identity: address === null ? path : `pci:${address}`,
        path,
        name: deviceId === null ? null : `${vendor ?? vendorId} ${deviceId.toLowerCase()}`,
        driver: driver === '' ? null : driver,
        vendorId,
        deviceId: deviceId?.toLowerCase() ?? null,
        vendor,
        groupId: groupIdOf(id),
      };
    });
}

/** `NAME=VALUE` lines of a device's `uevent` file. */
function ueventOf(facts: Facts): (name: string) => string | null {
  const lines = facts.text('uevent').split('\n');
  return (name) => lines.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1).trim() ?? null;
}

/** `0000:01:00.0`, with the domain in four digits: drivers write it in four or eight. */
const pciAddressIn = (text: string): string | null =>
  /^(?:[0-9a-f]{4})?([0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7])$/i.exec(text.trim())?.[1]?.toLowerCase() ?? null;

/** From the driver's files in /proc, in the order of their PCI addresses; nvidia-smi adds the memory where it is installed. */
export function nvidiaGpusOf({ sections, host }: HostText): NvidiaGpu[] {
  const known = nvidiaSmiRows(host.text('nvidia-smi'));
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
  if (gpus.length === 0) return known;
  return gpus.map(({ bus, name, uuid }, index) => ({
    index,
    name,
    uuid,
    driverVersion,
    memoryMiB: known.find((row) => (uuid === null || row.uuid === null ? row.index === index : row.uuid === uuid))?.memoryMiB ?? null,
    pciAddress: pciAddressIn(bus),
  }));
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
