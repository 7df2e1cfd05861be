import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { usualBenchmarkWish } from '@domain/benchmark/wish';
import { requests, type Reply, type RequestName } from '@domain/contract';
import { settingsOf, type PresetSettings } from '@domain/preset';
import { asPage, openSandboxed, seenByMain, watchMain } from '../support/attacks';
import { goodInputs, mutations } from '../support/payloads';
import type { CapstanWindow } from '../support/window';

// A page that is not ours any more, with all that ours is given: nothing it sends may do harm.
let opened: CapstanWindow | undefined;
let window: CapstanWindow;
beforeEach(async (context) => {
  if (!opened) {
    opened = await openSandboxed(context);
    await opened.waitForData('session-state', 'state', 'live');
    await watchMain(opened);
    window = opened;
    // Their file is made at the first look.
    await ask('benchmark.list', [undefined]);
  }
  window = opened;
});
afterAll(async () => {
  await opened?.close();
});

const ask = (name: string, inputs: readonly unknown[]): Promise<Reply<unknown>[]> =>
  window.page.evaluate(
    ([request, all]) => Promise.all(all.map((input) => (globalThis as unknown as { capstan: { request(name: string, input: unknown): Promise<Reply<unknown>> } }).capstan.request(request, input))),
    [name, inputs] as const,
  );

/** What a request may change: the files of the data folder, and the sessions. */
async function stateOfAll(): Promise<unknown> {
  const data = join(window.home, 'data');
  const names = (await readdir(data)).filter((name) => name.endsWith('.json')).toSorted();
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(data, name), 'utf8')]));
  const [sessions] = await ask('sessions.list', [undefined]);
  return { files, sessions: sessions?.ok && (sessions.value as { id: string }[]).map(({ id }) => id), desktop: (await seenByMain(window)).desktop };
}

const names = Object.keys(requests) as RequestName[];
const mostOfEach = 300;

describe('inputs that the contract does not know', () => {
  test.each(names)('%s refuses them with the field, and does nothing', async (name) => {
    const samples = fc.sample(goodInputs(name), { numRuns: 2, seed: 11 });
    const bad = [...samples, undefined].flatMap((sample) => mutations(sample).map(({ input }) => input)).filter((input) => !requests[name].input.safeParse(input).success);
    // Every place of every input, by turns.
    const step = Math.max(1, Math.floor(bad.length / mostOfEach));
    const inputs = bad.filter((_input, index) => index % step === 0);
    expect(inputs.length).toBeGreaterThan(10);
    const before = await stateOfAll();
    const replies = await ask(name, inputs);
    for (const [index, reply] of replies.entries()) {
      const said = JSON.stringify([inputs[index], reply]).slice(0, 500);
      expect(reply, said).toMatchObject({ ok: false, error: { kind: 'preset-invalid' } });
      expect(!reply.ok && (reply.error.field ?? reply.error.detail), said).toMatch(/^[\w.]+|^The value/);
    }
    expect(await stateOfAll()).toEqual(before);
  });

  test('a request that there is none is answered as that', async () => {
    const kinds = await asPage(
      window,
      `Promise.all(['', 'toString', '__proto__', 'constructor', 'sessions.none', 7, null, undefined, {}, ['sessions.list'], 'x'.repeat(1e6)].map((name) => capstan.request(name, {}).then(({ error }) => error.kind)))`,
    );
    expect(new Set(kinds as string[])).toEqual(new Set(['internal']));
  });

  test('what cannot be sent at all goes nowhere', async () => {
    const answers = await asPage(
      window,
      `(() => {
        const circular = {}; circular.self = circular;
        let deep = {}; for (let level = 0; level < 5000; level += 1) deep = { deep };
        const all = [() => 1, Symbol('x'), document, circular, deep, new Proxy({}, {}), 1n, new Map([['id', 'x']]), new Date(), /x/, new Error('x'), new ArrayBuffer(8), Promise.resolve(1), { get id() { throw new Error('mine'); } }, Object.create({ id: 'abcdefghij' })];
        return Promise.all(all.map(async (input) => { try { return (await capstan.request('sessions.stop', input)).ok; } catch { return false; } }));
      })()`,
    );
    expect(new Set(answers as boolean[])).toEqual(new Set([false]));
  });
});

const [first] = builtInPresets;
const settings = settingsOf(first!);
const fromFile = (path: string): PresetSettings => ({ ...settings, source: { type: 'file', path, pace: 'fastest', frameSize: null, frameRate: null } });
const draft = (changed: PresetSettings) => ({ presetName: 'x', settings: changed });
const id = 'abcdefghij';
const foreign = 'of-nobody';

describe('inputs that look right', () => {
  test.each<[RequestName, unknown, string]>([
    ...(['sessions.stop', 'sessions.pause', 'sessions.resume', 'sessions.log'] as const).map((name): [RequestName, unknown, string] => [name, { id }, 'session-unknown']),
    ['sessions.watch', { id, on: true }, 'session-unknown'],
    ['stills.take', { sessionId: id, to: 'file' }, 'session-unknown'],
    ...(['recordings.reveal', 'recordings.open', 'recordings.remux', 'recordings.join', 'recordings.makePlayable'] as const).map((name): [RequestName, unknown, string] => [name, { id }, 'recording-unknown']),
    ['recordings.rename', { id, name: 'x.mkv' }, 'recording-unknown'],
    ['recordings.remove', { ids: [id] }, 'recording-unknown'],
    ['stills.reveal', { path: '/etc/passwd' }, 'recording-unknown'],
    ...(['presets.remove', 'presets.duplicate'] as const).map((name): [RequestName, unknown, string] => [name, { id: foreign }, 'preset-invalid']),
    ['presets.update', { id: 'builtin-test-pattern', settings, host: null }, 'preset-invalid'],
    ['presets.export', { ids: [foreign] }, 'preset-invalid'],
    ['presets.create', { name: 'x', settings: fromFile('/etc/passwd') }, 'preset-invalid'],
    ['plan.preview', draft(fromFile('/etc/passwd')), 'preset-invalid'],
    ['sessions.start', { draft: draft(fromFile('/etc/passwd')), purpose: 'watch' }, 'preset-invalid'],
    ['sessions.start', { draft: draft(fromFile('/var/run/docker.sock')), purpose: 'record' }, 'preset-invalid'],
    ['presets.importText', { text: '{"capstanPresets":1,"presets":[{"__proto__":{"argv":["-y"]}}]}' }, 'preset-invalid'],
    ['presets.importText', { text: '['.repeat(100_000) }, 'preset-invalid'],
    ...['ssh://-oProxyCommand=touch%20x', 'ssh://a -oProxyCommand=x', '-oProxyCommand=x', 'ssh://a\n-oProxyCommand=x', 'ssh://$(reboot)', 'ssh://-l@x', 'file:///etc/passwd', 'unix://docker.sock'].map((address): [RequestName, unknown, string] => ['hosts.add', { name: 'x', address, tls: false }, 'host-invalid']),
    ...(['hosts.choose', 'hosts.check'] as const).map((name): [RequestName, unknown, string] => [name, { id: foreign }, 'host-unknown']),
    ['doctor.run', { hostId: 'ssh://root@elsewhere', tryEncoders: false }, 'host-unknown'],
    ['benchmark.run', { hostId: foreign, wish: usualBenchmarkWish }, 'host-unknown'],
    ['benchmark.run', { hostId: null, wish: { ...usualBenchmarkWish, source: { kind: 'file' } } }, 'preset-invalid'],
    ...(['benchmark.markdown', 'benchmark.remove'] as const).map((name): [RequestName, unknown, string] => [name, { id: '20261122T001500Z-k3v9' }, 'benchmark-unknown']),
    ['benchmark.save', { id: '20261122T001500Z-k3v9', format: 'json' }, 'benchmark-unknown'],
    ['hosts.remove', { id: foreign }, 'host-invalid'],
    ['hosts.trustKey', { id: foreign, fingerprint: 'SHA256:x' }, 'host-unknown'],
    ['controls.set', { device: '/dev/sda', values: { brightness: 1 } }, 'device-missing'],
    ['controls.set', { device: '--help', values: { brightness: 1 } }, 'device-missing'],
  ])('%s %j is refused as %s', async (name, input, kind) => {
    const before = await stateOfAll();
    const [reply] = await ask(name, [input]);
    expect(reply).toMatchObject({ ok: false, error: { kind, detail: expect.any(String) } });
    expect(await stateOfAll()).toEqual(before);
  });

  test('a preset that the page makes up names no file, and an opened one is only what was opened', async () => {
    const text = JSON.stringify({ capstanPresets: 5, presets: [{ name: 'Mine', ...fromFile('/etc/passwd') }] });
    const [made] = (await ask('presets.importText', [{ text }])) as [{ ok: true; value: { id: string; source: unknown }[] }];
    expect(made.value[0]?.source).toMatchObject({ type: 'file', path: '' });
    expect(await ask('sessions.start', [{ draft: draft(fromFile('/etc/passwd')), purpose: 'watch' }])).toMatchObject([{ ok: false, error: { field: 'source.path' } }]);
    expect(await ask('openedPresets.answer', [{ path: '/etc/passwd', isWanted: true }])).toEqual([{ ok: true, value: [] }]);
    expect((await seenByMain(window)).desktop).toEqual([]);
  });
});
