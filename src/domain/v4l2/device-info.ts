/** What `v4l2-ctl --info` tells of a node. Null where it does not say. */
export interface DeviceInfo {
  readonly driver: string | null;
  readonly card: string | null;
  /** Such as usb-0000:00:14.0-1 or platform:vivid-000. */
  readonly bus: string | null;
  /** What this very node is, by its Device Caps: those of the whole device cover its metadata nodes too. */
  readonly node: NodeKind | null;
}

export interface NodeKind {
  /** Delivers pictures, in buffers of one plane or of several. */
  readonly captures: boolean;
  /** Only in buffers of several planes. */
  readonly onlyMultiplanar: boolean;
  /** Converts pictures that a program feeds into it. */
  readonly memoryToMemory: boolean;
  /** Part of a pipeline that a program must set up through the media controller first. */
  readonly mediaController: boolean;
}

/** V4L2_CAP_..., videodev2.h. */
const bits = {
  videoCapture: 0x1,
  videoCaptureMultiplanar: 0x1000,
  memoryToMemoryMultiplanar: 0x4000,
  memoryToMemory: 0x8000,
  ioMediaController: 0x2000_0000,
} as const;

/** Reads `v4l2-ctl --info` or the head of `--all`, in the layouts of 2015 to today. */
export function parseDeviceInfo(text: string): DeviceInfo {
  const lines = text.split('\n');
  // The last one counts: a card's name may hold line breaks and comes above it.
  const caps = lines.findLast((line) => /^\s*Device Caps\s*: 0x[0-9a-f]{1,8}$/i.test(line));
  return {
    driver: field(lines, 'Driver name'),
    card: field(lines, 'Card type'),
    bus: field(lines, 'Bus info'),
    node: caps === undefined ? null : nodeKind(Number(caps.slice(caps.lastIndexOf('0x')))),
  };
}

function nodeKind(caps: number): NodeKind {
  const has = (bit: number): boolean => Math.floor(caps / bit) % 2 === 1;
  return {
    captures: has(bits.videoCapture) || has(bits.videoCaptureMultiplanar),
    onlyMultiplanar: has(bits.videoCaptureMultiplanar) && !has(bits.videoCapture),
    memoryToMemory: has(bits.memoryToMemory) || has(bits.memoryToMemoryMultiplanar),
    mediaController: has(bits.ioMediaController),
  };
}

function field(lines: readonly string[], name: string): string | null {
  for (const line of lines) {
    const [key = '', value] = line.split(/\s*: ?(.*)/s);
    if (key.trim() === name && value !== undefined && value.trim() !== '') return value.trim();
  }
  return null;
}
