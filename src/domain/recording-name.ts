import type { Muxer } from './preset';
import { splitNumberLength } from './split';

/** What stands for the names in braces of a template, as people call it. */
export interface NameValues {
  readonly preset: string;
  readonly source: string;
  readonly host: string;
}

interface NamedFile {
  /** Told in the time zone of this computer. */
  readonly startedAt: Date;
  readonly muxer: Muxer;
  /** Tells it from all others of its name: letters, digits and dashes, 40 at most. */
  readonly part: string;
  /** It becomes the files of a recording that is split, whose names are longer. */
  readonly isSplit?: boolean;
}

const longestName = 100;
/** Of each name in braces; shorter where the whole would be too long. */
const longestWord = 60;

/**
 * A safe file name (decision 0008) from a template and what it names: `test-pattern-20261121-033000-x7k2.mkv`. Safe
 * whatever the template and the values are.
 */
export function recordingFileName(template: string, values: NameValues, { startedAt, muxer, part, isSplit = false }: NamedFile): string {
  const ending = `-${part}.${muxer === 'matroska' ? 'mkv' : 'mp4'}`;
  const room = longestName - ending.length - (isSplit ? splitNumberLength : 0);
  let stem = expanded(template, values, startedAt, longestWord);
  for (let longest = longestWord - 1; stem.length > room && longest > 0; longest -= 1) stem = expanded(template, values, startedAt, longest);
  return `${trimmed(stem.slice(0, room)) || 'recording'}${ending}`;
}

/** Of a still picture: `test-pattern-20261121-033000.jpg`, and `-2.jpg` for another one of the same second. */
export function stillFileName(presetName: string, takenAt: Date, number: number): string {
  const stem = expanded('{preset}-{date}-{time}', { preset: presetName, source: '', host: '' }, takenAt, longestWord);
  return `${stem}${number > 1 ? `-${number}` : ''}.jpg`;
}

/** Whether names of different seconds differ by the template alone: others need more to tell them apart. */
export const namesSeconds = (template: string): boolean => template.includes('{date}') && template.includes('{time}');

/** How a recording would be named that starts now, for people who edit the template. */
export function nameExample(template: string, startedAt: Date): string {
  const part = namesSeconds(template) ? 'x7k2' : 'x7k2m4p9qa';
  return recordingFileName(template, { preset: 'Test pattern', source: 'HD Webcam', host: 'This computer' }, { startedAt, muxer: 'matroska', part });
}

function expanded(template: string, { preset, source, host }: NameValues, startedAt: Date, longest: number): string {
  const day = `${startedAt.getFullYear()}${two(startedAt.getMonth() + 1)}${two(startedAt.getDate())}`;
  const time = `${two(startedAt.getHours())}${two(startedAt.getMinutes())}${two(startedAt.getSeconds())}`;
  const words = new Map([
    ['{preset}', word(preset, longest) || 'recording'],
    ['{source}', word(source, longest) || 'source'],
    ['{host}', word(host, longest) || 'host'],
    ['{date}', day],
    ['{time}', time],
  ]);
  return trimmed(template.replace(/\{[a-z]+\}/g, (name) => words.get(name) ?? name).replace(/[^A-Za-z0-9._]+/g, '-'));
}

const two = (value: number): string => String(value).padStart(2, '0');
/** A name begins with a letter or digit, and has nothing before its ending that looks cut off. */
const trimmed = (name: string): string => name.replace(/^[^A-Za-z0-9]+|[._-]+$/g, '');

function word(text: string, longest: number): string {
  const plain = text.normalize('NFKD').toLowerCase();
  return trimmed(plain.replace(/[\u0300-\u036f]/g, '').replace(/[^a-z0-9]+/g, '-')).slice(0, longest).replace(/-+$/, '');
}
