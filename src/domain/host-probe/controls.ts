import { controlNameSchema, type ControlValues } from '../capabilities';

/** The agent's request to set controls, without its id; null where a name or value is none. */
export function setControlsRequest(devicePath: string, values: ControlValues): string | null {
  const number = /^\/dev\/video(\d{1,5})$/.exec(devicePath)?.[1];
  const pairs = Object.entries(values);
  const areValid = pairs.every(([name, value]) => controlNameSchema.safeParse(name).success && Number.isSafeInteger(value));
  if (number === undefined || pairs.length === 0 || !areValid) return null;
  return [number, ...pairs.map(([name, value]) => `${name}=${value}`)].join(' ');
}

export interface SetControlsAnswer {
  /** As read back; a control that can only be written, such as a button, is not among them. */
  readonly values: ControlValues;
  /** What v4l2-ctl said of each control that was not set. */
  readonly refused: readonly { readonly name: string; readonly message: string }[];
  /** What kept the node from being opened at all. */
  readonly trouble: 'no-device' | 'not-permitted' | 'no-v4l2-ctl' | null;
}

/** Reads the agent's answer: `control NAME`, then what v4l2-ctl said of it. */
export function parseSetControls(text: string): SetControlsAnswer {
  const values: Record<string, number> = {};
  const refused: { name: string; message: string }[] = [];
  for (const block of text.split(/^control /m)) {
    const [name = '', ...lines] = block.split('\n');
    if (!controlNameSchema.safeParse(name).success) continue;
    const said = lines.filter((line) => line.startsWith('said ')).map((line) => line.slice('said '.length).trim()).filter((line) => line !== '');
    const readBack = said.map((line) => /^([a-z0-9_]+): (-?\d{1,16})\b/.exec(line)).find((match) => match?.[1] === name)?.[2];
    const isWriteOnly = said.some((line) => /^VIDIOC_G_(EXT_)?CTRLS?: failed/.test(line));
    if (readBack === undefined || said.some((line) => /^Error setting|^VIDIOC_(S|TRY)_/.test(line))) {
      refused.push({ name, message: said.filter((line) => !line.startsWith(`${name}: `)).join(' ').slice(0, 300) || 'v4l2-ctl did not answer.' });
    } else if (!isWriteOnly) {
      values[name] = Number(readBack);
    }
  }
  return { values, refused, trouble: troubleIn(text) };
}

function troubleIn(text: string): SetControlsAnswer['trouble'] {
  if (/^missing v4l2-ctl$/m.test(text)) return 'no-v4l2-ctl';
  if (/^said Failed to open \S+: (Permission denied|Operation not permitted)$/m.test(text)) return 'not-permitted';
  return /^said (Cannot open device|Unable to detect what device|Failed to open) /m.test(text) ? 'no-device' : null;
}
