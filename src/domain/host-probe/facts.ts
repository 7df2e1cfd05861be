/** One thing that the host agent told of, from its opening line to its `end`. */
export interface Section {
  readonly kind: 'node' | 'render' | 'gpu' | 'cdi' | 'pcm';
  /** What follows the kind: the number of a node, the name of a render node, card and device of a PCM; else nothing. */
  readonly id: string;
  /** Lines of each key, in order. */
  readonly facts: Facts;
}

export interface Facts {
  /** All lines of a key; empty where there is none. */
  text(key: string): string;
  /** First line of a key; null where there is none. */
  first(key: string): string | null;
}

export interface HostText {
  readonly sections: readonly Section[];
  /** What was told outside of any section. */
  readonly host: Facts;
}

const kinds = new Set<string>(['node', 'render', 'gpu', 'cdi', 'pcm'] satisfies Section['kind'][]);
/** More than any host has; what comes after is not kept. */
const maximumSections = 2000;

/** The answer to a look, as sections that were told to their end. */
export function parseFacts(text: string): HostText {
  const sections: Section[] = [];
  const host = new FactMap();
  let open: { readonly kind: Section['kind']; readonly id: string; readonly facts: FactMap } | null = null;
  for (const line of text.split('\n')) {
    const [, key = '', value = ''] = /^([a-z-]+) ?(.*?)\r?$/.exec(line) ?? [];
    if (key === '') continue;
    if (kinds.has(key)) {
      open = { kind: key as Section['kind'], id: value, facts: new FactMap() };
    } else if (open && key === 'end' && value === open.id) {
      if (sections.length < maximumSections) sections.push(open);
      open = null;
    } else {
      (open?.facts ?? host).add(key, value);
    }
  }
  return { sections, host };
}

class FactMap implements Facts {
  private readonly lines = new Map<string, string[]>();

  add(key: string, value: string): void {
    const known = this.lines.get(key);
    if (known) known.push(value);
    else this.lines.set(key, [value]);
  }

  text(key: string): string {
    return (this.lines.get(key) ?? []).join('\n');
  }

  first(key: string): string | null {
    return this.lines.get(key)?.[0] ?? null;
  }
}

/** Text of a device without control characters, for people. */
export const plain = (text: string): string => text.replace(/\p{C}+/gu, ' ').trim().slice(0, 100);

/** As udev makes names: anything that might matter to a shell or a path becomes `_`. */
export const identityPart = (text: string): string => text.trim().replace(/[^A-Za-z0-9._:-]/g, '_').slice(0, 120);

/** Numeric group of a node by its path below /dev, such as `video0` or `snd/pcmC0D0c`. */
export function groupIds(host: Facts, directory: '' | 'dri/' | 'snd/'): (name: string) => number {
  const groups = new Map<string, number>();
  for (const line of host.text('stat').split('\n')) {
    // Path, inode, group and permissions, as `stat` was told to write them.
    const [, path = '', group = ''] = /^(\S+) \d+ (\d{1,9}) [0-7]+$/.exec(line) ?? [];
    if (!path.startsWith('/sys/')) groups.set(path.split('/').slice(directory === '' ? -1 : -2).join('/'), Number(group));
  }
  return (name) => groups.get(`${directory}${name}`) ?? 0;
}

/** What USB tells of the device behind a node; null for other buses. */
export function usbOf(facts: Facts): { vendorId: string; productId: string; serial: string | null; interfaceNumber: string | null; speedMbps?: number } | null {
  const [vendorId, productId] = [facts.first('vendor')?.trim() ?? '', facts.first('product')?.trim() ?? ''];
  if (!/^[0-9a-f]{4}$/i.test(vendorId) || !/^[0-9a-f]{4}$/i.test(productId)) return null;
  const serial = plain(facts.text('serial'));
  const interfaceNumber = facts.first('interface')?.trim() ?? '';
  const speed = facts.first('speed')?.trim() ?? '';
  return {
    vendorId: vendorId.toLowerCase(),
    productId: productId.toLowerCase(),
    serial: serial === '' ? null : serial,
    interfaceNumber: /^[0-9a-f]{2}$/i.test(interfaceNumber) ? interfaceNumber.toLowerCase() : null,
    ...(/^\d{1,6}(\.\d)?$/.test(speed) && { speedMbps: Number(speed) }),
  };
}
