import type { z } from 'zod';
import type { CaptureFormat, FrameSizeRange, frameRateRangeSchema } from '../capabilities';
import { parseFrameRate, type FrameRate, type FrameSize } from '../units';

/** Sizes offered to people where a device names only a range. */
const commonSizes: readonly (readonly [number, number])[] = [
  [320, 240],
  [640, 360],
  [640, 480],
  [720, 480],
  [720, 576],
  [800, 600],
  [1024, 768],
  [1280, 720],
  [1280, 1024],
  [1600, 1200],
  [1920, 1080],
  [1920, 1200],
  [2560, 1440],
  [3840, 2160],
  [4096, 2160],
];
const commonRates = [60, 50, 30, 25, 24, 20, 15, 10, 5];
const compressedFourccs = new Set(['MJPG', 'JPEG', 'H264', 'AVC1', 'HEVC', 'MPEG', 'MPG1', 'MPG2', 'MPG4', 'VP80', 'VP90', 'DVSD']);
const maximumFormats = 64;
const maximumSizesOfAFormat = 256;
const maximumRangesOfAFormat = 16;

type FrameRateRange = z.infer<typeof frameRateRangeSchema>;
interface OpenSize {
  width: number;
  height: number;
  frameRates: FrameRate[];
  frameRateRange: FrameRateRange | null;
}
interface OpenFormat {
  fourcc: string;
  description: string;
  compressed: boolean;
  frameSizes: OpenSize[];
  frameSizeRanges: FrameSizeRange[];
}

/**
 * Reads `v4l2-ctl --list-formats-ext`, in the layout of today and that of before 2018. A range of sizes or rates is kept,
 * and its two ends and the common values between them are listed. Formats without a fourcc and those of other directions
 * are left out.
 */
export function parseFormats(text: string): CaptureFormat[] {
  const formats: OpenFormat[] = [];
  /** Null until the list says; the former layout always does, which tells it from a node's current format. */
  let capturing: boolean | null = null;
  let format: OpenFormat | null = null;
  /** Sizes that the next rates belong to. */
  let sizes: OpenSize[] = [];
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (!/^(\[|Type|Pixel Format|Name|Size|Interval)/.test(line)) continue;
    const type = /^Type\s*: (.*)$/.exec(line)?.[1];
    if (type !== undefined) capturing = type.startsWith('Video Capture');
    const heading = parseHeading(line);
    if (heading) {
      format = (capturing ?? !heading.former) ? openFormat(formats, heading) : null;
      sizes = [];
    }
    if (!format) continue;
    const name = /^Name\s*: (.*)$/.exec(line)?.[1];
    if (name !== undefined && format.description === '') format.description = plain(name);
    const range = parseSizeRange(line);
    if (range && format.frameSizeRanges.length < maximumRangesOfAFormat) format.frameSizeRanges.push(range);
    const offered = range ? sizesWithin(range) : parseSize(line);
    if (offered) {
      const room = Math.max(0, maximumSizesOfAFormat - format.frameSizes.length);
      sizes = offered.slice(0, room).map((size) => ({ ...size, frameRates: [], frameRateRange: null }));
      format.frameSizes.push(...sizes);
    }
    const rates = parseRates(line);
    if (!rates) continue;
    for (const size of sizes) {
      for (const rate of rates.listed) addRate(size.frameRates, rate);
      size.frameRateRange ??= rates.range;
    }
  }
  return formats;
}

/** What v4l2-ctl adds to the description. */
const formatFlag = /^(compressed|emulated|continuous-bytestream|dyn-resolution|enc-cap-.*|csc-.*)$/;

type Heading = Pick<OpenFormat, 'fourcc' | 'description' | 'compressed'> & { readonly former: boolean };

/** `[0]: 'MJPG' (Motion-JPEG, compressed)`, before 2018 `Pixel Format: 'MJPG' (compressed)` with the name below. */
function parseHeading(line: string): Heading | null {
  const match = /^(?:\[\d+\]:|Pixel Format\s*:) '(.{0,8})'(?: \((.*)\))?$/.exec(line);
  if (!match) return null;
  const fourcc = (match[1] ?? '').trim();
  const words = (match[2] ?? '').split(', ');
  const description = plain(words.filter((word) => !formatFlag.test(word)).join(', '));
  return { fourcc, description, compressed: words.includes('compressed') || compressedFourccs.has(fourcc), former: line.startsWith('P') };
}

/** The format of this heading, new or met before; null where nobody could ask for it. */
function openFormat(formats: OpenFormat[], { fourcc, description, compressed }: Heading): OpenFormat | null {
  const known = formats.find((format) => format.fourcc === fourcc);
  if (known || !/^[\x21-\x7e]{1,4}(-BE)?$/.test(fourcc) || formats.length >= maximumFormats) return known ?? null;
  const format = { fourcc, description, compressed, frameSizes: [], frameSizeRanges: [] as [] };
  formats.push(format);
  return format;
}

function parseSize(line: string): FrameSize[] | null {
  const discrete = /^Size: Discrete (\d{1,5})x(\d{1,5})$/.exec(line);
  return discrete ? [{ width: Number(discrete[1]), height: Number(discrete[2]) }] : null;
}

function parseSizeRange(line: string): FrameSizeRange | null {
  const range = /^Size: (?:Stepwise|Continuous) (\d{1,5})x(\d{1,5}) - (\d{1,5})x(\d{1,5})(?: with step (\d{1,5})\/(\d{1,5}))?$/.exec(line);
  if (!range) return null;
  const [minimumWidth = 0, minimumHeight = 0, maximumWidth = 0, maximumHeight = 0, stepWidth = 1, stepHeight = 1] = range
    .slice(1)
    .map((group) => (group === undefined ? 1 : Number(group)));
  if (minimumWidth > maximumWidth || minimumHeight > maximumHeight) return null;
  // A step of 0 is a driver's way to say 1.
  return { minimumWidth, maximumWidth, stepWidth: Math.max(1, stepWidth), minimumHeight, maximumHeight, stepHeight: Math.max(1, stepHeight) };
}

function sizesWithin(range: FrameSizeRange): FrameSize[] {
  const common = commonSizes.map(([width, height]) => ({ width, height })).filter((size) => isOnGrid(size, range));
  const ends = [
    { width: range.minimumWidth, height: range.minimumHeight },
    { width: range.maximumWidth, height: range.maximumHeight },
  ] as const;
  const all = [ends[0], ...common, ends[1]];
  return all.filter((size, at) => all.findIndex((other) => other.width === size.width && other.height === size.height) === at);
}

/** Whether a device with this range can be asked for this size. */
export function isOnGrid({ width, height }: FrameSize, range: FrameSizeRange): boolean {
  const fits = (value: number, from: number, to: number, step: number): boolean => value >= from && value <= to && (value - from) % step === 0;
  return fits(width, range.minimumWidth, range.maximumWidth, range.stepWidth) && fits(height, range.minimumHeight, range.maximumHeight, range.stepHeight);
}

function parseRates(line: string): { readonly listed: FrameRate[]; readonly range: FrameRateRange | null } | null {
  const discrete = /^Interval: Discrete .*\((\d{1,4}\.\d{1,3}) fps\)$/.exec(line);
  if (discrete) return { listed: valid([discrete[1] ?? '']), range: null };
  const found = /^Interval: (?:Stepwise|Continuous) .*\((\d{1,4}\.\d{1,3})-(\d{1,4}\.\d{1,3}) fps\)$/.exec(line);
  if (!found) return null;
  const [, slowest = '', fastest = ''] = found;
  const between = commonRates.filter((rate) => rate > Number(slowest) && rate < Number(fastest));
  const [minimum, maximum] = [parseFrameRate(slowest), parseFrameRate(fastest)];
  return { listed: valid([fastest, ...between.map(String), slowest]), range: minimum && maximum && { minimum, maximum } };
}

function valid(texts: string[]): FrameRate[] {
  return texts.flatMap((text) => parseFrameRate(text) ?? []);
}

function addRate(rates: FrameRate[], rate: FrameRate): void {
  const known = rates.some((other) => other.numerator === rate.numerator && other.denominator === rate.denominator);
  if (!known && rates.length < 64) rates.push(rate);
}

const plain = (text: string): string => text.replace(/\p{C}+/gu, ' ').trim().slice(0, 100);
