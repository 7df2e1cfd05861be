// npm run demo: records ten seconds of the test pattern, in a container if Docker answers, and checks the file.
// What follows `--` goes to `capstan record`.
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { buildIfNeeded } from './setup/build.mjs';
import { inRoot } from './setup/paths.mjs';
import { findProgram } from './setup/programs.mjs';
import { setUp, SetUpError } from './setup/set-up.mjs';
import { bootstrapSoftwareImage } from './setup/software-image.mjs';

const seconds = 10;
const say = (line) => console.log(line);

async function main() {
  setUp(['ffmpeg'], say);
  buildIfNeeded(say);
  const extra = process.argv.slice(2);
  let ended = await record(extra);
  if (ended.error?.kind === 'image-missing' && !process.env.CAPSTAN_IMAGE) {
    say(`The image could not be built from a registry. ${ended.error.detail}`);
    ended = (await imageFromPackages()) ? await record(extra) : await record([...extra, '--engine', 'local']);
  }
  if (ended.error) throw new SetUpError(`${ended.error.title}: ${ended.error.detail}\n${ended.error.nextStep}`);
  if (ended.reason !== 'completed') throw new SetUpError(`The recording ended as ${ended.reason}.`);
  report(ended.recording.path);
}

/** Makes the image without a registry; false where this user may not, after saying so. */
async function imageFromPackages() {
  try {
    if (process.getuid() !== 0) throw new SetUpError('Making the image from Debian’s packages needs root: sudo npm run demo does it, once.');
    setUp(['image-tools'], say);
    await bootstrapSoftwareImage(process.env, say);
    return true;
  } catch (error) {
    say(`${error.message}\nRecording with this computer’s own ffmpeg instead, without a container.`);
    return false;
  }
}

/** Runs the program itself and answers its last event. */
async function record(extra) {
  const argv = ['record', 'builtin-test-pattern', '--seconds', String(seconds), '--json', ...extra];
  say(`$ capstan ${argv.join(' ')}`);
  const child = spawn(process.execPath, [inRoot('out/main/cli.js'), ...argv], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  let last = null;
  for await (const line of createInterface({ input: child.stdout })) {
    last = JSON.parse(line);
    show(last);
  }
  const status = await closed;
  endLine();
  if (last?.type !== 'ended') throw new SetUpError(`capstan record ended with status ${status} and did not say why.`);
  return last;
}

let lineIsOpen = false;
let shownKey = null;

function show(event) {
  if (event.type === 'started') say(`Recording with ${event.engine === 'docker' ? 'ffmpeg in a container' : 'this computer’s own ffmpeg, which needs no Docker'} (session ${event.session}).`);
  if (event.type === 'notice') say(event.message);
  if (event.type === 'warning') say(`Warning: ${event.message}`);
  if (event.type === 'image') moving(`Image: ${event.step}${event.fraction === null ? '' : `  ${Math.floor(event.fraction * 100)} %`}`, event.step);
  if (event.type !== 'progress') return;
  const figures = [
    `${event.timeSeconds.toFixed(1)} of ${seconds} s`,
    `frame ${event.frame}`,
    `${event.fps === null ? '-' : event.fps.toFixed(1)} fps`,
    `${event.droppedFrames} dropped`,
    `${((event.sizeBytes ?? 0) / 1e6).toFixed(1)} MB`,
  ];
  moving(figures.join('   '), Math.floor(event.timeSeconds));
}

/** One line that is drawn again in a terminal; elsewhere a line for each new key. */
function moving(text, key) {
  if (process.stdout.isTTY) {
    process.stdout.write(`\r\u001B[K${text.slice(0, (process.stdout.columns ?? 80) - 1)}`);
    lineIsOpen = true;
  } else if (key !== shownKey) say(text);
  shownKey = key;
}

function endLine() {
  if (lineIsOpen) process.stdout.write('\n');
  lineIsOpen = false;
}

/** Decodes the whole file: an error in any frame is a failure. */
function report(path) {
  const argv = ['-v', 'error', '-count_frames', '-select_streams', 'v:0', '-of', 'json', '-show_entries'];
  const entries = 'stream=codec_name,width,height,nb_read_frames:format=duration,size';
  const { status, stdout, stderr } = spawnSync(findProgram('ffprobe'), [...argv, entries, path], { encoding: 'utf8' });
  if (status !== 0 || stderr.trim() !== '') throw new SetUpError(`ffprobe is not content with ${path}: ${stderr.trim() || `exit ${status}`}`);
  const { streams, format } = JSON.parse(stdout);
  const [video] = streams;
  if (!(Number(video?.nb_read_frames) > 0)) throw new SetUpError(`${path} holds no picture.`);
  say('');
  say(`The recording plays: ${path}`);
  say(`${video.codec_name} ${video.width}x${video.height}, ${video.nb_read_frames} frames, ${Number(format.duration).toFixed(2)} s, ${(Number(format.size) / 1e6).toFixed(2)} MB`);
}

try {
  await main();
} catch (error) {
  endLine();
  if (!(error instanceof SetUpError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
