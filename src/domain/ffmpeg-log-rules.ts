import { phrase } from './diagnosis/rule';
import type { ErrorExtras, ErrorKind } from './errors';

/** A message that is known to be the cause, and what it means to people. `$1` stands for the first group. */
export interface LogRule {
  readonly pattern: RegExp;
  readonly kind: ErrorKind;
  readonly words: string;
  readonly extras?: ErrorExtras;
}

/** What encoders in software refuse of the settings; those of the GPU are `hardwareRules`. */
export const encoderRules: readonly LogRule[] = [
  {
    pattern: phrase(String.raw`Error setting preset/tune (\S+)/|Error setting option preset to value (\S+?)\.$`),
    kind: 'preset-invalid',
    words: 'The encoder has no preset $1.',
    extras: { field: 'video.encoderPreset' },
  },
  {
    pattern: phrase(String.raw`Error setting profile (\S+?)\.$|Invalid or incompatible profile set: (\S+?)\.$|(g_profile) out of range`),
    kind: 'preset-invalid',
    words: 'The encoder does not know this profile, or not with this pixel format ($1).',
    extras: { field: 'video.profile' },
  },
];

export const generalRules: readonly LogRule[] = [
  {
    pattern: phrase(String.raw`Cannot find a valid font for the family`),
    kind: 'preset-invalid',
    words: 'There is no font to draw the text or clock with where this recorder runs.',
    extras: { field: 'overlay', nextStep: 'Install a font, such as the package fonts-dejavu-core, or take the text and the clock out.' },
  },
  {
    pattern: phrase(String.raw`Invalid too big or non positive size for width '-?\d+' or height`),
    kind: 'preset-invalid',
    words: 'Cropped so, nothing is left of the pictures of this source.',
    extras: { field: 'transform.crop', nextStep: 'Crop less: the source is smaller than that.' },
  },
  {
    pattern: phrase(String.raw`(?:av_interleaved_write_frame\(\)|Error (?:writing trailer|closing file|muxing|submitting|writing)[^\n]*): (?:No space left on device|Disk quota exceeded)`),
    kind: 'disk-full',
    words: 'The disk or your share of it is full.',
  },
  {
    pattern: phrase(String.raw`(?:av_interleaved_write_frame\(\)|Error (?:writing trailer|closing file|muxing)[^\n]*): File too large`),
    kind: 'disk-full',
    words: 'The file system takes no larger file.',
    extras: { nextStep: 'Record to a disk with another file system: FAT32 ends at 4 GiB.' },
  },
  {
    pattern: phrase(String.raw`File '(.+?)' already exists\. Exiting`),
    kind: 'output-unwritable',
    words: 'File exists: $1. Capstan never writes over a recording.',
    extras: { nextStep: 'Choose another folder, or move the file away.' },
  },
  {
    pattern: phrase(String.raw`codec (\S+) in stream #\d+, codec not currently supported in container`),
    kind: 'preset-invalid',
    words: 'This kind of file cannot hold $1.',
    extras: { field: 'muxer', nextStep: 'Choose Matroska, or another encoder.' },
  },
  {
    pattern: phrase(String.raw`^(?:file:)?(\/[^\n]*): could not find codec parameters|Could not find codec parameters for stream`),
    kind: 'format-unsupported',
    words: 'The source holds nothing that ffmpeg can read as a picture.',
    extras: { nextStep: 'Choose another file or format.' },
  },
  {
    pattern: phrase(String.raw`Stream map '(\S+)' matches no streams`),
    kind: 'format-unsupported',
    words: 'The source has no such track ($1).',
    extras: { nextStep: 'Choose a source with a picture, and no audio where it has none.' },
  },
];
