import type { Duplex } from 'node:stream';
import { failure } from '@domain/errors';
import { toolContainer } from '@domain/plan/container';
import type { Mount } from '@domain/plan/types';
import { parseReadingErrors, parseReadingHead, readingArgv } from '@domain/recording-tools';
import type { FilePiece } from '../recordings/fetch-file';
import type { DockerClient } from './client';
import { whereReachable } from './errors';
import { outputPieces } from './frames';
import { createTool, removeTool } from './tool';

export interface ToolContext {
  readonly client: DockerClient;
  readonly image: string;
  readonly ownerId: string;
  /** `uid:gid` */
  readonly user: string;
}

/** The container gives a sign of life every ten seconds: this long without one, and the way to it is gone. */
const silenceMilliseconds = 45_000;
/** Of 1024: a recorder on the same machine goes first. */
const cpuShares = 128;
const longestHeadBytes = 200;

/**
 * Reads a recording of a host from an offset on, through one container that the daemon removes by itself. Throws
 * `connection-lost` where the way to it broke, `recording-unknown` where there is no such file.
 */
export async function* readRecording(
  { client, ...context }: ToolContext,
  { path, mounts }: { readonly path: string; readonly mounts: readonly Mount[] },
  offsetBytes: number,
  signal: AbortSignal,
): AsyncGenerator<FilePiece> {
  const overrides = { AutoRemove: true, CpuShares: cpuShares };
  const id = await createTool(client, toolContainer({ ...context, argv: readingArgv(path, offsetBytes), mounts, overrides }));
  try {
    const stream = await client.output(id);
    const stop = () => stream.destroy();
    signal.addEventListener('abort', stop, { once: true });
    try {
      signal.throwIfAborted();
      await client.start(id);
      yield* filePieces(whileAlive(stream), path);
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
  } finally {
    await whereReachable(() => removeTool(client, id));
  }
}

/** Ends a stream that stays silent; the time that its reader takes does not count. */
async function* whileAlive(stream: Duplex): AsyncGenerator<Buffer> {
  const listen = () => setTimeout(() => stream.destroy(new Error('no sign of life')), silenceMilliseconds);
  let timer = listen();
  try {
    for await (const chunk of stream) {
      clearTimeout(timer);
      yield chunk as Buffer;
      timer = listen();
    }
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw failure('connection-lost', `The connection broke while the recording was copied (${said}).`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

async function* filePieces(stream: AsyncIterable<Buffer>, path: string): AsyncGenerator<FilePiece> {
  let head: Buffer | null = Buffer.alloc(0);
  let errors = '';
  for await (const { stderr, bytes } of outputPieces(stream)) {
    if (stderr) {
      errors = (errors + bytes.toString('utf8')).slice(-4096);
      continue;
    }
    if (head === null) {
      yield { type: 'bytes', bytes };
      continue;
    }
    head = Buffer.concat([head, bytes]);
    const end = head.indexOf(0x0a);
    if (end < 0 && head.length < longestHeadBytes) continue;
    const parsed = parseReadingHead(head.subarray(0, Math.max(0, end)).toString('latin1'));
    if (parsed === 'absent') throw failure('recording-unknown', `${path.slice(path.lastIndexOf('/') + 1)} is not on the host any more.`);
    if (parsed === null) throw failure('transfer-damaged', `The host did not say what it sends: ${JSON.stringify(head.subarray(0, longestHeadBytes).toString('latin1'))}`);
    yield { type: 'file', ...parsed };
    const rest = head.subarray(end + 1);
    head = null;
    if (rest.length > 0) yield { type: 'bytes', bytes: rest };
  }
  const { sha256, said } = parseReadingErrors(errors);
  if (said !== '') throw failure('transfer-damaged', `The host could not read the recording: ${said}`, { nextStep: 'Look at the disk of the host.' });
  if (sha256 !== null) yield { type: 'hash', sha256 };
}
