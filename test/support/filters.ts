/** One filter of a graph with its options, as they are written. */
export interface GraphFilter {
  readonly name: string;
  readonly options: readonly (readonly [name: string, value: string])[];
}

/** The filters of a `-filter_complex`, labels left out. Options without a name get an empty one. */
export function filtersIn(graph: string): GraphFilter[] {
  return split(graph, /[,;]/).map((text) => {
    const [name = '', ...rest] = text.replace(/\[[^\]]*\]/g, '').split('=');
    const options = rest.length === 0 ? [] : split(rest.join('='), /:/);
    return { name, options: options.map((option) => [/^[a-z_]+(?==)/.exec(option)?.[0] ?? '', option.replace(/^[a-z_]+=/, '')] as const) };
  });
}

/** At separators that are neither escaped nor within parentheses. */
function split(text: string, separator: RegExp): string[] {
  const parts = [''];
  let depth = 0;
  for (const part of text.matchAll(/\\.|[\s\S]/g)) {
    const [word] = part;
    depth += word === '(' ? 1 : word === ')' ? -1 : 0;
    if (depth === 0 && separator.test(word)) parts.push('');
    else parts[parts.length - 1] += word;
  }
  return parts;
}

export interface FilterOption {
  readonly type: string;
  readonly constants: readonly string[];
}

/** @param help what `ffmpeg -h filter=NAME` printed; null where it knows no such filter */
export function filterOptions(help: string): ReadonlyMap<string, FilterOption> | null {
  if (!/^Filter \S+$/m.test(help)) return null;
  const options = new Map<string, FilterOption & { constants: string[] }>();
  let last: string[] = [];
  for (const line of help.split('\n')) {
    const option = /^ {2,3}-?(\w+)\s+<(\w+)>/.exec(line);
    if (option) {
      last = [];
      options.set(option[1] ?? '', { type: option[2] ?? '', constants: last });
    } else {
      const constant = /^ {5}(\S+)\s+(?:-?\d+\s+)?[E.][D.][F.][VASD.]/.exec(line)?.[1];
      if (constant !== undefined) last.push(constant);
    }
  }
  return options;
}
