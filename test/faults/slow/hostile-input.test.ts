import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { builtInPresets } from '@domain/built-in-presets';
import { decode } from '../../support/media';
import { testDaemon } from '../../support/pieces';
import { fault, type Findings } from '../support/fault';
import { endOf, Workplace } from '../support/workplace';

const run = promisify(execFile);
const mark = 'PWNED';

/** Words of a command line, each as hostile as somebody's list of tricks makes it. All are refused. */
const refusedWords: readonly (readonly string[])[] = [
  ['--source', '-i /etc/passwd'],
  ['--source', 'concat:/etc/hostname|/etc/passwd'],
  ['--source', `lavfi:movie=${mark}`],
  ['--source', 'file:///etc/passwd'],
  ['--source', '/dev/video0;touch PWNED'],
  ['--source', `/dev/../etc/passwd`],
  ['--source', `$(touch ${mark})`],
  ['--source', 'rtsp://-oProxyCommand=touch PWNED/x'],
  ['--source', 'rtsp://a:b@camera/stream\n-f null'],
  ['--source', 'rtsp://camera/x y'],
  ['--source', 'usb:*'],
  ['--size', '640x360,drawtext=textfile=/etc/passwd'],
  ['--size', '99999999x1'],
  ['--rate', '30;touch PWNED'],
  ['--rate', '1/0'],
  ['--encoder', 'libx264 -f null -'],
  ['--encoder', '-y'],
  ['--tune', 'film:-x'],
  ['--bit-rate', '1e9999'],
  ['--quality', 'NaN'],
  ['--seconds', '-1'],
  ['--crop', '0,0,0,0:eval=frame'],
  ['--rotate', '90,movie=x'],
  ['--audio', 'alsa:hw:0;touch PWNED'],
  ['--audio-encoder', 'aac -f null'],
  ['--overlay-text', '\u001b]0;PWNED\u0007'],
  ['--overlay-text', 'x'.repeat(201)],
  ['--overlay-clock', '%{localtime}'],
  ['--overlay-position', 'top-left:textfile=/etc/passwd'],
  ['--overlay-size', '4,drawbox'],
  ['--source', 'rtsp://camera/a b'],
  ['--source', 'rtsp://camera/\u00a0'],
  ['--source', 'rtsp://[::1'],
  ['--source', 'rtsp://camera:99999/x'],
  ['--source', 'RTSP://a@b@c/x|movie=y'],
  ['--memory', '1; touch PWNED'],
  ['--network', 'container:other'],
  ['--output', '/etc'],
  ['--output', '/'],
  ['--output', '/proc/self'],
  ['--output', '/dev/shm/../../etc/x'],
  ['--host', 'ssh://-oProxyCommand=touch PWNED'],
  ['--host', 'ssh://root@-oProxyCommand=touch'],
  ['--host', 'ssh://a\nProxyCommand touch PWNED@b'],
  ['--host', 'tcp://$(touch PWNED):2375'],
];

/** Names that people, cameras and other programs may give. A recording with them is made, shows them, and is where it belongs. */
const names = [`../../../${mark}`, `a'"; touch ${mark} #`, `$(touch ${mark})`, '-n -f null', "%{localtime}:expansion=normal'", 'ünïcödé — 名前\n', '\u202egpj.exe', 'x'.repeat(120)];

/** Of media files: what ffmpeg would read as a protocol, a pattern or an option. */
const fileNames = ['-i.mkv', 'concat:a|b.mkv', 'file:c.mkv', '%03d.mkv', "it's [0:v] \\ ;,=.mkv", `$(touch ${mark}).mkv`, 'pipe:0.mkv', 'new\nline.mkv'];

fault('hostile-input', { needs: ['daemon'], withinSeconds: 400 }, async (found, context) => {
  const place = new Workplace(testDaemon(context));
  let cases = 0;
  try {
    mkdirSync(place.output);
    for (const words of refusedWords) {
      cases += 1;
      const cli = place.capstan(['record', '--engine', 'local', '--source', 'test-pattern', '--seconds', '1', '--output', place.output, '--json', ...words]);
      const status = await cli.exit;
      const said = `${words.join(' ').replaceAll('\n', '\\n')}: exit ${status}`;
      found.check(status === 1 || status === 2, said);
      if (status !== 1) continue;
      const { error } = endOf(cli);
      found.check(error !== null && error.kind !== 'internal', `${said}, ${error?.kind}: ${error?.detail}`);
      found.check(error?.kind !== 'preset-invalid' || error.field !== undefined, `${said}: no field is named`);
      found.check(!/^ {4}at /m.test(cli.stderr), `${said}: a stack is shown`);
    }
    found.check(filesBelow(place.output).length === 0, `refused, and yet there is ${filesBelow(place.output).join(', ')}`);

    cases += await recordedUnderNames(place, found);
    cases += await recordedFromFiles(place, found);
    cases += await refusedPresetFiles(place, found);

    const outside = [place.home, process.cwd(), '/', '/tmp'].flatMap((folder) => readdirSync(folder).filter((name) => name.includes(mark)).map((name) => join(folder, name)));
    found.check(outside.length === 0, `something was run: ${outside.join(', ')}`);
    found.check(readdirSync(place.home).toSorted().join() === 'data,material,recordings', `in the home: ${readdirSync(place.home).join(', ')}`);
    found.figure(`${cases} hostile inputs, each refused or handled; nothing run, nothing written elsewhere`);
    await place.checkNothingLeft(found);
  } finally {
    await place.remove();
  }
});

async function recordedUnderNames(place: Workplace, found: Findings): Promise<number> {
  for (const name of names) {
    const file = presetFile(place, name);
    const imported = place.capstan(['presets', 'import', file, '--json']);
    const status = await imported.exit;
    found.check(status === 0 || status === 1, `preset ${JSON.stringify(name)}: import ends with ${status}`);
    if (status !== 0) continue;
    const [preset] = JSON.parse(imported.stdout) as { id: string }[];
    const cli = place.capstan(['record', preset?.id ?? '', '--source', 'test-pattern', '--size', '320x180', '--seconds', '1', '--overlay-text', name, '--overlay-clock', 'utc', '--output', place.output, '--json']);
    const ended = await cli.exit;
    const { recording, error } = endOf(cli);
    found.check(ended === 0 && recording !== null, `preset ${JSON.stringify(name)}: ${error?.kind} ${error?.detail}`);
    const path = recording?.path ?? '';
    found.check(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(path.slice(place.output.length + 1)) && existsSync(path), `preset ${JSON.stringify(name)}: it lies at ${path}`);
    found.check((await decode(path)).frames === 30, `preset ${JSON.stringify(name)}: it is not whole`);
  }
  return names.length;
}

async function recordedFromFiles(place: Workplace, found: Findings): Promise<number> {
  const folder = join(place.home, 'material');
  mkdirSync(folder, { recursive: true });
  for (const name of fileNames) {
    const plain = join(folder, 'plain.mkv');
    await run('ffmpeg', ['-nostdin', '-loglevel', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30:duration=1', '-c:v', 'libx264', plain]);
    renameSync(plain, join(folder, name));
    const cli = place.capstan(['record', '--engine', 'local', '--source', join(folder, name), '--output', place.output, '--json']);
    const status = await cli.exit;
    const { recording, error } = endOf(cli);
    found.check(status === 1 || recording !== null, `file ${JSON.stringify(name)}: exit ${status}`);
    found.check(error?.kind !== 'internal', `file ${JSON.stringify(name)}: ${error?.detail}`);
    if (recording) found.check((await decode(recording.path)).frames === 30, `file ${JSON.stringify(name)}: it is not whole`);
  }
  return fileNames.length;
}

async function refusedPresetFiles(place: Workplace, found: Findings): Promise<number> {
  const texts = ['', '{', 'null', '[]', '{"__proto__":{"polluted":1}}', '{"schemaVersion":999}', `${'['.repeat(100_000)}`, JSON.stringify({ presets: [{ name: 1 }] }), '\u0000\u0001'];
  for (const text of texts) {
    const file = join(place.home, 'material', 'bad.json');
    writeFileSync(file, text);
    const cli = place.capstan(['presets', 'import', file, '--json']);
    const status = await cli.exit;
    found.check(status === 1 && !/^ {4}at /m.test(cli.stderr), `preset file ${text.slice(0, 30)}: exit ${status}: ${cli.stderr.slice(0, 200)}`);
  }
  return texts.length;
}

/** A preset as `capstan presets show --json` prints it, with another name. */
function presetFile(place: Workplace, name: string): string {
  const folder = join(place.home, 'material');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'preset.json');
  writeFileSync(file, JSON.stringify({ ...builtInPresets[0], name }));
  return file;
}

const filesBelow = (folder: string): string[] => readdirSync(folder, { recursive: true }).map(String);
