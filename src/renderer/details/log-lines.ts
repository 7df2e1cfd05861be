/** A line of ffmpeg's log. */
export interface LogLine {
  readonly text: string;
  /** It tells of a failure; the others are warnings. */
  readonly isError: boolean;
}

/** Where a search was found: the line by its number, and the first letter in it. */
export interface LogMatch {
  readonly line: number;
  readonly start: number;
}

const failure = /\b(?:errors?|fail(?:ed|ure|s)?|invalid|cannot|can't|could not|unable to|no such|denied|refused|unknown|busy|timed out|not permitted|out of memory|no space left|already exists|name too long|not a directory|is a directory|read-only file system|matches no|inappropriate|unsupported|not supported|does not support|exiting)\b/i;

/** The lines of a log. What is written over itself counts as it was left. */
export function logLines(text: string): LogLine[] {
  const lines = text.replace(/\n+$/, '').split('\n');
  return lines.map((line) => {
    const last = line.replace(/\r+$/, '').split('\r').at(-1) ?? '';
    return { text: last, isError: failure.test(last) };
  });
}

/** Every place of a text in the lines, without regard to case; none for an empty one. */
export function matchesIn(lines: readonly LogLine[], query: string): LogMatch[] {
  if (query === '') return [];
  const pattern = new RegExp(query.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`), 'giu');
  return lines.flatMap(({ text }, line) => [...text.matchAll(pattern)].map(({ index }) => ({ line, start: index })));
}
