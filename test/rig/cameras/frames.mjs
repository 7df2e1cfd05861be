import { spawn } from 'node:child_process';

const seconds = 4;

/**
 * The pictures that a camera shows again and again: ffmpeg's moving test picture.
 * @param {{ width: number, height: number, framesPerSecond: number }} picture
 * @returns {Promise<{ mjpeg: Buffer[], yuyv: Buffer[] }>}
 */
export async function makeFrames({ width, height, framesPerSecond }) {
  const source = ['-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=${framesPerSecond}:duration=${seconds}`];
  const [jpegs, raw] = await Promise.all([
    ffmpeg([...source, '-c:v', 'mjpeg', '-q:v', '5', '-f', 'mjpeg', 'pipe:1']),
    ffmpeg([...source, '-pix_fmt', 'yuyv422', '-f', 'rawvideo', 'pipe:1']),
  ]);
  return { mjpeg: splitJpegs(jpegs), yuyv: splitEvery(raw, width * height * 2) };
}

/** Entropy-coded data holds no FFD9: each ends a picture. */
function splitJpegs(bytes) {
  const pictures = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(Buffer.from([0xff, 0xd9]), start);
    if (end < 0) break;
    pictures.push(bytes.subarray(start, end + 2));
    start = end + 2;
  }
  return pictures;
}

const splitEvery = (bytes, length) => Array.from({ length: bytes.length / length }, (_, index) => bytes.subarray(index * length, (index + 1) * length));

async function ffmpeg(words) {
  const child = spawn('ffmpeg', ['-v', 'error', ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (status !== 0) throw new Error(`ffmpeg ended with ${status}`);
  return Buffer.concat(chunks);
}
