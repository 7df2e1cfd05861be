import { expect, test } from 'vitest';
import { capabilitiesSchema } from '@domain/capabilities';
import { gpusOf } from '@domain/plan/gpus';
import { exampleHost, exampleHosts, exampleText } from './example-hosts';

test.each(exampleHosts)('%s is what a probe of this version prints, whole and nothing beside it', (name) => {
  const raw = JSON.parse(exampleText(name));
  expect(capabilitiesSchema.parse(raw)).toEqual(raw);
});

test.each(exampleHosts)('every proof of %s is of a GPU that the host has', (name) => {
  const host = exampleHost(name);
  for (const proof of host.encoders ?? []) {
    expect(gpusOf(proof.family, host).map(({ id }) => id)).toContain(proof.gpu);
    expect(proof.usable).toBe(proof.diagnosis === null);
    expect(proof.usable).toBe(proof.paths.length > 0);
  }
});
