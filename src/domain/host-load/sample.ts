/** What the host agent read at one moment, as text; `HostLoadMeter` makes figures of it. */
export interface HostSample {
  /** Since boot of the host, in hundredths. */
  readonly atSeconds: number;
  /** First line of /proc/stat, and lines of /proc/meminfo. */
  readonly stat: string;
  readonly meminfo: string;
  /** RAPL's counters of the processor's packages; a maximum of 0 is unknown. */
  readonly packages: readonly { readonly name: string; readonly microjoules: number; readonly maximumMicrojoules: number }[];
  /** Temperatures of the processor by sensor. */
  readonly zones: readonly { readonly name: string; readonly millidegrees: number }[];
  readonly gpus: readonly GpuFiles[];
  /** What is there and may not be read: `rapl`, `zone NAME`. */
  readonly closed: readonly string[];
}

/** What sysfs tells of a GPU. */
export interface GpuFiles {
  /** As in /dev/dri, such as renderD128. */
  readonly node: string;
  readonly driver: string | null;
  /** PCI address; null on other buses. */
  readonly address: string | null;
  /** Text by path below the device's directory. */
  readonly files: Readonly<Record<string, string>>;
  readonly isAsleep: boolean;
  readonly closed: readonly string[];
}

/** No host has more. */
const maximumLines = 5000;

/** Cuts the lines of `host-load.sh` into samples. */
export class HostSampleReader {
  private lines: string[] | null = null;

  /** One line without its `load `; answers the sample that it completes. */
  line(text: string): HostSample | null {
    if (text.startsWith('begin ')) this.lines = [text];
    else if (text === 'end') {
      const { lines } = this;
      this.lines = null;
      return lines && sampleOf(lines);
    } else if (this.lines && this.lines.length < maximumLines) this.lines.push(text);
    return null;
  }
}

type Open<T> = { -readonly [K in keyof T]: T[K] };

function sampleOf(lines: readonly string[]): HostSample | null {
  const sample = { stat: '', meminfo: '', packages: [] as HostSample['packages'][number][], zones: [] as HostSample['zones'][number][], gpus: [] as Open<GpuFiles>[], closed: [] as string[] };
  let atSeconds: number | null = null;
  for (const line of lines) {
    const space = line.indexOf(' ');
    const [kind, rest] = space === -1 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
    const words = rest.split(' ');
    const gpu = sample.gpus.at(-1);
    if (kind === 'begin') atSeconds = number(rest);
    else if (kind === 'cpu') sample.stat = `${line}\n`;
    else if (kind === 'mem') sample.meminfo += `${rest}\n`;
    else if (kind === 'rapl') addPackage(sample.packages, words);
    else if (kind === 'zone') addZone(sample.zones, words);
    else if (kind === 'gpu') sample.gpus.push(gpuOf(rest));
    else if (kind === 'asleep' && gpu) gpu.isAsleep = true;
    else if (kind === 'file' && gpu) addFile(gpu, rest);
    else if (kind === 'closed' && words[0] === 'file' && gpu) gpu.closed = [...gpu.closed, words.slice(1).join(' ')];
    else if (kind === 'closed') sample.closed.push(rest);
  }
  return atSeconds === null ? null : { atSeconds, ...sample };
}

const number = (text: string | undefined): number | null => (text !== undefined && /^-?\d{1,20}(\.\d{1,6})?$/.test(text) ? Number(text) : null);

function addPackage(packages: HostSample['packages'][number][], [name = '', energy, maximum]: readonly string[]): void {
  const microjoules = number(energy);
  if (microjoules !== null) packages.push({ name, microjoules, maximumMicrojoules: number(maximum) ?? 0 });
}

function addZone(zones: HostSample['zones'][number][], [name = '', value]: readonly string[]): void {
  const millidegrees = number(value);
  if (millidegrees !== null) zones.push({ name, millidegrees });
}

function gpuOf(words: string): Open<GpuFiles> {
  const [node = '', driver = '-', address = '-'] = words.split(',');
  return { node, driver: driver === '-' ? null : driver, address: address === '-' ? null : address, files: {}, isAsleep: false, closed: [] };
}

/** A file of several lines comes as several. */
function addFile(gpu: Open<GpuFiles>, rest: string): void {
  const space = rest.indexOf(' ');
  if (space === -1) return;
  const [key, text] = [rest.slice(0, space), rest.slice(space + 1)];
  const known = Object.hasOwn(gpu.files, key) ? `${gpu.files[key]}\n` : '';
  gpu.files = { ...gpu.files, [key]: known + text };
}
