import type { CaptureDevice } from '../capabilities';

/** How the pictures of a capture device are to be read; `any` range where only the pictures themselves tell. */
export interface SourceColour {
  readonly matrix: 'bt601' | 'bt709' | 'bt2020' | 'rgb';
  readonly range: 'limited' | 'full' | 'any';
  readonly primaries: 'bt601' | 'bt709' | 'bt2020';
}

const jpegFourccs = new Set(['MJPG', 'JPEG']);
const greyFourccs = new Set(['GREY', 'Y16']);
const rgbFourccs = new Set(['RGB3', 'BGR3', 'BGR4', 'RGB4', 'RGBP']);
/** They say it themselves, in the stream. */
const videoFourccs = new Set(['H264', 'HEVC']);

/**
 * JPEG is full-range BT.601 whatever the driver says; raw pictures are what the device says, else what the USB video
 * class says (limited BT.601, primaries of BT.709). Null where the stream tells by itself.
 */
export function sourceColour({ colour }: Pick<CaptureDevice, 'colour'>, fourcc: string | null): SourceColour | null {
  const told = colour?.primaries ?? null;
  const primaries = told === null || told === 'srgb' ? 'bt709' : told;
  if (fourcc === null) return { matrix: 'bt601', range: 'any', primaries };
  if (videoFourccs.has(fourcc)) return null;
  if (jpegFourccs.has(fourcc) || greyFourccs.has(fourcc)) return { matrix: 'bt601', range: 'full', primaries };
  if (rgbFourccs.has(fourcc)) return { matrix: 'rgb', range: 'full', primaries };
  const matrix = colour?.matrix ?? null;
  return { matrix: matrix === null || matrix === 'rgb' ? 'bt601' : matrix, range: colour?.range ?? 'limited', primaries };
}

/** ffmpeg's names; JPEG's own matrix is BT.601 by its other name. */
const matrixNames = { bt601: 'smpte170m', bt709: 'bt709', bt2020: 'bt2020nc', rgb: 'bt709', jpeg: 'bt470bg' } as const;
const primariesNames = { bt601: 'smpte170m', bt709: 'bt709', bt2020: 'bt2020' } as const;
const transferNames = { bt601: 'smpte170m', bt709: 'bt709', bt2020: 'bt2020-10' } as const;

const tags = (range: 'limited' | 'full' | 'any', matrix: keyof typeof matrixNames, primaries: SourceColour['primaries']): string =>
  `setparams=${range === 'any' ? '' : `range=${range}:`}colorspace=${matrixNames[matrix]}:color_primaries=${primariesNames[primaries]}:color_trc=${transferNames[primaries]}`;

/** Filters that make pictures limited-range and say all that players need: pixels and tags never differ (decision 0015). */
export function recordingColourFilters({ matrix, range, primaries }: SourceColour): string[] {
  const scale = [
    ...(range === 'full' && matrix !== 'rgb' ? ['in_range=full'] : []),
    ...(range === 'limited' ? [] : ['out_range=limited']),
    ...(matrix === 'rgb' ? ['out_color_matrix=bt709'] : []),
  ];
  return [...(scale.length > 0 ? [`scale=${scale.join(':')}`] : []), tags('limited', matrix, primaries)];
}

/** The same for an encoder of JPEG, which is always read as full-range BT.601. */
export function jpegColourFilters(colour: SourceColour | null): string[] {
  if (colour === null) return ['scale=out_range=full:out_color_matrix=bt601', 'setparams=range=full:colorspace=bt470bg'];
  return [`scale=${previewColourOptions(colour).slice(1)}`, tags('full', 'jpeg', colour.primaries)];
}

/** Says what frames are before a GPU converts them: its filters go by the tags. */
export const sourceTags = ({ matrix, range, primaries }: SourceColour): string => tags(range, matrix, primaries);

/** What the preview's scaler has to know: JPEG is full-range BT.601, as it takes its pictures to be unless it is told. */
export function previewColourOptions(colour: SourceColour | null): string {
  const range = colour?.range === 'full' && colour.matrix !== 'rgb' ? ':in_range=full' : '';
  const matrix = colour?.matrix === 'bt709' || colour?.matrix === 'bt2020' ? `:in_color_matrix=${colour.matrix}:out_color_matrix=bt601` : '';
  return `${range}${matrix}:out_range=full`;
}
