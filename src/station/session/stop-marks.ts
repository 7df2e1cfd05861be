import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sessionIdPattern } from '@domain/session';

const dayMilliseconds = 86_400_000;

/**
 * Tells every process of a data folder that a stop was asked for: all of them see the recorder end, and only one knows
 * why. A mark is an empty file named after the session; those of yesterday are swept away.
 */
export class StopMarks {
  constructor(private readonly directory: string) {}

  async add(sessionId: string): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    await writeFile(this.path(sessionId), '');
    const yesterday = Date.now() - dayMilliseconds;
    for (const name of await readdir(this.directory)) {
      const path = join(this.directory, name);
      const age = sessionIdPattern.test(name) ? await modifiedAt(path) : null;
      if (age !== null && age < yesterday) await rm(path, { force: true });
    }
  }

  async has(sessionId: string): Promise<boolean> {
    return (await modifiedAt(this.path(sessionId))) !== null;
  }

  private path(sessionId: string): string {
    return join(this.directory, sessionId);
  }
}

async function modifiedAt(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
