/** The first processor of /proc/cpuinfo, and how many there are. */
export interface Processor {
  /** As the processor tells it; null where it does not. */
  readonly name: string | null;
  /** What the kernel schedules on, threads included; null where none is listed. */
  readonly cores: number | null;
  /** As the published figures name it, such as `Alder Lake`; null for what is not Intel's and what is not in the table. */
  readonly architecture: string | null;
}

/** Reads the text of /proc/cpuinfo. Never throws: what is not there is null. */
export function processorOf(cpuinfo: string): Processor {
  const cores = cpuinfo.match(/^processor[ \t]*:/gm)?.length ?? null;
  const name = field(cpuinfo, 'model name') ?? field(cpuinfo, 'Model');
  const vendor = field(cpuinfo, 'vendor_id');
  const family = number(field(cpuinfo, 'cpu family'));
  const model = number(field(cpuinfo, 'model'));
  const stepping = number(field(cpuinfo, 'stepping'));
  if (vendor !== 'GenuineIntel' || family !== 6 || model === null) return { name, cores, architecture: null };
  return { name, cores, architecture: intelArchitecture({ model, stepping: stepping ?? 0, name: name ?? '' }) };
}

/** Of family 6. Where one model number stands for several, its stepping and the name's number tell them apart. */
export function intelArchitecture({ model, stepping, name }: { readonly model: number; readonly stepping: number; readonly name: string }): string | null {
  const generation = generationOf(name);
  switch (model) {
    case 0x8e:
      // From stepping 10 on: Kaby Lake Refresh, Amber, Coffee, Whiskey and Comet Lake.
      if (generation === 10) return /\dY\b/.test(name) ? 'Amber Lake' : 'Comet Lake';
      if (generation === 8 && /\dY\b/.test(name)) return 'Amber Lake';
      if (generation === 8 && /\d[5-9]9U\b/.test(name)) return 'Coffee Lake';
      if (generation === null && stepping >= 12) return 'Comet Lake';
      return stepping >= 11 ? 'Whiskey Lake' : 'Kaby Lake';
    case 0x9e:
      if (stepping <= 9) return 'Kaby Lake';
      return generation === 9 || (generation === null && stepping >= 12) ? 'Coffee Lake Refresh' : 'Coffee Lake';
    case 0xb7:
    case 0xbf:
      return generation === 14 ? 'Raptor Lake Refresh' : 'Raptor Lake';
    default:
      return architectures.get(model) ?? null;
  }
}

/** Of `i5-8250U`, `i9-14900K` or `m3-8100Y`: 8, 14 and 8; null where the name has no such number. */
function generationOf(name: string): number | null {
  const digits = /\b[im][3579]-(\d{4,5})/.exec(name)?.[1];
  if (digits === undefined) return null;
  // `i7-1065G7` and `i5-1335U` are of the 10th and the 13th, `i5-8250U` of the 8th.
  return Number(digits.length === 5 || digits.startsWith('1') ? digits.slice(0, 2) : digits.slice(0, 1));
}

/** Model numbers of Intel's family 6 with a GPU. */
const architectures: ReadonlyMap<number, string> = new Map([
  [0x2a, 'Sandy Bridge'],
  [0x3a, 'Ivy Bridge'],
  [0x3c, 'Haswell'],
  [0x45, 'Haswell'],
  [0x46, 'Haswell'],
  [0x3d, 'Broadwell'],
  [0x47, 'Broadwell'],
  [0x4e, 'Skylake'],
  [0x5e, 'Skylake'],
  [0x66, 'Cannon Lake'],
  [0xa5, 'Comet Lake'],
  [0xa6, 'Comet Lake'],
  [0x7d, 'Ice Lake'],
  [0x7e, 'Ice Lake'],
  [0x8c, 'Tiger Lake'],
  [0x8d, 'Tiger Lake'],
  [0xa7, 'Rocket Lake'],
  [0x8a, 'Lakefield'],
  [0x97, 'Alder Lake'],
  [0x9a, 'Alder Lake'],
  [0xbe, 'Alder Lake-N'],
  [0xba, 'Raptor Lake'],
  [0xaa, 'Meteor Lake'],
  [0xac, 'Meteor Lake'],
  [0xb5, 'Arrow Lake'],
  [0xc5, 'Arrow Lake'],
  [0xc6, 'Arrow Lake'],
  [0xbd, 'Lunar Lake'],
  [0x37, 'Bay Trail'],
  [0x4c, 'Cherry Trail'],
  [0x5c, 'Apollo Lake'],
  [0x7a, 'Gemini Lake'],
  [0x96, 'Elkhart Lake'],
  [0x9c, 'Jasper Lake'],
]);

function field(cpuinfo: string, key: string): string | null {
  const text = new RegExp(`^${key}[ \\t]*:[ \\t]*(.*)$`, 'm').exec(cpuinfo)?.[1]?.replaceAll(/\s+/g, ' ').trim();
  return text === undefined || text === '' ? null : text;
}

const number = (text: string | null): number | null => (text !== null && /^\d{1,4}$/.test(text) ? Number(text) : null);
