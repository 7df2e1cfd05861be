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
  readonly isDeviceMissing: boolean;
  /** There is no v4l2-ctl where the agent runs. */
  readonly isToolMissing: boolean;
}

/** Reads the agent's answer: `control NAME`, then what v4l2-ctl said of it. */
export function parseSetControls(text: string): SetControlsAnswer {
  const values: Record<string, number> = {};
  const refused: { name: string; message: string }[] = [];
  let isDeviceMissing = false;
  let isToolMissing = false;
  for (const block of text.split(/^control /m)) {
    const [name = '', ...lines] = block.split('\n');
    if (/^missing v4l2-ctl$/m.test(block)) isToolMissing = true;
    if (!controlNameSchema.safeParse(name).success) continue;
    const said = lines.filter((line) => line.startsWith('said ')).map((line) => line.slice('said '.length).trim()).filter((line) => line !== '');
    const failed = said.filter((line) => /^(Error setting|unknown control|VIDIOC_(S|TRY)_|VIDIOC_QUERY)|^\S+: invalid|Cannot open/i.test(line));
    if (said.some((line) => /^Cannot open device|No such (device|file)/.test(line))) isDeviceMissing = true;
    const value = said.map((line) => /^([a-z0-9_]+): (-?\d{1,16})\b/.exec(line)).find((match) => match?.[1] === name)?.[2];
    if (said.length === 0) refused.push({ name, message: 'v4l2-ctl did not answer.' });
    else if (failed.length > 0) refused.push({ name, message: failed.join(' ').slice(0, 300) });
    else if (value !== undefined) values[name] = Number(value);
  }
  return { values, refused, isDeviceMissing, isToolMissing };
}
