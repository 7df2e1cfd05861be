import type { PresetSettings } from './preset';

/**
 * The files of a recording that is written as several (decision 0037): `talk.mkv` becomes `talk-001.mkv`, `talk-002.mkv`
 * and on. Nothing is missing between them.
 */
export const isSplit = ({ split }: Pick<PresetSettings, 'split'>): boolean => split.mode !== 'none';

/** What the number of a file adds to its name at most; kept free when the name is made. */
export const splitNumberLength = 6;

const cut = (fileName: string): readonly [stem: string, ending: string] => {
  const dot = fileName.lastIndexOf('.');
  return dot === -1 ? [fileName, ''] : [fileName.slice(0, dot), fileName.slice(dot)];
};

/** @param number from 1 */
export function splitFileName(fileName: string, number: number): string {
  const [stem, ending] = cut(fileName);
  return `${stem}-${String(number).padStart(3, '0')}${ending}`;
}

/** Number of a file of the recording with this name; null for any other file. */
export function splitNumber(fileName: string, candidate: string): number | null {
  const [stem, ending] = cut(fileName);
  if (!candidate.startsWith(`${stem}-`) || !candidate.endsWith(ending)) return null;
  const digits = candidate.slice(stem.length + 1, candidate.length - ending.length);
  const number = /^\d{3,9}$/.test(digits) ? Number(digits) : 0;
  return number > 0 && splitFileName(fileName, number) === candidate ? number : null;
}

/** `talk.mkv` of `talk-002.mkv`. */
export const unsplitName = (fileName: string): string => fileName.replace(/-\d{3,}(?=\.[^.]*$)/, '');

/** As ffmpeg's segment muxer numbers files: a percent sign of the path itself is doubled. */
export function splitPattern(path: string): string {
  const [stem, ending] = cut(path.replaceAll('%', '%%'));
  return `${stem}-%03d${ending}`;
}

interface Output {
  readonly settings: Pick<PresetSettings, 'split'>;
  readonly output: { readonly fileName: string } | null;
}

/** The file that a recording begins with; null where nothing is written. */
export const firstFileName = ({ settings, output }: Output): string | null =>
  output === null ? null : isSplit(settings) ? splitFileName(output.fileName, 1) : output.fileName;

/** Whether a recorder writes, or wrote, a file of this name. */
export const isFileOf = ({ settings, output }: Output, candidate: string): boolean =>
  output !== null && (isSplit(settings) ? splitNumber(output.fileName, candidate) !== null : output.fileName === candidate);
