/** A segment of unknown size, and in its header a length that nobody checked. */
const isUnclosedMatroska = (headHex: string): boolean => headHex.includes('1853806701ffffffffffffff');

/** Bytes of both ends of a file that tell whether it was closed. */
export const unclosedHeadBytes = 65_536;
export const unclosedTailBytes = 16;

/** Whether a recorder began this file and never closed it: it plays, but has no index, and its length is not to be believed. */
export function isUnclosed(head: Uint8Array, tail: Uint8Array): boolean {
  if (text(head, 4, 4) === 'ftyp') return isUnclosedMp4(head, tail);
  return isUnclosedMatroska([...head.subarray(0, 4096)].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
}

/** One in fragments (`mvex`) that does not end with the index of them (`mfro`). A closed hybrid one has its data before its index. */
function isUnclosedMp4(head: Uint8Array, tail: Uint8Array): boolean {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (let at = 0; at + 8 <= head.byteLength; ) {
    const sizeBytes = view.getUint32(at);
    const kind = text(head, at + 4, 4);
    if (kind === 'moov') return text(head, at, sizeBytes).includes('mvex') && text(tail, 4, 4) !== 'mfro';
    if (kind === 'mdat' || sizeBytes < 8) return false;
    at += sizeBytes;
  }
  return false;
}

const text = (bytes: Uint8Array, from: number, length: number): string => String.fromCharCode(...bytes.subarray(from, from + length));
