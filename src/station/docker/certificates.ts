import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '@domain/errors';

export interface Certificates {
  readonly ca: Buffer | undefined;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
}

/** What of ca.pem, cert.pem and key.pem is there: a daemon may ask for no certificate of its client. Throws `host-invalid`. */
export async function readCertificates(directory: string): Promise<Certificates> {
  const pem = async (name: string) => {
    try {
      return await readFile(join(directory, name));
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
      throw failure('host-invalid', `${name} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { field: 'certificates', cause });
    }
  };
  const [ca, cert, key] = await Promise.all([pem('ca.pem'), pem('cert.pem'), pem('key.pem')]);
  if (!ca && !cert && !key) throw failure('host-invalid', `${directory} holds none of ca.pem, cert.pem and key.pem.`, { field: 'certificates' });
  return { ca, cert, key };
}
