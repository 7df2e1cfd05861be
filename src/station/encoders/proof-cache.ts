import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { encoderProofSchema, type EncoderProof } from '@domain/capabilities';
import { isPassing } from '@domain/encoder-probe/diagnoses';
import { parseJson } from '@domain/json';
import { makeFolder } from '../make-folder';

const fileSchema = z.object({
  schemaVersion: z.literal(1),
  proofs: z.array(z.object({ conditions: z.string(), proof: encoderProofSchema })),
});
type Entry = z.infer<typeof fileSchema>['proofs'][number];

const sameSubject = (one: EncoderProof, other: EncoderProof): boolean => one.encoder === other.encoder && one.gpu === other.gpu;

/**
 * What encoders did on one host, with the conditions that it holds under: kernel, driver, GPU, image, and the command
 * itself. A file that cannot be read is nothing lost: it is written anew.
 */
export class ProofCache {
  private readonly path: string;

  /** @param host what tells this host from others, such as the id of its daemon */
  constructor(
    private readonly directory: string,
    host: string,
  ) {
    const key = createHash('sha256').update(host).digest('hex').slice(0, 16);
    this.path = join(directory, `encoders-${key}.json`);
  }

  /** What was proved under these conditions; undefined where nothing was. */
  find(encoder: string, conditions: string): EncoderProof | undefined {
    return this.read().find((entry) => entry.proof.encoder === encoder && entry.conditions === conditions)?.proof;
  }

  /** Written whole under another name and then put in place: a reader sees the old or the new one. */
  add(conditions: string, proof: EncoderProof): void {
    const others = this.read().filter((entry) => !sameSubject(entry.proof, proof));
    const proofs = proof.diagnosis !== null && isPassing(proof.diagnosis) ? others : [...others, { conditions, proof }];
    makeFolder(this.directory);
    const draft = `${this.path}.${randomBytes(6).toString('hex')}`;
    try {
      writeFileSync(draft, JSON.stringify({ schemaVersion: 1, proofs } satisfies z.infer<typeof fileSchema>));
      renameSync(draft, this.path);
    } finally {
      rmSync(draft, { force: true });
    }
  }

  private read(): Entry[] {
    return fileSchema.safeParse(parseJson(readText(this.path))).data?.proofs ?? [];
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
