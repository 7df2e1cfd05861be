import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requests, type RequestName } from '@domain/contract';
import { invalidField } from '@domain/errors';
import { maximumPresetFileBytes } from '@domain/preset';
import { goodInputs, mutations, tooLong } from '../../support/payloads';

const names = Object.keys(requests) as RequestName[];
const answer = (name: RequestName, input: unknown) => requests[name].input.safeParse(input);
const samples = (name: RequestName, count: number) => fc.sample(goodInputs(name), { numRuns: count, seed: 6 });
const thatTakeSomething = names.filter((name) => !answer(name, undefined).success);

describe.each(thatTakeSomething)('what %s is asked with', { timeout: 30_000 }, (name) => {
  it('is refused with the field, or answered as the contract says, whatever stands in any place', () => {
    for (const { at, input } of samples(name, 3).flatMap((sample) => mutations(sample))) {
      const result = answer(name, input);
      if (result.success) {
        // What is not refused has lost what the contract does not know.
        expect(JSON.stringify(result.data)).not.toMatch(/extraKey|isAdmin/);
        continue;
      }
      const { field, detail } = invalidField('preset-invalid', result.error.issues);
      expect(`${field ?? ''} ${detail}`.length).toBeGreaterThan(10);
      // The field is the place that was changed, or lies around or below it.
      if (at !== '' && field !== undefined) expect(field.startsWith(at) || at.startsWith(field) || siblings(field, at), `${field} for ${at}`).toBe(true);
    }
  });

  it('is bounded: no text or list may be endless', () => {
    const most = name === 'presets.importText' ? maximumPresetFileBytes : 90_000;
    for (const { at, input } of samples(name, 3).flatMap((sample) => mutations(sample, tooLong))) {
      const result = answer(name, input);
      if (result.success) expect(JSON.stringify(result.data).length, `${name} ${at}`).toBeLessThan(most);
    }
  });
});

/** A rule over several fields, such as `maxBitRateKbps`, names one of them. */
const siblings = (field: string, at: string) => parent(field) === parent(at);
const parent = (path: string) => path.split('.').slice(0, -1).join('.');

it.each(names.filter((name) => !thatTakeSomething.includes(name)))('%s takes nothing', (name) => {
  for (const input of [null, 0, '', {}, [], { __proto__: null }]) expect(answer(name, input).success).toBe(false);
});
