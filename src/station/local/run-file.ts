import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Channels } from '@domain/plan/types';
import { sessionIdPattern, sessionRecordSchema } from '@domain/session';
import { errorCode } from '../error-code';
import { processIdentitySchema } from './proc';

const port = z.int().min(1).max(65_535);
const channelsSchema = z.object({
  progressPort: port,
  previewPort: port,
  progressLocalPort: port.nullable(),
  previewLocalPort: port.nullable(),
  levelPort: port.nullable().default(null),
  levelLocalPort: port.nullable().default(null),
}) satisfies z.ZodType<Channels>;

/** Written before ffmpeg starts and again with its pid, so that no process is ever without a file that names it. */
const runFileSchema = z.object({
  schemaVersion: z.literal(1),
  record: sessionRecordSchema,
  channels: channelsSchema,
  hasPreview: z.boolean(),
  /** Absolute path of the recording; null when only watching. */
  outputPath: z.string().nullable(),
  recorder: processIdentitySchema.nullable(),
  /** Who starts it: while `recorder` is null and this process lives, nobody else has a say. */
  launcher: processIdentitySchema,
  guard: processIdentitySchema.nullable(),
});
export type RunFile = z.infer<typeof runFileSchema>;

/** One folder a session, for its run file and the logs of its processes. */
export class RunFolder {
  readonly directory: string;
  readonly recorderLog: string;
  readonly guardLog: string;
  /** Where ffmpeg's log is cleaned of logins; there only while somebody writes into it. */
  readonly recorderPipe: string;

  constructor(stateDirectory: string, sessionId: string) {
    this.directory = join(stateDirectory, sessionId);
    this.recorderLog = join(this.directory, 'ffmpeg.log');
    this.guardLog = join(this.directory, 'guard.log');
    this.recorderPipe = join(this.directory, 'ffmpeg.pipe');
  }

  async create(): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
  }

  async write(run: RunFile): Promise<void> {
    const path = join(this.directory, 'run.json');
    await writeFile(`${path}.new`, JSON.stringify(run, null, 2), { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  /** Null where there is none yet, or one of another version, which is left alone. */
  async read(): Promise<RunFile | null> {
    const text = await readOrNull(join(this.directory, 'run.json'));
    const parsed = runFileSchema.safeParse(text === null ? null : JSON.parse(text));
    return parsed.success ? parsed.data : null;
  }

  /** The end of a log, with what was rotated away where the log itself is short. Empty where nothing was logged. */
  async tail(log: string, maximumBytes = 65_536): Promise<string> {
    const now = (await readOrNull(log)) ?? '';
    const text = now.length >= maximumBytes ? now : ((await readOrNull(`${log}.1`)) ?? '') + now;
    return text.slice(-maximumBytes);
  }

  /** Waits a moment for the last line of a log that is cleaned on its way. */
  async logComplete(): Promise<void> {
    for (let tries = 0; tries < 100 && existsSync(this.recorderPipe); tries += 1) await delay(10);
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}

export async function listRunFolders(stateDirectory: string): Promise<RunFolder[]> {
  try {
    const names = await readdir(stateDirectory);
    return names.filter((name) => sessionIdPattern.test(name)).map((name) => new RunFolder(stateDirectory, name));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
