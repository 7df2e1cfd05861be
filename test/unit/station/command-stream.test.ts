import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { startPiped } from '../../../src/station/process';
import { CommandStream } from '../../../src/station/ssh/command-stream';

const explain = ({ exitCode, stderr }: { exitCode: number; stderr: string }) => new Error(`${exitCode}: ${stderr}`);
const start = (script: string) => {
  const child = startPiped(['sh', '-c', script]);
  return { child, stream: new CommandStream(child, explain) };
};
const size = 30_000_000;

it('what is written comes back, and the end of one half lets the other be read to its end', async () => {
  const { stream, child } = start('cat; echo end');
  const sent = Buffer.alloc(3_000_000, 'abcdefg');
  stream.end(sent);
  expect(Buffer.concat([sent, Buffer.from('end\n')]).equals(await buffer(stream))).toBe(true);
  expect((await child.closed).exitCode).toBe(0);
});

it('a reader that pauses holds the process, and loses nothing', async () => {
  const held = start(`head -c ${size} /dev/zero`);
  let hasEnded = false;
  const closed = held.child.closed.then(() => (hasEnded = true));
  await once(held.stream, 'readable');
  // One that is read ends meanwhile.
  expect((await buffer(start(`head -c ${size} /dev/zero`).stream)).length).toBe(size);
  expect(hasEnded).toBe(false);
  expect(held.stream.readableLength).toBeLessThan(1_000_000);
  expect((await buffer(held.stream)).length).toBe(size);
  await closed;
});

it('a process that fails tells why, once all that it said was read', async () => {
  const { stream } = start('exec >&-; echo first >&2; echo second >&2; exit 7');
  stream.resume();
  await expect(finished(stream)).rejects.toThrow('7: first\nsecond\n');
});

it('a process that is killed ends the stream with an error', async () => {
  const { stream, child } = start('kill -KILL $$');
  stream.resume();
  await expect(finished(stream)).rejects.toThrow('137');
  expect((await child.closed).exitCode).toBe(137);
});

it('destroying it ends the process and its children', async () => {
  const { stream, child } = start('sleep 300 & sleep 300');
  stream.destroy();
  expect((await child.closed).exitCode).toBe(143);
});

it('an idle stream whose process ends is closed, without a reader', async () => {
  const { stream } = start('exit 0');
  await once(stream, 'close');
  expect(stream.destroyed).toBe(true);
});

it('a program that is not there is named', async () => {
  const child = startPiped(['capstan-no-such-program']);
  await expect(child.closed).rejects.toMatchObject({ error: { kind: 'internal', detail: 'capstan-no-such-program is not installed on this computer.' } });
});

it('a missing ssh has its own kind', async () => {
  const child = startPiped(['ssh', '-V'], { env: { PATH: '/nowhere' } });
  await expect(child.closed).rejects.toMatchObject({ error: { kind: 'ssh-missing' } });
});
