import { z } from 'zod';
import { fileNamePattern, isRecordingName } from './recording';

/**
 * What looks after recordings on a host: scripts for dash and busybox, run in short-lived containers, and the parsers
 * of what they print. `directory` is where the recordings are mounted.
 */

const listing = String.raw`
LC_ALL=C; export LC_ALL
stat -f -c '%a %b %S' "$1" || exit
exec find "$1" -maxdepth 1 -type f -name '[A-Za-z0-9]*' ! -name '*[!A-Za-z0-9._-]*' \( -iname '*.mkv' -o -iname '*.mp4' \) -exec stat -c '%s %Y %n' {} +
`;

/** Prints the free space, then size and time of every recording; other files are not even named. */
export const listingArgv = (directory: string): string[] => ['sh', '-c', listing, 'capstan-list', directory];

/** Prints the free space alone, as the first line of the listing. */
export const spaceArgv = (directory: string): string[] => ['stat', '-f', '-c', '%a %b %S', directory];

export interface Listing {
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly files: readonly { readonly fileName: string; readonly sizeBytes: number; readonly modifiedAt: string }[];
}

/** Null where that is not what `listingArgv` prints. */
export function parseListing(text: string): Listing | null {
  const [head = '', ...lines] = text.split('\n');
  const space = /^(\d{1,15}) (\d{1,15}) (\d{1,9})$/.exec(head);
  if (!space) return null;
  const [available = 0, blocks = 0, blockBytes = 0] = space.slice(1).map(Number);
  return {
    freeBytes: available * blockBytes,
    totalBytes: blocks * blockBytes,
    files: lines.flatMap((line) => {
      const [, size, seconds, fileName = ''] = /^(\d{1,15}) (-?\d{1,11})(?:\.\d+)? .*\/([^/]+)$/.exec(line) ?? [];
      return isRecordingName(fileName) ? [{ fileName, sizeBytes: Number(size), modifiedAt: isoTime(Number(seconds)) }] : [];
    }),
  };
}

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** A Matroska file that was not closed has a segment of unknown size, and in its header a length that nobody checked. */
const lengths = String.raw`
directory=$1
shift
for name do
  file=$directory/$name seconds=
  case $(head -c 4096 "$file" | od -An -v -tx1 | tr -d ' \n') in
    *1853806701ffffffffffffff*) ;;
    *) seconds=$(ffprobe -v error -show_entries format=duration -of csv=p=0 "file:$file" 2>/dev/null) ;;
  esac
  printf '%s %s\n' "$name" "$seconds"
done
`;

/** Prints the length of each file, by its own header. */
export const lengthsArgv = (directory: string, fileNames: readonly string[]): string[] => ['sh', '-c', lengths, 'capstan-lengths', directory, ...fileNames];

/** Seconds by file name; null where a file does not tell. */
export function parseLengths(text: string): Map<string, number | null> {
  const found = [...text.matchAll(/^(\S+) (.*)$/gm)].filter(([, name = '']) => fileNamePattern.test(name));
  return new Map(found.map(([, name = '', seconds = '']) => [name, /^\d+(\.\d+)?$/.test(seconds) ? Number(seconds) : null]));
}

/**
 * One line about the file and where it begins to be sent, then its bytes; the SHA-256 of the whole file on stderr when
 * it is known, and an empty line there every ten seconds as a sign of life.
 */
const reading = String.raw`
file=$1 offset=$2
[ -f "$file" ] && [ ! -L "$file" ] || { echo absent; exit; }
size=$(stat -c %s "$file")
[ "$offset" -le "$size" ] || offset=0
echo "file $size $(stat -c %Y "$file") $offset"
while sleep 10; do echo; done >&2 & life=$!
nice -n 19 sha256sum <"$file" >&2 & hash=$!
[ "$offset" -eq "$size" ] || dd if="$file" bs=1M iflag=skip_bytes skip="$offset" status=none
wait $hash
kill $life
`;

/** Sends a file from an offset on. */
export const readingArgv = (path: string, offsetBytes: number): string[] => ['sh', '-c', reading, 'capstan-read', path, String(offsetBytes)];

const readingHeadSchema = z.tuple([z.literal('file'), z.coerce.number().int().min(0), z.coerce.number().int(), z.coerce.number().int().min(0)]);

export interface ReadingHead {
  readonly sizeBytes: number;
  /** Seconds since the epoch. */
  readonly modifiedSeconds: number;
  /** Where the bytes that follow begin: what was asked for, or 0 where the file is shorter. */
  readonly offsetBytes: number;
}

/** The first line of `readingArgv`: `absent` where there is no such file, null where it is not that line. */
export function parseReadingHead(line: string): ReadingHead | 'absent' | null {
  if (line === 'absent') return line;
  const parsed = readingHeadSchema.safeParse(line.split(' '));
  if (!parsed.success) return null;
  const [, sizeBytes, modifiedSeconds, offsetBytes] = parsed.data;
  return offsetBytes <= sizeBytes ? { sizeBytes, modifiedSeconds, offsetBytes } : null;
}

/** SHA-256 of the whole file in hex, and what else was said on stderr. */
export function parseReadingErrors(text: string): { readonly sha256: string | null; readonly said: string } {
  const sha256 = /^([0-9a-f]{64}) [ *]-$/m.exec(text)?.[1] ?? null;
  return { sha256, said: text.replace(/^[0-9a-f]{64} [ *]-$/gm, '').trim() };
}

/** Gives a file another name; a name that is taken is left alone, with status 17. */
const renaming = String.raw`
if [ -e "$2" ] || [ -L "$2" ]; then exit 17; fi
[ -f "$1" ] && [ ! -L "$1" ] || exit 2
mv -n "$1" "$2" || exit
[ ! -e "$1" ] || exit 17
`;
export const renamingStatus = { absent: 2, taken: 17 } as const;
export const renamingArgv = (from: string, to: string): string[] => ['sh', '-c', renaming, 'capstan-rename', from, to];

const removing = '[ -f "$1" ] && [ ! -L "$1" ] || exit 2; exec rm -f "$1"';
export const removingArgv = (path: string): string[] => ['sh', '-c', removing, 'capstan-remove', path];
