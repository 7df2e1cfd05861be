const maximumPictureBytes = 4 * 1024 * 1024;
/** Input is taken in pieces of this size, so that one huge chunk cannot grow the buffer. */
const pieceBytes = 65_536;

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;
const isRestart = (code: number): boolean => code >= 0xd0 && code <= 0xd7;

/**
 * Cuts a byte stream into whole JPEG pictures (FFD8 ... FFD9), however the stream was chunked.
 * Segments are skipped by their length, so that an FFD9 inside one ends nothing. A picture that is cut short, broken
 * or larger than 4 MiB is dropped, and reading goes on at the next start.
 */
export class JpegSplitter {
  private bytes = new Uint8Array(2 * pieceBytes);
  private end = 0;
  private at = 0;
  private started = false;
  private inScan = false;

  push(chunk: Uint8Array): Uint8Array[] {
    const pictures: Uint8Array[] = [];
    for (let offset = 0; offset < chunk.length; offset += pieceBytes) {
      this.append(chunk.subarray(offset, offset + pieceBytes));
      for (let picture = this.read(); picture; picture = this.read()) pictures.push(picture);
    }
    return pictures;
  }

  private append(piece: Uint8Array): void {
    if (this.end + piece.length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.end + piece.length, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, this.end));
      this.bytes = larger;
    }
    this.bytes.set(piece, this.end);
    this.end += piece.length;
  }

  /** Reads on to the end of a picture; null where more bytes are needed. */
  private read(): Uint8Array | null {
    while (this.started || this.findStart()) {
      if (this.inScan && !this.findMarker()) return this.wait();
      if (this.at + 2 > this.end) return this.wait();
      const code = this.bytes[this.at + 1] ?? 0;
      if (this.bytes[this.at] !== 0xff || code === startOfImage || code === 0) {
        this.drop(this.at);
      } else if (code === endOfImage) {
        const picture = this.bytes.slice(0, this.at + 2);
        this.drop(this.at + 2);
        return picture;
      } else if (code === 0xff) {
        this.at += 1;
      } else if (code === 0x01 || isRestart(code)) {
        this.at += 2;
      } else if (!this.skipSegment(code)) {
        return this.wait();
      }
    }
    return null;
  }

  private findStart(): boolean {
    let from = 0;
    for (;;) {
      const at = this.indexOfMarker(from);
      if (at === -1 || at + 2 >= this.end) {
        this.drop(at === -1 ? this.end : at);
        return false;
      }
      if (this.bytes[at + 1] === startOfImage && this.bytes[at + 2] === 0xff) {
        this.drop(at);
        this.started = true;
        this.at = 2;
        return true;
      }
      from = at + 1;
    }
  }

  /** Moves to the marker that ends the compressed data; false where it has not come yet. */
  private findMarker(): boolean {
    for (;;) {
      const at = this.indexOfMarker(this.at);
      this.at = at === -1 ? this.end : at;
      if (this.at + 2 > this.end) return false;
      const code = this.bytes[this.at + 1] ?? 0;
      if (code !== 0 && code !== 0xff && !isRestart(code)) {
        this.inScan = false;
        return true;
      }
      this.at += code === 0xff ? 1 : 2;
    }
  }

  private skipSegment(code: number): boolean {
    if (this.at + 4 > this.end) return false;
    const lengthBytes = ((this.bytes[this.at + 2] ?? 0) << 8) | (this.bytes[this.at + 3] ?? 0);
    if (lengthBytes < 2) {
      this.drop(this.at + 2);
      return true;
    }
    const next = this.at + 2 + lengthBytes;
    if (next > this.end) return false;
    this.at = next;
    this.inScan = code === startOfScan;
    return true;
  }

  private indexOfMarker(from: number): number {
    return this.bytes.subarray(0, this.end).indexOf(0xff, from);
  }

  private wait(): null {
    if (this.end > maximumPictureBytes) this.drop(this.end);
    return null;
  }

  private drop(count: number): void {
    this.bytes.copyWithin(0, count, this.end);
    this.end -= count;
    this.at = 0;
    this.started = false;
    this.inScan = false;
  }
}
