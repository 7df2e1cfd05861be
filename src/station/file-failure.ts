import { failure, type CapstanFailure, type ErrorExtras } from '@domain/errors';
import { errorCode } from './error-code';

/**
 * What kept a file or folder of this computer from being written: `disk-full` or `output-unwritable`.
 * @param whenFull what helps where the disk is full
 */
export function fileFailure(thrown: unknown, path: string, { whenFull, ...extras }: ErrorExtras & { readonly whenFull?: string } = {}): CapstanFailure {
  const code = errorCode(thrown);
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return failure(isFull ? 'disk-full' : 'output-unwritable', `${path}: ${thrown instanceof Error ? thrown.message : String(thrown)}`, {
    ...extras,
    ...(isFull && whenFull !== undefined && { nextStep: whenFull }),
    cause: thrown,
  });
}
