import type { CaptureDevice } from './capabilities';
import { parseDeviceInfo } from './v4l2/device-info';
import { parseFormats } from './v4l2/formats';

/**
 * Prints one `key value` line for each fact of each node: `node N` opens, `end N` closes. Whatever a device itself may
 * say goes through sed line by line, so that a line break in a name is a line of the same key and never a new fact.
 */
const script = `
directory=$1 only=$2
export LC_ALL=C
fact() { printf '%s\\n' "$2" | sed "s/^/$1 /"; }
attribute() { [ ! -r "$2" ] || sed "s/^/$1 /" <"$2" 2>/dev/null; }

[ -z "$only" ] || only=$(readlink -f "$directory/\${only#/dev/}")
for path in "$directory"/video*; do
  number=\${path##*/video}
  case $number in '' | *[!0-9]*) continue ;; esac
  [ -c "$path" ] || continue
  [ -z "$only" ] || [ "$only" = "$path" ] || continue
  class=/sys/class/video4linux/video$number
  printf 'node %s\\n' "$number"
  fact gid "$(stat -c %g "$path")"
  attribute name "$class/name"
  attribute index "$class/index"
  fact place "$(readlink -f "$class/device" || readlink -f "$class")"
  [ ! -e "$class/device/driver" ] || fact driver "$(basename "$(readlink -f "$class/device/driver")")"
  attribute interface "$class/device/bInterfaceNumber"
  attribute vendor "$class/device/../idVendor"
  attribute product "$class/device/../idProduct"
  attribute serial "$class/device/../serial"
  for link in "$directory"/v4l/by-id/*; do
    [ "$(readlink -f "$link")" != "$path" ] || fact by-id "\${link##*/}"
  done
  if command -v v4l2-ctl >/dev/null; then
    v4l2-ctl -d "$path" --info 2>&1 | sed 's/^/info /'
    v4l2-ctl -d "$path" --list-formats-ext 2>/dev/null | sed 's/^/formats /'
  fi
  printf 'end %s\\n' "$number"
done
`;

export interface CaptureProbeOptions {
  /** Where the host's /dev is to be seen: /dev itself, or the place where a container has it. */
  readonly devDirectory: string;
  /** Look at this node alone, given as /dev/videoN or by a link below /dev, such as /dev/v4l/by-id/NAME. */
  readonly only?: string;
}

/** A command that tells what the capture devices are; `parseCaptureProbe` reads its output. */
export function captureProbeArgv({ devDirectory, only = '' }: CaptureProbeOptions): string[] {
  return ['sh', '-c', script, 'capstan-probe', devDirectory, only];
}

/** Nodes that only give back what a program fed into the same hardware. */
const converterDrivers = new Set(['bcm2835-codec', 'bcm2835-isp', 'pispbe', 'rpivid', 'rpi-hevc-dec']);

/** Devices that deliver pictures, by node number. Paths are those of the host, wherever its /dev was seen. */
export function parseCaptureProbe(text: string): CaptureDevice[] {
  const nodes = parseNodes(text).filter(deliversPictures);
  const claims = new Map<string, number>();
  for (const node of nodes) {
    const identity = usbIdentity(node);
    if (identity) claims.set(identity, (claims.get(identity) ?? 0) + 1);
  }
  return distinct(nodes.map((node) => deviceOf(node, claims))).toSorted((one, other) => Number(one.path.slice(10)) - Number(other.path.slice(10)));
}

/** Virtual devices of one driver share their place; their names tell them apart. */
function distinct(devices: readonly CaptureDevice[]): CaptureDevice[] {
  return devices.map((device) =>
    devices.some((other) => other !== device && other.identity === device.identity)
      ? { ...device, identity: `${device.identity}:${identityPart(device.name)}` }
      : device,
  );
}

interface Node {
  readonly number: number;
  readonly facts: ReadonlyMap<string, string>;
}

/** Nodes that were told to their end. */
function parseNodes(text: string): Node[] {
  const nodes = new Map<number, Node>();
  let open: { number: number; facts: Map<string, string> } | null = null;
  for (const line of text.split('\n')) {
    const [, key = '', value = ''] = /^([a-z-]+) ?(.*?)\r?$/.exec(line) ?? [];
    if (key === 'node') {
      open = /^\d{1,5}$/.test(value) ? { number: Number(value), facts: new Map() } : null;
    } else if (open && key === 'end' && Number(value) === open.number) {
      nodes.set(open.number, open);
      open = null;
    } else if (open && key !== '') {
      const before = open.facts.get(key);
      open.facts.set(key, before === undefined ? value : `${before}\n${value}`);
    }
  }
  return [...nodes.values()];
}

function deliversPictures({ facts }: Node): boolean {
  const info = parseDeviceInfo(facts.get('info') ?? '');
  if (converterDrivers.has(driverOf(facts) ?? '')) return false;
  // Without v4l2-ctl the index must do: USB cameras have their metadata node beside it, as the second.
  return info.captures ?? !(driverOf(facts) === 'uvcvideo' && facts.get('index') === '1');
}

function deviceOf(node: Node, claims: ReadonlyMap<string, number>): CaptureDevice {
  const { number, facts } = node;
  const info = parseDeviceInfo(facts.get('info') ?? '');
  const usb = usbIdentity(node);
  const byId = facts.get('by-id')?.split('\n')[0];
  const groupId = Number(facts.get('gid') ?? '');
  return {
    // Cheap cameras share one serial number; then the place tells them apart.
    identity: usb !== null && claims.get(usb) === 1 ? usb : busIdentity(node),
    path: `/dev/video${number}`,
    byIdPath: byId !== undefined && /^[\x21-\x7e]+$/.test(byId) ? `/dev/v4l/by-id/${byId}` : null,
    name: nameOf(facts.get('name') ?? info.card ?? '') || `video${number}`,
    driver: driverOf(facts),
    bus: null,
    usb: null,
    identifiedBy: usb !== null && claims.get(usb) === 1 ? 'serial' : 'port',
    unusable: null,
    signal: null,
    colour: null,
    controls: [],
    groupId: Number.isSafeInteger(groupId) && groupId >= 0 ? groupId : 0,
    formats: parseFormats(facts.get('formats') ?? ''),
  };
}

function driverOf(facts: Node['facts']): string | null {
  const driver = parseDeviceInfo(facts.get('info') ?? '').driver ?? facts.get('driver') ?? '';
  return driver === '' ? null : plain(driver);
}

function usbIdentity({ facts }: Node): string | null {
  const parts = ['vendor', 'product', 'serial', 'interface'].map((key) => identityPart(facts.get(key) ?? '').replaceAll(':', '_'));
  return parts.every((part) => part !== '') ? `usb:${parts.join(':')}` : null;
}

/** By the place where the device is plugged in. The number of a USB bus changes from start to start, its controller does not. */
function busIdentity({ number, facts }: Node): string {
  const steps = (facts.get('place') ?? '').split('/').filter((step) => step !== '');
  const usb = steps.findIndex((step) => /^usb\d+$/.test(step));
  const last = steps.at(-1) ?? `video${number}`;
  const place = usb > 0 ? `usb-${steps[usb - 1]}-${last.replace(/^\d+-/, '')}` : last;
  return `bus:${identityPart(place)}:${identityPart(facts.get('index') ?? '') || '0'}`;
}

/** As udev makes names: anything that might matter to a shell or a path becomes `_`. */
const identityPart = (text: string): string => text.trim().replace(/[^A-Za-z0-9._:-]/g, '_').slice(0, 120);

/** uvcvideo names a camera twice, `HD Camera: HD Cam`, cut at 31 characters. */
function nameOf(text: string): string {
  const name = plain(text);
  const [, first = '', second = ''] = /^(.+?): (.+)$/.exec(name) ?? [];
  return second !== '' && first.startsWith(second) ? first : name;
}

const plain = (text: string): string => text.replace(/\p{C}+/gu, ' ').trim().slice(0, 100);
