import { z } from 'zod';
import { benchmarkReportSchema } from './benchmark/report';
import { capabilitiesSchema } from './capabilities';
import { findingSchema } from './doctor/finding';

/** JSON Schema (2020-12) of what `capstan probe --json` prints. Later versions may add properties: none is forbidden. */
export const capabilitiesJsonSchema = (): object => published(capabilitiesSchema, 'What capstan probe --json prints: the capabilities of a host');

/** The same of `capstan bench --json`. */
export const benchmarkJsonSchema = (): object => published(benchmarkReportSchema, 'What capstan bench --json prints: one benchmark of the encoders of a host');

/** The same of `capstan doctor --json`. */
export const doctorJsonSchema = (): object => published(z.array(findingSchema), 'What capstan doctor --json prints: what was found on a host');

function published(schema: z.ZodType, title: string): object {
  const made = z.toJSONSchema(schema, {
    io: 'output',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return { ...made, title };
}
