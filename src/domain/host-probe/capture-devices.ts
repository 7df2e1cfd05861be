import type { CaptureDevice } from '../capabilities';
import { parseColour } from '../v4l2/colour';
import { parseControls } from '../v4l2/controls';
import { parseDeviceInfo, type DeviceInfo } from '../v4l2/device-info';
import { parseFormats } from '../v4l2/formats';
import { parseSignal } from '../v4l2/signal';
import { groupIds, identityPart, plain, usbOf, type Facts, type HostText } from './facts';
import { whyUnusable } from './unusable';

interface Node {
  readonly number: number;
  readonly facts: Facts;
  readonly info: DeviceInfo;
  readonly byId: string | undefined;
  readonly groupId: number;
}

/** Nodes that deliver pictures, by number; those that ffmpeg cannot read say why. Paths are those of the host. */
export function captureDevicesOf(text: HostText): CaptureDevice[] {
  const links = byIdLinks(text.host);
  const groupIdOf = groupIds(text.host, '');
  const nodes = text.sections
    .filter(({ kind, id }) => kind === 'node' && /^\d{1,5}$/.test(id))
    .map(({ id, facts }) => ({ number: Number(id), facts, info: infoOf(facts), byId: links.get(`video${Number(id)}`), groupId: groupIdOf(`video${Number(id)}`) }))
    .filter(deliversPictures);
  const claims = new Map<string, number>();
  for (const { facts } of nodes) {
    const identity = usbIdentity(facts);
    if (identity) claims.set(identity, (claims.get(identity) ?? 0) + 1);
  }
  return distinct(nodes.map((node) => deviceOf(node, claims))).toSorted((one, other) => numberOf(one) - numberOf(other));
}

const numberOf = ({ path }: CaptureDevice): number => Number(path.slice('/dev/video'.length));

/** udev's links, by the node they lead to. */
function byIdLinks(host: Facts): Map<string, string> {
  const links = new Map<string, string>();
  for (const line of host.text('link').split('\n')) {
    const [, node = '', name = ''] = /^(video\d{1,5}) ([\x21-\x7e]{1,255})$/.exec(line) ?? [];
    if (node !== '' && !name.includes('/') && !links.has(node)) links.set(node, name);
  }
  return links;
}

function infoOf(facts: Facts): DeviceInfo {
  const info = parseDeviceInfo(facts.text('info'));
  const driver = plain(info.driver ?? facts.first('driver') ?? '');
  return { ...info, driver: driver === '' ? null : driver };
}

/** Nodes of metadata and output are left out. */
function deliversPictures({ facts, info }: Node): boolean {
  if (info.node !== null) return info.node.captures || info.node.memoryToMemory;
  // Without v4l2-ctl the index must do: USB cameras have their metadata node beside it, as the second.
  return !(info.driver === 'uvcvideo' && facts.first('index') === '1');
}

function deviceOf({ number, facts, info, byId, groupId }: Node, claims: ReadonlyMap<string, number>): CaptureDevice {
  const usb = usbIdentity(facts);
  const isAlone = usb !== null && claims.get(usb) === 1;
  const formats = parseFormats(facts.text('lists'));
  const bus = plain(info.bus ?? '');
  return {
    // Cheap cameras share one serial number; then the place tells them apart.
    identity: isAlone ? usb : busIdentity(number, facts),
    path: `/dev/video${number}`,
    byIdPath: byId === undefined ? null : `/dev/v4l/by-id/${byId}`,
    name: nameOf(facts.text('name') || (info.card ?? '')) || `video${number}`,
    driver: info.driver,
    bus: bus === '' ? null : bus,
    usb: usbOf(facts),
    identifiedBy: isAlone ? 'serial' : 'port',
    unusable: whyUnusable(info, formats, currentFourcc(facts.text('info'))),
    signal: parseSignal(facts.text('info')),
    colour: parseColour(facts.text('info')),
    controls: parseControls(facts.text('lists')),
    groupId,
    formats,
  };
}

const currentFourcc = (info: string): string | null => /^\s*Pixel Format\s*: '(.{4})'/m.exec(info)?.[1] ?? null;

/** Virtual devices of one driver share their place: their names tell them apart, and where those are the same, their numbers. */
function distinct(devices: readonly CaptureDevice[]): CaptureDevice[] {
  const counted = (of: readonly CaptureDevice[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const { identity } of of) counts.set(identity, (counts.get(identity) ?? 0) + 1);
    return counts;
  };
  const more = (of: readonly CaptureDevice[], part: (device: CaptureDevice) => string): CaptureDevice[] => {
    const counts = counted(of);
    return of.map((device) =>
      (counts.get(device.identity) ?? 0) > 1 ? { ...device, identity: `${device.identity}:${part(device)}`, identifiedBy: 'name' } : device,
    );
  };
  const named = more(devices, ({ name }) => identityPart(name));
  return more(named, ({ path }) => path.slice('/dev/'.length));
}

function usbIdentity(facts: Facts): string | null {
  const parts = ['vendor', 'product', 'serial', 'interface'].map((key) => identityPart(facts.text(key)).replaceAll(':', '_'));
  return parts.every((part) => part !== '') ? `usb:${parts.join(':')}` : null;
}

/** By the place where the device is plugged in. The number of a USB bus changes from start to start, its controller does not. */
function busIdentity(number: number, facts: Facts): string {
  const steps = facts.text('place').split('/').filter((step) => step !== '');
  const usb = steps.findIndex((step) => /^usb\d+$/.test(step));
  const last = steps.at(-1) ?? `video${number}`;
  const place = usb > 0 ? `usb-${steps[usb - 1]}-${last.replace(/^\d+-/, '')}` : last;
  return `bus:${identityPart(place)}:${identityPart(facts.text('index')) || '0'}`;
}

/** uvcvideo names a camera twice, `HD Camera: HD Cam`, cut at 31 characters. */
function nameOf(text: string): string {
  const name = plain(text);
  const [, first = '', second = ''] = /^(.+?): (.+)$/.exec(name) ?? [];
  return second !== '' && first.startsWith(second) ? first : name;
}
