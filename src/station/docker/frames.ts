/** A piece of what a container wrote. */
export interface OutputPiece {
  readonly stderr: boolean;
  readonly bytes: Buffer;
}

const headerBytes = 8;

/**
 * Takes Docker's frames apart: one byte for the stream, three of nothing, four for the length. Pieces come as they
 * arrive, and no faster than they are taken: the container waits for its reader.
 */
export async function* outputPieces(stream: AsyncIterable<Buffer>): AsyncGenerator<OutputPiece> {
  let header: Buffer = Buffer.alloc(0);
  let remaining = 0;
  for await (const chunk of stream) {
    let at = 0;
    while (at < chunk.length) {
      if (remaining === 0) {
        const end = at + headerBytes - header.length;
        header = Buffer.concat([header, chunk.subarray(at, end)]);
        at = Math.min(end, chunk.length);
        if (header.length < headerBytes) break;
        remaining = header.readUInt32BE(4);
        if (remaining === 0) header = Buffer.alloc(0);
        continue;
      }
      const bytes = chunk.subarray(at, at + remaining);
      at += bytes.length;
      remaining -= bytes.length;
      yield { stderr: header[0] === 2, bytes };
      if (remaining === 0) header = Buffer.alloc(0);
    }
  }
}
