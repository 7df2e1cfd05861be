import * as fc from 'fast-check';
import { z } from 'zod';
import { requests, type RequestName } from '@domain/contract';

type Schema = z.core.JSONSchema.BaseSchema;

/** A good input of a request, as the contract describes it: what hostile ones are made from. */
export function goodInputs(name: RequestName): fc.Arbitrary<unknown> {
  const { input } = requests[name];
  if (input instanceof z.ZodUndefined) return fc.constant(undefined);
  // What JSON Schema cannot say, such as even edges of a crop, is left to the schema itself.
  return fc.noShrink(valuesOf(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }))).filter((value) => input.safeParse(value).success);
}

function valuesOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => valuesOf(choice as Schema)));
  switch (schema.type) {
    case 'object':
      return objectOf(schema);
    case 'array':
      return fc.array(valuesOf(schema.items as Schema), { minLength: schema.minItems ?? 0, maxLength: Math.max(2, schema.minItems ?? 0) });
    case 'string':
      return schema.pattern === undefined
        ? fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 20, 20) })
        : fc.stringMatching(new RegExp(schema.pattern, 'u'), { maxLength: Math.min(schema.maxLength ?? 60, 60) });
    case 'integer': {
      const step = schema.multipleOf ?? 1;
      const [min, max] = [Math.ceil((schema.minimum ?? -1000) / step), Math.floor((schema.maximum ?? 1000) / step)];
      return fc.maxSafeInteger().map((number) => step * (min + Math.abs(number % (max - min + 1))));
    }
    case 'number':
      return fc.double({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1000, noNaN: true });
    case 'boolean':
      return fc.boolean();
    default:
      return fc.constant(null);
  }
}

function objectOf({ properties = {}, required = [], propertyNames, additionalProperties }: Schema): fc.Arbitrary<unknown> {
  if (typeof additionalProperties === 'object' && propertyNames) {
    return fc.dictionary(valuesOf(propertyNames as Schema) as fc.Arbitrary<string>, valuesOf(additionalProperties), { maxKeys: 2 });
  }
  const fields = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema as Schema)]));
  return fc.record(fields, { requiredKeys: required });
}

/** Longer than anything that is sent here, of the same kind. */
export function tooLong(here: unknown): readonly unknown[] {
  if (typeof here === 'string') return ['x'.repeat(100_000)];
  return Array.isArray(here) ? [Array.from({ length: 20_000 }, () => here[0] ?? 'aaaaaaaaaa')] : [];
}

const ownPrototype: unknown = JSON.parse('{"__proto__": {"isAdmin": true}, "constructor": {"prototype": {"isAdmin": true}}}');

/** What a page that is not ours any more may put in any place of an input. */
export const nasties: readonly unknown[] = [
  ...[null, undefined, true, 0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e308, Number.MAX_SAFE_INTEGER + 1],
  ...['', ' ', '\0', 'a\nb', '\u202Egnp.exe', '\uD800', '__proto__', 'toString'],
  ...['/etc/passwd', '../../../etc/passwd', 'file:///etc/passwd', '/var/run/docker.sock', '/proc/self/environ', '-oProxyCommand=touch /tmp/x', '--privileged', '$(reboot)', '`reboot`', "';reboot;'", '%00', '{{constructor}}'],
  ...[[], {}, [[]], ['x'], [null], ownPrototype, { length: -1 }],
];

export interface Mutation {
  /** Path of the place that was changed, such as `draft.settings.video`. */
  readonly at: string;
  readonly input: unknown;
}

/** A good input with one place changed: another value in it, a key too many, a key too few. */
export function mutations(input: unknown, valuesFor: (here: unknown) => readonly unknown[] = () => nasties): Mutation[] {
  return places(input, []).flatMap((path) => {
    const at = path.join('.');
    const here = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], input);
    const others = isRecord(here)
      ? [{ ...here, extraKey: 1 }, ...Object.keys(here).map((key) => Object.fromEntries(Object.entries(here).filter(([name]) => name !== key)))]
      : [];
    return [...valuesFor(here), ...others].map((value) => ({ at, input: replaced(input, path, value) }));
  });
}

function places(value: unknown, path: readonly string[]): (readonly string[])[] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [path, ...inside.flatMap(([key, child]) => places(child, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((child, index) => (String(index) === key ? replaced(child, rest, by) : child));
  const record = value as Record<string, unknown>;
  return { ...record, [key]: replaced(record[key], rest, by) };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
