/** What `v4l2-ctl --info` tells of a node. Null where it does not say. */
export interface DeviceInfo {
  readonly driver: string | null;
  readonly card: string | null;
  /** Whether this very node delivers pictures, by its Device Caps; a metadata node does not. */
  readonly captures: boolean | null;
}

/** Reads `v4l2-ctl --info` or the head of `--all`, in the layouts of 2015 to today. */
export function parseDeviceInfo(text: string): DeviceInfo {
  const lines = text.split('\n');
  // The last heading counts: a card's name may hold line breaks and come above it.
  const heading = lines.findLastIndex((line) => /^\s*Device Caps\s*: 0x[0-9a-f]+$/i.test(line));
  return {
    driver: field(lines, 'Driver name'),
    card: field(lines, 'Card type'),
    captures: heading === -1 ? null : listedBelow(lines, heading).some((name) => /^Video Capture( Multiplanar)?$/.test(name)),
  };
}

function field(lines: readonly string[], name: string): string | null {
  for (const line of lines) {
    const [key = '', value] = line.split(/\s*: ?(.*)/s);
    if (key.trim() === name && value !== undefined && value.trim() !== '') return value.trim();
  }
  return null;
}

/** The names below a heading that are indented deeper than it. */
function listedBelow(lines: readonly string[], heading: number): string[] {
  const indent = (line: string): number => line.replaceAll('\t', '        ').search(/\S/);
  const depth = indent(lines[heading] ?? '');
  const names: string[] = [];
  for (const line of lines.slice(heading + 1)) {
    if (indent(line) <= depth) break;
    names.push(line.trim());
  }
  return names;
}
