import type { EngineLoad, GpuLoad, Unavailable } from '../load';
import { celsius, decimal, positive, share, unknownLoad, withReasons } from './figures';

/**
 * What `nvidia-smi --query-gpu` is asked for, by name. All but the two of encoder and decoder are known to drivers from
 * 450 on; the name comes last, since it may hold commas.
 */
export const nvidiaSmiFields = [
  'index',
  'uuid',
  'utilization.gpu',
  'utilization.encoder',
  'utilization.decoder',
  'encoder.stats.sessionCount',
  'memory.used',
  'memory.total',
  'power.draw',
  'temperature.gpu',
  'clocks.current.graphics',
  'name',
] as const;
export type NvidiaSmiField = (typeof nvidiaSmiFields)[number];

/** Arguments of nvidia-smi for these fields. */
export const nvidiaSmiQuery = (fields: readonly NvidiaSmiField[] = nvidiaSmiFields): string[] => [
  `--query-gpu=${fields.join(',')}`,
  '--format=csv,noheader,nounits',
];

/** Arguments of nvidia-smi for the busy share of encoder and decoder, where its query does not know those fields. */
export const nvidiaSmiMonitor = ['dmon', '-s', 'u', '-c', '1'] as const;

export interface NvidiaSmiReading {
  readonly gpus: readonly { readonly index: number | null; readonly load: GpuLoad }[];
  /**
   * A field that this driver does not know. nvidia-smi then answers nothing at all: ask again for `fields` without it,
   * and go on like that; what is not asked for is told as unavailable.
   */
  readonly unknownField: NvidiaSmiField | null;
  /** What nvidia-smi says went wrong, in its own words; those of a GPU that is lost stand beside the rows of the others. */
  readonly problems: readonly string[];
}

/**
 * Reads the answer to `nvidiaSmiQuery(fields)`, from standard output and error together: nvidia-smi writes its errors on
 * either. A heading, and units behind the figures, are taken as well.
 */
export function parseNvidiaSmi(text: string, fields: readonly string[] = nvidiaSmiFields): NvidiaSmiReading {
  const gpus: { index: number | null; load: GpuLoad }[] = [];
  const problems: string[] = [];
  let unknownField: NvidiaSmiField | null = null;
  let columns = fields;
  for (const line of text.split('\n').map((one) => one.trim())) {
    const refused = /^Field "([^"]*)" is not a valid field to query/.exec(line);
    if (refused) unknownField = nvidiaSmiFields.find((field) => field === refused[1]) ?? unknownField;
    if (refused || isProblem(line)) {
      if (problems.length < 100) problems.push(line.slice(0, 500));
      continue;
    }
    const heading = headingOf(line);
    if (heading) {
      columns = heading;
      continue;
    }
    const row = rowOf(line, columns);
    if (row) gpus.push({ index: whole(row.get('index')), load: loadOf(row) });
  }
  return { gpus, unknownField, problems };
}

const problem = /^(?:NVIDIA-SMI has failed|Failed to initialize NVML|Unable to determine the device handle|No devices were found|NVIDIA-SMI couldn't find|Failed to properly shut down NVML|Unable to load|GPU access blocked|Insufficient Permissions|Invalid combination|NVML library version|The following GPU.*is lost|.*(?:nvidia-smi: (?:command )?not found))/i;
const isProblem = (line: string): boolean => problem.test(line);

/** `index, name, utilization.gpu [%]` */
function headingOf(line: string): string[] | null {
  const names = line.split(',').map((part) => part.trim().replace(/ \[[^\]]*\]$/, ''));
  return names.length > 1 && names.every((name) => /^[a-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*$/.test(name)) && names.some((name) => /^(?:index|name|uuid)$|\./.test(name)) ? names : null;
}

/** The cells of a line by column; null where the line is no row. What is beyond the last column belongs to the name. */
function rowOf(line: string, columns: readonly string[]): Map<string, string> | null {
  const cells = line.split(',').map((cell) => cell.trim());
  const nameAt = columns.indexOf('name');
  const extra = cells.length - columns.length;
  if (extra < 0 || (extra > 0 && nameAt === -1)) return null;
  if (extra > 0) cells.splice(nameAt, extra + 1, cells.slice(nameAt, nameAt + extra + 1).join(', '));
  const row = new Map(columns.map((column, at) => [column, cells[at] ?? '']));
  const named = row.get('index') ?? row.get('uuid') ?? row.get('name') ?? '';
  const isIndex = !row.has('index') || /^\d{1,4}$/.test(named);
  return named === '' || !isIndex || /^[+|]/.test(line) ? null : row;
}

const whole = (text: string | undefined): number | null => (text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null);

/** A figure with or without its unit. */
const figure = (text: string | undefined): number | null => decimal(/^([+-]?[\d.]+)(?: ?(?:%|MiB|MB|W|MHz|C))?$/.exec(text ?? '')?.[1]);

function loadOf(row: ReadonlyMap<string, string>): GpuLoad {
  const told = (field: NvidiaSmiField): number | null => figure(row.get(field));
  const index = whole(row.get('index'));
  const uuid = /^(?:GPU|MIG)-[\w-/]+$/.exec(row.get('uuid') ?? '')?.[0] ?? null;
  const engines: EngineLoad[] = [
    { engine: 'encoder', name: 'encoder', busyPercent: share(told('utilization.encoder')) },
    { engine: 'decoder', name: 'decoder', busyPercent: share(told('utilization.decoder')) },
  ];
  const load: GpuLoad = {
    ...unknownLoad(uuid ?? `nvidia:${index ?? row.get('name') ?? ''}`, row.get('name') || 'NVIDIA GPU'),
    engines,
    busyPercent: share(told('utilization.gpu')),
    encodeSessions: whole(row.get('encoder.stats.sessionCount')),
    memoryUsedMiB: positive(told('memory.used')),
    memoryTotalMiB: positive(told('memory.total')),
    powerWatts: positive(told('power.draw')),
    temperatureCelsius: celsius(told('temperature.gpu')),
    clockMhz: positive(told('clocks.current.graphics')),
  };
  return withReasons(load, (name) => reasonOf(row.get(fieldOf[name] ?? '')));
}

/** The field that a figure of GpuLoad is read from. */
const fieldOf: Readonly<Record<string, NvidiaSmiField>> = {
  busyPercent: 'utilization.gpu',
  engines: 'utilization.encoder',
  encodeSessions: 'encoder.stats.sessionCount',
  memoryUsedMiB: 'memory.used',
  memoryTotalMiB: 'memory.total',
  powerWatts: 'power.draw',
  temperatureCelsius: 'temperature.gpu',
  clockMhz: 'clocks.current.graphics',
};

function reasonOf(cell: string | undefined): string {
  if (cell === undefined) return 'nvidia-smi was not asked for it, since this driver does not know the field.';
  if (/not supported|N\/A/i.test(cell)) return `This GPU or its driver does not tell it: nvidia-smi says ${cell}.`;
  if (/requires? reset/i.test(cell)) return 'The GPU must be reset: nvidia-smi says [GPU requires reset].';
  if (/lost/i.test(cell)) return 'The GPU was lost; restart the machine.';
  if (/permission/i.test(cell)) return 'Not allowed for this user: nvidia-smi says [Insufficient Permissions].';
  return `nvidia-smi says ${cell.slice(0, 100) || 'nothing'}.`;
}

/** One GPU in one line of `nvidia-smi dmon`; null where it writes `-`, or has no such column. */
export interface NvidiaMonitorRow {
  readonly index: number;
  readonly busyPercent: number | null;
  readonly encoderPercent: number | null;
  readonly decoderPercent: number | null;
  readonly powerWatts: number | null;
  readonly temperatureCelsius: number | null;
  readonly clockMhz: number | null;
  readonly memoryUsedMiB: number | null;
}

/** Reads `nvidia-smi dmon`, whatever columns it has; lines that are no row are skipped. */
export function parseNvidiaMonitor(text: string): NvidiaMonitorRow[] {
  let columns: string[] = [];
  return text.split('\n').flatMap((line) => {
    const words = line.trim().split(/\s+/);
    if (words[0] === '#' || words[0]?.startsWith('#')) {
      const names = line.trim().replace(/^#\s*/, '').split(/\s+/);
      if (names[0] === 'gpu') columns = names;
      return [];
    }
    const index = whole(words[0]);
    if (index === null || words.length !== columns.length || !words.every((word) => word === '-' || decimal(word) !== null)) return [];
    const told = (...names: string[]): number | null => {
      const at = columns.findIndex((column) => names.includes(column));
      return at === -1 ? null : decimal(words[at]);
    };
    return [
      {
        index,
        busyPercent: share(told('sm')),
        encoderPercent: share(told('enc')),
        decoderPercent: share(told('dec')),
        powerWatts: positive(told('pwr')),
        temperatureCelsius: celsius(told('gtemp', 'temp')),
        clockMhz: positive(told('pclk')),
        memoryUsedMiB: positive(told('fb')),
      },
    ];
  });
}

/** The loads with the encoder and decoder of `dmon` where the query did not tell them; the newest row of a GPU counts. */
export function withMonitorRows(gpus: NvidiaSmiReading['gpus'], rows: readonly NvidiaMonitorRow[]): GpuLoad[] {
  return gpus.map(({ index, load }) => {
    const row = rows.findLast((one) => one.index === index);
    if (!row) return load;
    const busy: Partial<Record<EngineLoad['engine'], number | null>> = { encoder: row.encoderPercent, decoder: row.decoderPercent };
    const engines = load.engines.map((engine) => ({ ...engine, busyPercent: engine.busyPercent ?? busy[engine.engine] ?? null }));
    const known = engines.some(({ busyPercent }) => busyPercent !== null);
    const unavailable: Unavailable[] = load.unavailable.filter((one) => one.figure !== 'engines' || !known);
    return { ...load, engines, unavailable };
  });
}
