import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseSync } from 'vite';
import en from '@locales/en';
import es from '@locales/es';
import zh from '@locales/zh';

const source = join(import.meta.dirname, '../../../src');
const others = { es, zh };
type Words = { readonly [key: string]: string | Words };
type Part = keyof typeof en;
const parts = Object.keys(en) as Part[];

/** Text by key, such as `menu.quit`. */
const flat = (words: Words, before = ''): Map<string, string> =>
  new Map(Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [[before + key, value] as const] : [...flat(value, `${before}${key}.`)])));
/** The key that the source asks for: plurals are one. */
const asked = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');
const placeholders = (text: string) => [...new Set(text.match(/\{\{\s*[\w.]+/g) ?? [])].toSorted();
const wordsOf = (language: unknown, part: Part) => flat((language as Record<Part, Words>)[part]);

describe.each(Object.entries(others))('the language %s', (_name, language) => {
  test.each(parts)('says in %s what English says, with the same placeholders', (part) => {
    const english = wordsOf(en, part);
    const theirs = wordsOf(language, part);
    const keys = (words: Map<string, string>) => [...new Set([...words.keys()].map(asked))].toSorted();
    expect(keys(theirs)).toEqual(keys(english));
    for (const [key, text] of theirs) {
      const origin = english.get(key) ?? english.get(`${asked(key)}_other`) ?? english.get(asked(key)) ?? '';
      // "One" may be said without the number.
      const isSingular = key.endsWith('_one');
      const wanted = placeholders(origin).filter((name) => !isSingular || name !== '{{count');
      expect({ key, placeholders: placeholders(text).filter((name) => !isSingular || name !== '{{count') }).toEqual({ key, placeholders: wanted });
      expect({ key, text: text.trim() }).not.toEqual({ key, text: '' });
    }
  });
});

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) for (const inner of Array.isArray(value) ? value : [value]) if (isNode(inner)) walk(inner, visit);
}

const files = (folder: string) => readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name)).map((name) => join(source, folder, name));
const parsed = [...files('renderer'), ...files('main'), join(source, 'locales/errors.ts')].map((path) => ({ path: relative(source, path), program: parseSync(path, readFileSync(path, 'utf8')).program as unknown as Node }));

/** Every text of the sources, and every text with a gap as a pattern. */
function textsOf(programs: readonly Node[]) {
  const exact = new Set<string>();
  const patterns = new Set<string>();
  for (const program of programs) {
    walk(program, ({ type, value, quasis }) => {
      if (type === 'Literal' && typeof value === 'string') exact.add(value);
      if (type !== 'TemplateLiteral') return;
      const pieces = (quasis as readonly { readonly value: { readonly cooked: string } }[]).map(({ value: { cooked } }) => cooked);
      // A gap at both ends and nothing between would be any key.
      if (pieces.some((piece) => /[A-Za-z]\./.test(piece) || /\.[A-Za-z]/.test(piece))) patterns.add(pieces.map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('.+'));
    });
  }
  return { exact, patterns: [...patterns].map((pattern) => new RegExp(`^${pattern}$`)) };
}
const { exact, patterns } = textsOf(parsed.map(({ program }) => program));

test.each(parts)('every word of %s is used', (part) => {
  const unused = [...wordsOf(en, part).keys()].map(asked).filter((key) => ![key, `${part}:${key}`].some((name) => exact.has(name) || patterns.some((pattern) => pattern.test(name))));
  expect([...new Set(unused)]).toEqual([]);
});

/** What people see or have read to them. */
const shownProperties = /^(label|title|placeholder|description|alt|retryLabel|closeButtonLabel|nothingFoundMessage|aria-(label|description|valuetext|roledescription))$/;
/** Addresses are the same in every language. */
const sameEverywhere = /^[a-z]+:\/\//;
/** Folders whose words are still in the sources. */
const pending: readonly string[] = ['details'];
const hasWords = (text: unknown): text is string => typeof text === 'string' && /\p{L}{2}/u.test(text) && !sameEverywhere.test(text.trim());

function spoken(program: Node): string[] {
  const found: string[] = [];
  const literal = (value: unknown): unknown => {
    if (!isNode(value)) return null;
    return value.type === 'JSXExpressionContainer' ? literal(value['expression']) : value.type === 'Literal' ? value['value'] : null;
  };
  walk(program, (node) => {
    if (node.type === 'JSXText' && hasWords(node['value'])) found.push(node['value'].trim());
    if (node.type === 'JSXAttribute' && shownProperties.test((node['name'] as { name: string }).name)) {
      const text = literal(node['value']);
      if (hasWords(text)) found.push(text);
    }
    if (node.type === 'JSXElement') {
      for (const child of node['children'] as readonly Node[]) if (child.type === 'JSXExpressionContainer' && hasWords(literal(child))) found.push(String(literal(child)));
    }
  });
  return found;
}

test('no component speaks but by the words of a language', () => {
  const offences = parsed
    .filter(({ path }) => path.startsWith('renderer/') && !pending.some((folder) => path.startsWith(`renderer/${folder}/`)))
    .flatMap(({ path, program }) => spoken(program).map((text) => `${path}: ${text}`));
  expect(offences).toEqual([]);
});

/** Helpers of the domain that name things in English, for the command line and for files. */
const englishHelpers = ['sourceLabel'];
/** They compare and keep such names, and show none. */
const silent = ['renderer/state/selectors.ts', 'renderer/state/tiles.ts'];

test('no component shows what an English helper says', () => {
  const imported = (program: Node) => {
    const names: string[] = [];
    walk(program, ({ type, imported: name }) => type === 'ImportSpecifier' && names.push((name as { readonly name: string }).name));
    return names;
  };
  const offences = parsed
    .filter(({ path }) => path.startsWith('renderer/') && !silent.includes(path))
    .flatMap(({ path, program }) => imported(program).filter((name) => englishHelpers.includes(name)).map((name) => `${path}: ${name}`));
  expect(offences).toEqual([]);
});

test('words in a component are found', () => {
  const { program } = parseSync('x.tsx', `<p title="Two words" aria-label={'More'}>Hello {t('this.that')} {'there'}</p>`);
  expect(spoken(program as unknown as Node)).toEqual(expect.arrayContaining(['Hello', 'there', 'Two words', 'More']));
});
