import { errorOf, type CapstanError } from '@domain/errors';

/** What a promise was rejected with; null where it was not. */
export async function refusalOf(work: Promise<unknown>): Promise<CapstanError | null> {
  return work.then(
    () => null,
    (thrown: unknown) => errorOf(thrown),
  );
}

export const kindOfRefusal = async (work: Promise<unknown>): Promise<CapstanError['kind'] | null> => (await refusalOf(work))?.kind ?? null;
