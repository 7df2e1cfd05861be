/**
 * Reads as much of a Matroska file that still grows as is needed to show its newest picture. Only what this program's
 * recorders write is understood: clusters of known size, most of them begun by a key frame, and pictures as the first track.
 */

/** What can be decoded by itself at the end of a file, in bytes from the beginning of what was looked at. */
export interface NewestStretch {
  /** A cluster. */
  readonly startByte: number;
  /** Of the last cluster that is whole. */
  readonly endByte: number;
  /** Time of the newest picture, in milliseconds. */
  readonly newestMilliseconds: number;
}

interface Element {
  readonly id: number;
  readonly dataByte: number;
  readonly endByte: number;
}

interface Cluster extends Element {
  readonly startByte: number;
}

const ids = { cluster: 0x1f_43_b6_75, time: 0xe7, simpleBlock: 0xa3 };
const clusterMark = [0x1f, 0x43, 0xb6, 0x75] as const;
const pictureTrack = 0x81;
const keyFlag = 0x80;
const invisibleFlag = 0x08;

/** Where the first cluster begins: all before it describes the file. Null where it is not among these bytes. */
export function headerEnd(head: Uint8Array): number | null {
  const [first] = clustersFrom(head, false);
  return first?.startByte ?? null;
}

/** The newest pictures that need none before them; null where these bytes of the end hold no key frame. */
export function newestStretch(tail: Uint8Array): NewestStretch | null {
  const clusters = clustersFrom(tail, true);
  const endByte = clusters.at(-1)?.endByte;
  if (endByte === undefined) return null;
  let newestMilliseconds = Number.NEGATIVE_INFINITY;
  let keyFrames = 0;
  for (const cluster of clusters.toReversed()) {
    const { times, keyFrame } = picturesOf(tail, cluster);
    newestMilliseconds = Math.max(newestMilliseconds, ...times);
    if (keyFrame !== null) keyFrames += 1;
    // A decoder that begins with other pictures may swallow the key frame after them, but not the next one.
    if (keyFrame === 'first' || keyFrames === 2) return { startByte: cluster.startByte, endByte, newestMilliseconds };
  }
  return null;
}

/** Clusters that follow each other to the end of the bytes. The mark can be in a picture too: what follows tells. */
function clustersFrom(bytes: Uint8Array, areWhole: boolean): Cluster[] {
  for (let at = nextMark(bytes, 0); at !== -1; at = nextMark(bytes, at + 1)) {
    const found: Cluster[] = [];
    let next = at;
    while (next < bytes.length) {
      const element = elementAt(bytes, next);
      if (element?.id !== ids.cluster) break;
      found.push({ ...element, startByte: next });
      next = element.endByte;
    }
    // A mark that is cut off is the end too.
    if (next <= bytes.length - 12) continue;
    const kept = areWhole ? found.filter(({ endByte }) => endByte <= bytes.length) : found;
    if (kept.length > 0) return kept;
  }
  return [];
}

function nextMark(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(clusterMark[0], from); at !== -1; at = bytes.indexOf(clusterMark[0], at + 1)) {
    if (clusterMark.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}

function picturesOf(bytes: Uint8Array, { dataByte, endByte }: Cluster): { readonly times: readonly number[]; readonly keyFrame: 'first' | 'later' | null } {
  const times: number[] = [];
  let clusterTime = 0;
  let keyFrame: 'first' | 'later' | null = null;
  for (let at = dataByte; at < endByte; ) {
    const element = elementAt(bytes, at);
    if (!element) break;
    if (element.id === ids.time) clusterTime = numberAt(bytes, element.dataByte, element.endByte);
    if (element.id === ids.simpleBlock && bytes[element.dataByte] === pictureTrack) {
      const flags = bytes[element.dataByte + 3] ?? 0;
      if (flags & keyFlag) keyFrame ??= times.length === 0 ? 'first' : 'later';
      if (!(flags & invisibleFlag)) times.push(clusterTime + signed16(numberAt(bytes, element.dataByte + 1, element.dataByte + 3)));
    }
    at = element.endByte;
  }
  return { times, keyFrame };
}

/** Null where there is none of known size. */
function elementAt(bytes: Uint8Array, at: number): Element | null {
  const idLength = lengthOfNumber(bytes[at]);
  const sizeLength = lengthOfNumber(bytes[at + idLength]);
  const dataByte = at + idLength + sizeLength;
  if (idLength > 4 || sizeLength > 8 || dataByte > bytes.length) return null;
  const size = numberAt(bytes, at + idLength, dataByte) - 2 ** (7 * sizeLength);
  const isUnknown = size === 2 ** (7 * sizeLength) - 1;
  return isUnknown ? null : { id: numberAt(bytes, at, at + idLength), dataByte, endByte: dataByte + size };
}

/** Bytes of an EBML number by its first; 9 where it is none. */
const lengthOfNumber = (first = 0): number => Math.clz32(first) - 23;

/** Not exact beyond 2^53, where no file reaches. */
function numberAt(bytes: Uint8Array, from: number, to: number): number {
  return bytes.subarray(from, to).reduce((value, byte) => value * 256 + byte, 0);
}

const signed16 = (value: number): number => (value >= 0x80_00 ? value - 0x1_00_00 : value);
