import { z } from 'zod';
import { capabilitiesSchema } from './capabilities';

/** JSON Schema (2020-12) of what `capstan probe --json` prints. Later versions may add properties: none is forbidden. */
export function capabilitiesJsonSchema(): object {
  const schema = z.toJSONSchema(capabilitiesSchema, {
    io: 'output',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return { ...schema, title: 'What capstan probe --json prints: the capabilities of a host' };
}
