import { expect, it } from 'vitest';
import { packetsArgv, parsePackets, repairArgv, repairDifference, type FileProof } from '@domain/repair';
import { isUnclosed } from '@domain/unclosed';

const line = (stream: number, kind: string, digit: string) => `${stream},${kind},SHA256=${digit.repeat(64)}`;
const proof: FileProof = { packets: [line(0, 'v', 'a'), line(1, 'a', 'b')], media: { frames: 90, durationSeconds: 3 } };

it('writes the same packets at the same times, and reads them all for the proof', () => {
  expect(repairArgv('/r/talk.mkv', '/o/repaired.mkv', 'matroska').join(' ')).toMatchInlineSnapshot(`"ffmpeg -hide_banner -loglevel error -nostdin -nostats -n -copyts -i file:/r/talk.mkv -map 0 -c copy -f matroska -progress pipe:1 -stats_period 0.25 file:/o/repaired.mkv"`);
  expect(repairArgv('/r/talk.mp4', '/o/repaired.mp4', 'mp4').join(' ')).toMatchInlineSnapshot(`"ffmpeg -hide_banner -loglevel error -nostdin -nostats -n -copyts -i file:/r/talk.mp4 -map 0 -c copy -strict experimental -movflags +faststart -f mp4 -progress pipe:1 -stats_period 0.25 file:/o/repaired.mp4"`);
  expect(packetsArgv('/r/talk.mkv').join(' ')).toMatchInlineSnapshot(`"ffmpeg -hide_banner -loglevel error -nostdin -nostats -n -copyts -i file:/r/talk.mkv -map 0 -c copy -f streamhash -hash sha256 pipe:1"`);
});

it('reads the hash of each stream, and nothing else', () => {
  expect(parsePackets(`${proof.packets.join('\n')}\nframe=184\n0,v,MD5=00\n`)).toEqual(proof.packets);
  expect(parsePackets('')).toEqual([]);
});

it('takes a repaired file for proved only where every packet is there', () => {
  expect(repairDifference(proof, proof)).toBeNull();
  expect(repairDifference(proof, { ...proof, media: { frames: 90, durationSeconds: 3.05 } })).toBeNull();
  for (const other of [
    { ...proof, packets: [] },
    { ...proof, packets: proof.packets.slice(0, 1) },
    { ...proof, packets: proof.packets.toReversed() },
    { ...proof, media: { frames: 89, durationSeconds: 3 } },
    { ...proof, media: { frames: 90, durationSeconds: 2.8 } },
    { ...proof, media: { frames: 90, durationSeconds: null } },
  ]) {
    expect(repairDifference(proof, other)).not.toBeNull();
    expect(repairDifference(other, proof)).not.toBeNull();
  }
  // Two files of which nothing can be read are no proof of each other.
  expect(repairDifference({ ...proof, packets: [] }, { ...proof, packets: [] })).not.toBeNull();
});

const bytes = (hex: string) => Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const box = (kind: string, content: Uint8Array) => Uint8Array.from([0, 0, (content.length + 8) >> 8, (content.length + 8) & 255, ...[...kind].map((letter) => letter.charCodeAt(0)), ...content]);
const joined = (...pieces: Uint8Array[]) => Uint8Array.from(pieces.flatMap((piece) => [...piece]));

it('knows what was not closed by both ends of a file', () => {
  const matroska = bytes('1a45dfa3 a3 4286 8101 18538067 01ffffffffffffff 114d9b74');
  expect(isUnclosed(matroska, new Uint8Array(16))).toBe(true);
  expect(isUnclosed(bytes('1a45dfa3 a3 4286 8101 18538067 0100000000087034'), new Uint8Array(16))).toBe(false);
  const type = box('ftyp', bytes('69736f35'));
  const index = box('moov', joined(box('mvhd', new Uint8Array(4)), box('mvex', new Uint8Array(4))));
  const end = bytes('00000010 6d66726f 00000000 00000069');
  expect(isUnclosed(joined(type, index), new Uint8Array(16))).toBe(true);
  expect(isUnclosed(joined(type, index), end)).toBe(false);
  // A whole MP4, and a closed hybrid one, whose fragments have become plain data.
  expect(isUnclosed(joined(type, box('moov', box('mvhd', new Uint8Array(4)))), new Uint8Array(16))).toBe(false);
  expect(isUnclosed(joined(type, box('mdat', index)), new Uint8Array(16))).toBe(false);
  for (const none of [new Uint8Array(0), bytes('00'), joined(type, bytes('00000000 00000000'))]) expect(isUnclosed(none, none)).toBe(false);
});
