import { plain } from '../host-probe/facts';
import { cdiNames } from '../host-probe/machine';
import { distributionOf, type Distribution } from './distribution';
import type { CdiFile, DeviceNode, MachineEvidence, PciGpu, UsbDevice } from './evidence';
import script from './machine-facts.sh?raw';
import { wantedLibraries, wantedPackagePrefixes, wantedPrograms } from './wanted';

export interface MachineFactsOptions {
  readonly seenFrom: MachineEvidence['seenFrom'];
  /** Where the machine's /dev is to be seen. */
  readonly devDirectory: string;
  /** Below which everything else is read; default: its own places. */
  readonly rootDirectory?: string;
  /** Folders of CDI specifications: where each is to be seen, and what the machine calls it. */
  readonly cdiDirectories: readonly { readonly seen: string; readonly path: string }[];
}

/** The command that tells what `readMachineFacts` reads. */
export const machineFactsArgv = ({ seenFrom, devDirectory, rootDirectory = '', cdiDirectories }: MachineFactsOptions): string[] => [
  'sh',
  '-c',
  `programs='${wantedPrograms.join(' ')}'\nlibraries='${wantedLibraries.join(' ')}'\npackages='${wantedPackagePrefixes.map((prefix) => `${prefix}*`).join(' ')}'\n${script}`,
  'capstan-machine-facts',
  seenFrom,
  devDirectory,
  rootDirectory,
  ...cdiDirectories.flatMap(({ seen, path }) => [seen, path]),
];

/** More than any machine has of one kind. */
const most = 2000;

/** What the script told, and nothing that a name of a device or a file made up. */
export function readMachineFacts(text: string, seenFrom: MachineEvidence['seenFrom']): MachineEvidence {
  const isProcess = seenFrom === 'process';
  const lines = text.split('\n').flatMap((line): [string, string][] => {
    const [, key, value = ''] = /^([a-z][a-z-]*) (.*?)\r?$/.exec(line) ?? [];
    return key === undefined ? [] : [[key, value]];
  });
  const values = (wanted: string): string[] => lines.filter(([key]) => key === wanted).map(([, value]) => value).slice(0, most);
  const first = (key: string): string | null => values(key)[0] ?? null;
  const whole = (key: string): string | null => (values(key).join('\n').trim() === '' ? null : values(key).join('\n').trim());
  const rows = <T>(key: string, pattern: RegExp, row: (...fields: string[]) => T): T[] =>
    values(key).flatMap((value) => {
      const [, ...fields] = pattern.exec(value) ?? [];
      return fields.length === 0 ? [] : [row(...fields.map((field) => field ?? ''))];
    });
  const pairs = (key: string, pattern: RegExp): Map<string, string> => new Map(rows(key, pattern, (name = '', value = '') => [name, plain(value)] as const));
  const numbers = (key: string): number[] | null => (first(key) === null ? null : (first(key) ?? '').split(' ').filter((word) => /^\d{1,10}$/.test(word)).map(Number));
  const model = plain(first('board') ?? '') || plain(first('model') ?? '');
  const paranoid = first('perf-event-paranoid');
  const clock = first('clock');
  return {
    seenFrom,
    kernel: plain(first('kernel') ?? '') || null,
    distribution: isProcess ? osRelease(values('os')) : null,
    model: model === '' ? null : model,
    hasDxg: first('dxg') === 'yes',
    nodes: rows('node', /^(\d{1,10}) (\d{1,10}) ([0-9a-f]{1,8}) (\/dev\/(?:dri\/)?[A-Za-z0-9-]{1,40})$/, nodeOf).flat(),
    groups: isProcess ? new Map(rows('group', /^(render|video|input|docker) (\d{1,10})$/, (name = '', id = '') => [name, Number(id)] as const)) : null,
    ownGroups: isProcess ? numbers('own-groups') : null,
    modules: values('module').filter((name) => /^[a-z0-9_]{1,40}$/.test(name)),
    moduleParameters: pairs('parameter', /^([a-z0-9_]{1,40}\.[A-Za-z0-9_]{1,60}) (.*)$/),
    hucInfo: whole('huc'),
    pciGpus: rows('pci', /^([0-9a-f]{4,8}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]) 0x([0-9a-f]{4}) 0x([0-9a-f]{4})(?: ([A-Za-z0-9_-]{0,40}))?$/, pciOf),
    usbDevices: rows('usb', /^(usb\d{1,4}|\d{1,4}-\d{1,4}(?:\.\d{1,4})*) (\d{1,6}(?:\.\d)?) ([0-9a-f]{2}) (yes|no)(?: (.*))?$/, usbOf),
    nvidiaVersion: whole('nvidia-version'),
    nvidiaSmi: whole('nvidia-smi'),
    cdiFiles: cdiFiles(lines, isProcess),
    programs: first('programs') === null ? null : pairs('program', /^([a-z0-9_-]{1,40}) (\/.{1,300})$/),
    libraries: first('programs') === null ? null : values('library').filter((name) => /^[\w.+-]{1,80}$/.test(name)),
    packages: first('packages') === null ? null : pairs('package', /^([A-Za-z0-9][\w.+-]{0,99}) (\S{1,100})$/),
    eglVendorFiles: first('egl') === null ? null : values('egl-vendor').map(plain),
    nvidiaRuntimeConfig: whole('runtime-config'),
    perfEventParanoid: paranoid !== null && /^-?\d{1,3}$/.test(paranoid.trim()) ? Number(paranoid) : null,
    clockSynchronised: clock === 'yes' ? true : clock === 'no' ? false : null,
    deviceHolders: rows('holder', /^(\/dev\/video\d{1,5}) (\d{1,10}) (.*)$/, (path = '', id = '', command = '') => ({ path, processId: Number(id), command: plain(command) })),
  };
}

/** Bits of the kind of a node, and those of a character device. */
const kindBits = 0o170000;
const characterDevice = 0o020000;

function nodeOf(userId = '', groupId = '', mode = '', path = ''): DeviceNode[] {
  const bits = Number.parseInt(mode, 16);
  return (bits & kindBits) === characterDevice ? [{ path, userId: Number(userId), groupId: Number(groupId), mode: bits & 0o7777 }] : [];
}

const pciOf = (address = '', vendorId = '', deviceId = '', driver = ''): PciGpu => ({ address, vendorId, deviceId, driver: driver === '' ? null : driver });

const usbOf = (path = '', speed = '', deviceClass = '', video = '', name = ''): UsbDevice => ({
  path,
  name: plain(name),
  speedMbps: Number(speed),
  isVideo: video === 'yes',
  isHub: deviceClass === '09',
});

/** What follows the name of a specification belongs to it, up to the next name. */
function cdiFiles(lines: readonly (readonly [string, string])[], isProcess: boolean): CdiFile[] {
  const files: { path: string; spec: string[]; missingPaths: string[] }[] = [];
  for (const [key, value] of lines) {
    if (key === 'cdi' && files.length < most) files.push({ path: plain(value), spec: [], missingPaths: [] });
    else if (key === 'cdi-line') files.at(-1)?.spec.push(value);
    else if (key === 'cdi-missing' && isProcess) files.at(-1)?.missingPaths.push(plain(value));
  }
  return files.map(({ path, spec, missingPaths }) => {
    const { kind, names } = cdiNames(spec.join('\n'));
    return { path, kind: kind ?? '', deviceNames: names, missingPaths };
  });
}

/** `NAME=VALUE` lines with the quotes of a shell; null where it names no distribution. */
function osRelease(lines: readonly string[]): Distribution | null {
  const field = (name: string): string => {
    const line = lines.find((candidate) => candidate.startsWith(`${name}=`)) ?? '';
    return plain(line.slice(name.length + 1).replace(/^(["'])(.*)\1$/, '$2').replace(/\\(.)/g, '$1'));
  };
  const id = field('ID').toLowerCase();
  if (!/^[a-z0-9._-]{1,40}$/.test(id)) return distributionOf(field('PRETTY_NAME') || field('NAME'));
  const like = field('ID_LIKE').toLowerCase().split(' ').filter((word) => /^[a-z0-9._-]{1,40}$/.test(word));
  return { id, like, version: field('VERSION_ID'), name: field('PRETTY_NAME') || field('NAME') || id };
}
