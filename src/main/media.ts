import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { CapstanFailure } from '@domain/errors';
import { sessionIdPattern } from '@domain/session';

/** Files of recordings that the page may show, by id: it never names a path. Null, or a throw, where there is none. */
export interface MediaFiles {
  thumbnail(id: string): Promise<string | null>;
  recording(id: string): Promise<string | null>;
  playable(id: string): Promise<string | null>;
}

const kinds = ['thumbnail', 'recording', 'playable'] as const;

export interface MediaRequest {
  readonly kind: (typeof kinds)[number];
  readonly id: string;
}

/** What `capstan://app/media/KIND/ID` asks for; null for every other path. */
export function mediaRequestOf(pathname: string): MediaRequest | null {
  const [, media, kind, id = '', ...rest] = pathname.split('/');
  const known = kinds.find((name) => name === kind);
  return media === 'media' && known && sessionIdPattern.test(id) && rest.length === 0 ? { kind: known, id } : null;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.mkv': 'video/x-matroska',
  '.webm': 'video/webm',
  '.mp4': 'video/mp4',
};

/** First and last byte; `whole` where no range was asked for, null where it cannot be given. */
export function rangeOf(header: string | null, sizeBytes: number): { readonly start: number; readonly end: number } | 'whole' | null {
  if (header === null) return 'whole';
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  // Several ranges, or another unit: who asks takes the whole file too.
  if (!match || (match[1] === '' && match[2] === '')) return 'whole';
  const [first = '', last = ''] = match.slice(1);
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  return start <= end && start < sizeBytes ? { start, end } : null;
}

const safe = { 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'" };
const refusal = (status: number, headers: Readonly<Record<string, string>> = {}) => new Response(null, { status, headers: { ...safe, ...headers } });

/** Answers with the file, or with the range of it that was asked for, at the pace of its reader. */
export async function fileResponse(path: string, range: string | null): Promise<Response> {
  const contentType = contentTypes[extname(path).toLowerCase()];
  if (contentType === undefined) return refusal(404);
  const { size } = await stat(path);
  const wanted = rangeOf(range, size);
  if (wanted === null) return refusal(416, { 'content-range': `bytes */${size}` });
  const { start, end } = wanted === 'whole' ? { start: 0, end: size - 1 } : wanted;
  const headers = {
    ...safe,
    'content-type': contentType,
    'content-length': String(end - start + 1),
    'accept-ranges': 'bytes',
    // A recording may be renamed, replaced by a fetched one, or removed.
    'cache-control': 'no-store',
    ...(wanted !== 'whole' && { 'content-range': `bytes ${start}-${end}/${size}` }),
  };
  const body = size === 0 ? null : (Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream<Uint8Array>);
  return new Response(body, { status: wanted === 'whole' ? 200 : 206, headers });
}

/** Answers a request of the page; 404 where there is no such thing. */
export async function mediaResponse(files: MediaFiles, { kind, id }: MediaRequest, range: string | null): Promise<Response> {
  try {
    const path = await files[kind](id);
    return path === null ? refusal(404) : await fileResponse(path, range);
  } catch (thrown) {
    // A picture that cannot be made, a recording that is unknown, a file that is gone: the page shows that it has none.
    if (thrown instanceof CapstanFailure || (thrown instanceof Error && 'code' in thrown)) return refusal(404);
    throw thrown;
  }
}
