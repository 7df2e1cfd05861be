import { daemonRules } from '@domain/diagnosis/diagnose';
import { onlyOutput } from '@domain/diagnosis/facts';
import { failureError, findFailure } from '@domain/diagnosis/rule';
import { CapstanFailure, failure, type ErrorKind } from '@domain/errors';
import { errorCode } from '../error-code';

/** HTTP status of an error of the Engine API; null for errors of the connection itself. */
export function statusOf(thrown: unknown): number | null {
  return thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number' ? thrown.statusCode : null;
}

/** Null where the daemon answered one of these statuses, usually that there is no such thing. */
export async function orNull<T>(question: () => Promise<T>, statuses: readonly number[] = [404]): Promise<T | null> {
  try {
    return await question();
  } catch (thrown) {
    const status = statusOf(thrown);
    if (status !== null && statuses.includes(status)) return null;
    throw thrown;
  }
}

/** The daemon is doing something else with it, or it is not in the state that the question needs. */
export const isConflict = (thrown: unknown): boolean => statusOf(thrown instanceof CapstanFailure ? thrown.cause : thrown) === 409;

const connectionCodes = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);

/** Failures of the way to a daemon, not of the daemon: they say nothing of what runs there. */
const connectionKinds = new Set<ErrorKind>([
  'daemon-unreachable',
  'connection-lost',
  'host-unreachable',
  'host-key-unknown',
  'host-key-rejected',
  'ssh-auth-failed',
  'ssh-misconfigured',
  'ssh-missing',
  'docker-missing',
]);

export const isConnectionError = (thrown: unknown): boolean =>
  thrown instanceof CapstanFailure
    ? connectionKinds.has(thrown.error.kind)
    : statusOf(thrown) === null && (connectionCodes.has(errorCode(thrown) ?? '') || /socket hang up/.test(String(thrown)));

/** Clears up where the daemon can be reached. One that is away ends an attached container itself: why we left it is the better answer. */
export async function whereReachable(clearUp: () => Promise<void>): Promise<void> {
  try {
    await clearUp();
  } catch (thrown) {
    if (!isConnectionError(thrown)) throw thrown;
  }
}

/** What the daemon, or the way to it, said: as a failure with its kind. @param endpoint for people */
export function dockerFailure(thrown: unknown, endpoint: string): CapstanFailure {
  if (thrown instanceof CapstanFailure) return thrown;
  const code = errorCode(thrown);
  const said = thrown instanceof Error ? messageOf(thrown) : String(thrown);
  if (code === 'EACCES' || code === 'EPERM') {
    return failure('daemon-forbidden', `The socket ${endpoint} exists, but this user may not open it.`, { cause: thrown });
  }
  if (isConnectionError(thrown)) return failure('daemon-unreachable', `Nothing answers at ${endpoint} (${said}).`, { cause: thrown });
  const known = findFailure(daemonRules, onlyOutput(said));
  if (known) return new CapstanFailure(failureError(known, 'Docker'), thrown);
  for (const [pattern, kind] of daemonMessages) {
    if (pattern.test(said)) return failure(kind, said, { cause: thrown });
  }
  return failure('internal', `The Docker daemon answered: ${said}`, { cause: thrown });
}

const daemonMessages = [
  // What a daemon says while it shuts down: its own parts are gone before its socket.
  [/libnetwork.*no such file|shutting down|(client connection|transport) is closing|containerd.*(unavailable|connection refused)/i, 'connection-lost'],
  [/no such file or directory.*\/dev\//i, 'device-missing'],
  [/could not select device driver|unknown (or invalid )?runtime/i, 'runtime-missing'],
  [/no such image/i, 'image-missing'],
  [/executable file not found/i, 'ffmpeg-missing'],
  [/bind source path does not exist|invalid mount config|error while creating mount source path/i, 'output-unwritable'],
  [/no space left on device/i, 'disk-full'],
] as const;

function messageOf(error: Error): string {
  const body = 'json' in error ? error.json : undefined;
  if (typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string') return body.message;
  return error.message;
}
