import { readFileSync } from 'node:fs';
import { capabilitiesSchema, type Capabilities } from '@domain/capabilities';

export const exampleHosts = ['intel', 'amd', 'nvidia', 'jetson', 'software-only'] as const;
export type ExampleHost = (typeof exampleHosts)[number];

export const exampleText = (name: ExampleHost): string => readFileSync(`test/fixtures/capabilities/${name}.json`, 'utf8');

/** What `capstan probe --encoders --json` would print on such a host. */
export const exampleHost = (name: ExampleHost): Capabilities => capabilitiesSchema.parse(JSON.parse(exampleText(name)));
