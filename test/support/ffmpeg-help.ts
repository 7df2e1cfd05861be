/** An option as `ffmpeg -h` lists it. */
export interface FfmpegOption {
  readonly name: string;
  /** Such as int, float, boolean, string, flags, dictionary. */
  readonly type: string;
  /** Both ends belong to it; null for types without one. */
  readonly range: { readonly minimum: number; readonly maximum: number } | null;
  /** Named values. */
  readonly constants: readonly string[];
}

/** Options under one heading, such as `h264_vaapi` or `AVCodecContext`. */
export interface OptionSection {
  readonly title: string;
  readonly options: ReadonlyMap<string, FfmpegOption>;
}

const limits: Readonly<Record<string, number>> = {
  INT_MIN: -(2 ** 31),
  INT_MAX: 2 ** 31 - 1,
  UINT32_MAX: 2 ** 32 - 1,
  I64_MIN: -(2 ** 63),
  I64_MAX: 2 ** 63,
  FLT_MAX: 3.4e38,
  '-FLT_MAX': -3.4e38,
  DBL_MAX: Number.MAX_VALUE,
  '-DBL_MAX': -Number.MAX_VALUE,
};

/** @param text what `ffmpeg -h encoder=NAME` or `ffmpeg -h full` printed */
export function parseFfmpegOptions(text: string): OptionSection[] {
  const sections: { title: string; options: Map<string, FfmpegOption & { constants: string[] }> }[] = [];
  let constants: string[] = [];
  for (const line of text.split('\n')) {
    const title = /^(.+?) AVOptions:\s*$/.exec(line)?.[1];
    const section = sections.at(-1);
    const option = /^ {2}-(\S+)\s+<(\w+)>\s/.exec(line);
    if (title !== undefined) sections.push({ title, options: new Map() });
    else if (option && section) {
      constants = [];
      const [, name = '', type = ''] = option;
      section.options.set(name, { name, type, range: rangeOf(line), constants });
    } else {
      const constant = /^ {5}(\S+)\s+(?:-?\d+\s+)?[E.][D.][F.][VASD.]/.exec(line)?.[1];
      if (constant !== undefined) constants.push(constant);
      else if (line.trim() !== '' && !line.startsWith(' ')) constants = [];
    }
  }
  return sections;
}

function rangeOf(line: string): FfmpegOption['range'] {
  const found = [...line.matchAll(/\(from (\S+) to (\S+)\)/g)].at(-1);
  if (!found) return null;
  const [minimum, maximum] = [found[1] ?? '', found[2] ?? ''].map((word) => limits[word] ?? Number(word));
  return minimum === undefined || maximum === undefined ? null : { minimum, maximum };
}

const numeric = ['int', 'int64', 'uint64', 'unsigned', 'float', 'double'];
const multipliers: Readonly<Record<string, number>> = { '': 1, k: 1e3, K: 1e3, M: 1e6, G: 1e9 };

/** @returns why ffmpeg would not take this value; null where it would */
export function whyNotTaken({ name, type, range, constants }: FfmpegOption, value: string): string | null {
  if (type === 'string' || type === 'dictionary') return value === '' ? `${name} is empty` : null;
  if (constants.includes(value)) return null;
  if (type === 'boolean') return ['0', '1', 'true', 'false', 'auto'].includes(value) ? null : `${name}: ${value} is no boolean`;
  if (!numeric.includes(type)) return `${name}: values of type ${type} are not checked`;
  const [, digits, suffix = ''] = /^(-?\d+(?:\.\d+)?)([kKMG]?)$/.exec(value) ?? [];
  if (digits === undefined) return `${name}: ${value} is neither a number nor one of ${constants.join(', ') || 'no names'}`;
  const number = Number(digits) * (multipliers[suffix] ?? Number.NaN);
  if (!type.includes('float') && type !== 'double' && !Number.isInteger(number)) return `${name}: ${value} is no whole number`;
  if (range === null) return `${name} has no range`;
  return number < range.minimum || number > range.maximum ? `${name}: ${value} is not from ${range.minimum} to ${range.maximum}` : null;
}
