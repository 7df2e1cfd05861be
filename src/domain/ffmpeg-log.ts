import { captureDeviceRules } from './diagnosis/capture-devices';
import { hardwareRules } from './diagnosis/diagnose';
import { onlyOutput } from './diagnosis/facts';
import { memoryRules } from './diagnosis/memory';
import { failureError, findFailure, type FailureRule } from './diagnosis/rule';
import { capstanError, type CapstanError } from './errors';
import { audioRules } from './ffmpeg-log-audio-rules';
import { networkRules } from './ffmpeg-log-network-rules';
import { encoderRules, generalRules, type LogRule } from './ffmpeg-log-rules';

const reasons = [
  'No such file or directory',
  'Permission denied',
  'Operation not permitted',
  'Device or resource busy',
  'No such device or address',
  'No such device',
  'Read-only file system',
  'Not a directory',
  'Is a directory',
  'File name too long',
  'File exists',
  'Invalid data found when processing input',
  'Input/output error',
  'No space left on device',
  'Disk quota exceeded',
].join('|');
/** ffmpeg up to 5 names the file alone; from 6 on it says which side failed. */
const bare = new RegExp(String.raw`^(?:file:)?(\/[^\n]*): (${reasons})$`, 'm');
const output = new RegExp(String.raw`Error opening output (?:file )?(?:file:)?(\/[^\n]*): (${reasons})$`, 'm');
const input = new RegExp(String.raw`Error opening input: (${reasons})\s+Error opening input file (?:file:)?(\/[^\n]*)\.$`, 'm');

export interface LogContext {
  /** Path of the recording as ffmpeg saw it: before ffmpeg 6 it alone tells the source from the output. */
  readonly outputPath?: string | null;
  /** ffmpeg's name of the video encoder. */
  readonly encoder?: string | null;
}

/** What ffmpeg's stderr says of the reason for an end; null where nothing in it is known to be one. */
export function diagnoseFfmpeg(log: string, { outputPath = null, encoder = null }: LogContext = {}): CapstanError | null {
  const text = log.replace(/[ \t\r]+$/gm, '');
  const byFailures = (rules: readonly FailureRule[]): CapstanError | null => {
    const found = findFailure(rules, { ...onlyOutput(log), encoder });
    return found && failureError(found, 'ffmpeg');
  };
  return (
    byFailures(captureDeviceRules) ??
    byRules(text, audioRules) ??
    byRules(text, networkRules) ??
    byFailures(hardwareRules) ??
    byRules(text, encoderRules) ??
    byFailures(memoryRules) ??
    byRules(text, generalRules) ??
    byFile(text, outputPath)
  );
}

function byRules(text: string, rules: readonly LogRule[]): CapstanError | null {
  for (const { pattern, kind, words, extras } of rules) {
    const match = pattern.exec(text);
    if (!match) continue;
    const group = match.slice(1).find((value) => value !== undefined) ?? 'this';
    return capstanError(kind, `${words.replace('$1', () => group)} ffmpeg said: ${quote(lineOf(text, match))}`, extras);
  }
  return null;
}

function byFile(text: string, outputPath: string | null): CapstanError | null {
  const written = output.exec(text);
  if (written) return outputError(written[1] ?? '', written[2] ?? '');
  const read = input.exec(text);
  if (read) return sourceError(read[2] ?? '', read[1] ?? '');
  const [, path = '', reason = ''] = bare.exec(text) ?? [];
  if (path === '') return null;
  const ofOutput = path === outputPath || /^(Read-only|File name|File exists|No space|Disk quota)/.test(reason);
  return ofOutput ? outputError(path, reason) : sourceError(path, reason);
}

function outputError(path: string, reason: string): CapstanError {
  const kind = /^(No space|Disk quota)/.test(reason) ? 'disk-full' : 'output-unwritable';
  return capstanError(kind, `${path}: ${reason}.`);
}

function sourceError(path: string, reason: string): CapstanError {
  if (reason === 'Invalid data found when processing input' || reason === 'Input/output error') {
    return capstanError('format-unsupported', `${path} is not a media file that ffmpeg can read, or it is damaged.`, {
      nextStep: 'Choose another file.',
    });
  }
  if (reason === 'Permission denied' || reason === 'Operation not permitted') {
    return capstanError('source-missing', `The recorder may not read ${path}.`, { nextStep: 'Check the permissions of the file.' });
  }
  return capstanError('source-missing', `${path}: ${reason}.`);
}

/** The whole lines that hold the match. */
function lineOf(text: string, match: RegExpExecArray): string {
  const from = text.lastIndexOf('\n', match.index) + 1;
  const to = text.indexOf('\n', match.index + match[0].length);
  return text.slice(match[0].startsWith('\n') ? match.index : from, to === -1 ? undefined : to);
}

const quote = (line: string): string =>
  line
    .replace(/\[[^\]]*@ \w+\] ?/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
