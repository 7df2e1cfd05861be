import type { z } from 'zod';
import type { captureColourSchema } from '../capabilities';
import { own } from '../own';

export type CaptureColour = z.infer<typeof captureColourSchema>;

const primaries: Readonly<Record<string, CaptureColour['primaries']>> = {
  'SMPTE 170M': 'bt601',
  '470 System M': 'bt601',
  '470 System BG': 'bt601',
  'Rec. 709': 'bt709',
  SRGB: 'srgb',
  sRGB: 'srgb',
  JPEG: 'srgb',
  'BT.2020': 'bt2020',
};
const matrices: Readonly<Record<string, CaptureColour['matrix']>> = {
  'ITU-R 601': 'bt601',
  'xvYCC 601': 'bt601',
  'Rec. 709': 'bt709',
  'xvYCC 709': 'bt709',
  'BT.2020': 'bt2020',
  'BT.2020 Constant Luminance': 'bt2020',
};
const ranges: Readonly<Record<string, CaptureColour['range']>> = { 'Full Range': 'full', 'Limited Range': 'limited' };
const rgbFourccs = /^'(RGB|BGR|AR|XR|AB|XB|RA|RX|BA24|BX24|GB)/;

/** Reads the current format of a node (`v4l2-ctl --get-fmt-video` or `--all`); null where it does not tell. */
export function parseColour(text: string): CaptureColour | null {
  const lines = text.split('\n').map((line) => line.trim());
  const heading = lines.findIndex((line) => /^Format Video Capture( Multiplanar)?:$/.test(line));
  if (heading === -1) return null;
  const format = lines.slice(heading + 1, heading + 20);
  const end = format.findIndex((line) => /^(Format|Crop|Streaming|Selection|Framebuffer) .*:/.test(line));
  const told = (name: string): string => {
    const line = (end === -1 ? format : format.slice(0, end)).find((candidate) => candidate.startsWith(name));
    const value = line?.slice(line.indexOf(':') + 1).trim() ?? '';
    return /^Default \(maps to (.+)\)$/.exec(value)?.[1] ?? value;
  };
  const colour: CaptureColour = {
    matrix: rgbFourccs.test(told('Pixel Format')) ? 'rgb' : (own(matrices, told('YCbCr/HSV Encoding')) ?? null),
    range: own(ranges, told('Quantization')) ?? null,
    primaries: own(primaries, told('Colorspace')) ?? null,
  };
  return colour.matrix === null && colour.range === null && colour.primaries === null ? null : colour;
}
