import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  CapstanFailure,
  capstanError,
  capstanErrorSchema,
  errorKinds,
  errorOf,
  failure,
  invalidField,
} from '@domain/errors';

test('every kind says what it is and what to do next', () => {
  for (const kind of errorKinds) {
    const error = capstanErrorSchema.parse(capstanError(kind, 'Details.'));
    expect(error.title).toMatch(/^\S.+[^.]$/);
    expect(error.nextStep).toMatch(/^[A-Z].+\.$/);
  }
});

test('what was thrown is an error of ours, or internal with its message', () => {
  expect(errorOf(failure('disk-full', 'x'))).toMatchObject({ kind: 'disk-full', detail: 'x' });
  expect(errorOf(new TypeError('no'))).toMatchObject({ kind: 'internal', detail: 'no' });
  expect(errorOf('text')).toMatchObject({ kind: 'internal', detail: 'text' });
});

test('a failure keeps its cause apart from the error that is shown', () => {
  const cause = new Error('secret stack');
  const thrown = failure('internal', 'x', { cause, field: 'a' });
  expect(thrown).toBeInstanceOf(CapstanFailure);
  expect(thrown.cause).toBe(cause);
  expect(Object.keys(thrown.error).toSorted()).toEqual(['detail', 'field', 'kind', 'nextStep', 'title']);
});

test('a schema problem becomes a refusal with the path of the field', () => {
  const parsed = z.object({ a: z.array(z.int()) }).safeParse({ a: [1, 'x'] });
  expect(invalidField('preset-invalid', parsed.error!.issues, 'video')).toMatchObject({ field: 'video.a.1' });
  expect(invalidField('preset-invalid', [])).not.toHaveProperty('field');
});
