import type { CaptureControl } from '../capabilities';

const maximumControls = 256;
const maximumMenuEntries = 256;

const types: Readonly<Record<string, CaptureControl['type']>> = {
  int: 'integer',
  int64: 'integer',
  bool: 'boolean',
  menu: 'menu',
  intmenu: 'integer-menu',
  bitmask: 'bitmask',
  button: 'button',
};

/**
 * Reads `v4l2-ctl --list-ctrls-menus` or `--list-ctrls`, with and without ids and headings, in the device's order.
 * Strings, arrays and types that v4l2-ctl does not know become `unknown`, without values. Other lines are skipped.
 */
export function parseControls(text: string): CaptureControl[] {
  const controls = new Map<string, CaptureControl>();
  let last: CaptureControl | null = null;
  for (const line of text.split(/\r?\n/)) {
    const control = parseControl(line);
    if (control) {
      last = controls.has(control.name) || controls.size >= maximumControls ? null : control;
      if (last) controls.set(last.name, last);
    } else if (last?.type === 'menu' || last?.type === 'integer-menu') {
      addMenuEntry(last, line);
    }
  }
  return [...controls.values()];
}

function parseControl(line: string): CaptureControl | null {
  const [, name, type, attributes = ''] = /^\s*([a-z0-9_]{1,64}) +(?:0x[0-9a-f]{8} +)?\(([a-z0-9]+)\) *: ?(.*)$/.exec(line) ?? [];
  if (name === undefined || type === undefined) return null;
  const flags = (/ flags=(.*)$/.exec(` ${attributes}`)?.[1] ?? '').split(',').map((flag) => flag.trim());
  const known = Object.hasOwn(types, type) && !flags.includes('has-payload') ? types[type] : undefined;
  const control: CaptureControl = {
    name,
    label: labelOf(name),
    type: known ?? 'unknown',
    ...{ minimum: null, maximum: null, step: null, default: null, value: null },
    menu: [],
    readOnly: flags.includes('read-only'),
    // `grabbed`: the driver itself holds it, as long as pictures flow.
    inactive: flags.includes('inactive') || flags.includes('grabbed'),
  };
  if (known === undefined || known === 'button') return control;
  const number = (key: string) => numberOf(attributes, key, known === 'bitmask');
  const stepped = known === 'integer';
  return {
    ...control,
    minimum: known === 'boolean' || known === 'bitmask' ? 0 : number('min'),
    maximum: known === 'boolean' ? 1 : number('max'),
    step: stepped ? Math.max(1, number('step') ?? 1) : null,
    default: number('default'),
    value: flags.includes('write-only') ? null : number('value'),
  };
}

/** Null where it is not told, or is beyond what a number holds exactly. v4l2-ctl writes the value of a bitmask signed. */
function numberOf(attributes: string, key: string, unsigned: boolean): number | null {
  const text = new RegExp(` ${key}=(0x[0-9a-f]{1,16}|-?\\d{1,20})\\b`).exec(` ${attributes}`)?.[1];
  const number = Number(text);
  if (text === undefined || !Number.isSafeInteger(number)) return null;
  return unsigned && number < 0 ? number + 2 ** 32 : number;
}

function addMenuEntry({ type, menu }: CaptureControl, line: string): void {
  const [, value = '', text = ''] = /^\s+(\d{1,10}): ?(.*)$/.exec(line) ?? [];
  if (value === '' || menu.length >= maximumMenuEntries) return;
  const label = text.replace(/\p{C}+/gu, ' ').trim();
  // `3 (0x3)`: the same number twice.
  const plain = type === 'integer-menu' ? label.replace(/^(-?\d+) \(0x[0-9a-f]+\)$/, '$1') : label;
  menu.push({ value: Number(value), label: plain.slice(0, 100) || value });
}

/** As V4L2 writes it: `white_balance_automatic` was made from `White Balance, Automatic`. */
const labelOf = (name: string): string =>
  name
    .replace(/_(auto|automatic|automatic_continuous|absolute|relative|continuous|reset|speed)$/, ',_$1')
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
    .trim();
