import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '@domain/errors';
import type { HostLoad } from '@domain/load';
import { loadText } from '../../../src/cli/load-text';
import { runCommandLine } from '../../../src/cli/program';
import { until } from '../../support/until';
import { temporaryDirectory } from '../station/temporary';
import { FakeShell, FakeStation } from './fakes';
import { builtInPresets } from '@domain/built-in-presets';
import { settingsOf } from '@domain/preset';

let station: FakeStation;
let shell: FakeShell;
let watched: ({ readonly wholeGpu: boolean } | null)[];
beforeEach(() => {
  station = new FakeStation(temporaryDirectory());
  shell = new FakeShell(station);
  watched = [];
  station.watchLoad = async (options: { readonly wholeGpu: boolean } | null = null) => void watched.push(options);
});
const run = (...words: string[]) => runCommandLine(shell, '1.2.3', words);

const host: HostLoad = {
  atMilliseconds: 5,
  cpuPercent: 23.4,
  memoryUsedMiB: 4096,
  memoryTotalMiB: 16_384,
  powerWatts: null,
  temperatureCelsius: 51,
  gpus: [
    {
      gpu: 'pci:0000:00:02.0',
      name: 'Intel 3e92',
      engines: [
        { engine: 'video', name: 'Video/0', busyPercent: 39.3 },
        { engine: 'video', name: 'Video/1', busyPercent: null },
      ],
      busyPercent: null,
      encodeSessions: null,
      memoryUsedMiB: null,
      memoryTotalMiB: null,
      powerWatts: 3.21,
      temperatureCelsius: null,
      clockMhz: 1150,
      unavailable: [{ figure: 'busyPercent', reason: 'There is no one figure.' }],
    },
  ],
  unavailable: [{ figure: 'powerWatts', reason: 'No counters.' }],
};
const share = { gpu: 'pci:0000:00:02.0', engines: [{ engine: 'video' as const, name: 'video', busyPercent: 12 }], memoryMiB: 64 };

/** Runs until the samples were told, then as Ctrl-C ends it. */
async function shown(words: string[], samples = 1): Promise<number> {
  const session = station.addSession({ presetName: 'Camera', settings: settingsOf(builtInPresets[0]!) });
  session.emit({ type: 'recording' });
  const status = run('load', ...words);
  await until('the watch', () => watched.length > 0);
  station.emit({ type: 'session-load', sessionId: session.id, load: { atMilliseconds: 4, cpuPercent: 148, memoryMiB: 118, memoryLimitMiB: 512, gpus: [share], unavailable: [] } });
  for (let sample = 0; sample < samples; sample += 1) station.emit({ type: 'load', hostId: 'this-computer', load: { ...host, cpuPercent: 23.4 + 10 * sample } });
  station.emit({ type: 'load', hostId: 'another', load: { ...host, cpuPercent: 99 } });
  shell.interrupt('SIGINT');
  return status;
}

describe('load', () => {
  it('shows host, GPUs and sessions; what is unknown is a dash, with the reason once', async () => {
    expect(await shown([], 2)).toBe(0);
    expect(shell.stdout.text).toMatchInlineSnapshot(`
      "HOST           CPU   MEMORY           POWER  TEMPERATURE
      This computer  23 %  4.0 of 16.0 GiB  -      51 °C

      GPU         BUSY  ENGINES       POWER  CLOCK
      Intel 3e92  -     Video/0 39 %  3.2 W  1150 MHz

      SESSION     CPU (OF A CORE)  MEMORY          GPU                     PRESET
      session000  148 %            118 of 512 MiB  Intel 3e92: video 12 %  Camera

      HOST           CPU   MEMORY           POWER  TEMPERATURE
      This computer  33 %  4.0 of 16.0 GiB  -      51 °C

      GPU         BUSY  ENGINES       POWER  CLOCK
      Intel 3e92  -     Video/0 39 %  3.2 W  1150 MHz

      SESSION     CPU (OF A CORE)  MEMORY          GPU                     PRESET
      session000  148 %            118 of 512 MiB  Intel 3e92: video 12 %  Camera

      "
    `);
    expect(shell.stderr.text).toMatchInlineSnapshot(`
      "Not available of the host (power): No counters.
      Not available of Intel 3e92 (busy share): There is no one figure.
      "
    `);
    expect(watched).toEqual([{ wholeGpu: false }, null]);
    expect(station).toMatchObject({ adopted: true, closed: true });
  });

  it('is drawn in place on a terminal, and stays to be read', async () => {
    shell = new FakeShell(station, { terminal: true, columns: 60 });
    expect(await shown([], 2)).toBe(0);
    const [, second = ''] = shell.stdout.text.split('\u001B[7A');
    expect(second).toContain('This computer  33 %');
    expect(shell.stdout.text.split('\u001B[J').at(-1)).toContain('This computer  33 %');
    for (const line of shell.stdout.text.split('\u001B[J')[0]!.split(/[\r\n]/)) expect(line.replaceAll('\u001B[K', '').replaceAll('\u001B[7A', '').length).toBeLessThan(60);
  });

  it('is one line of JSON a sample', async () => {
    expect(await shown(['--json', '--whole-gpu'], 2)).toBe(0);
    expect(shell.stdout.events).toMatchObject([
      { type: 'load', host: { id: 'this-computer', name: 'This computer' }, load: host, sessions: [{ id: 'session000', presetName: 'Camera', load: { cpuPercent: 148, gpus: [share] } }] },
      { load: { cpuPercent: 33.4 } },
    ]);
    expect(watched).toEqual([{ wholeGpu: true }, null]);
  });

  it('ends by itself after its time, and refuses what is none', async () => {
    expect(await run('load', '--seconds', '0.2')).toBe(0);
    expect(await run('load', '--seconds', 'soon', '--json')).toBe(1);
    expect(JSON.parse(shell.stdout.text)).toMatchObject({ error: { kind: 'preset-invalid', field: 'seconds' } });
  });

  it('rounds little to no nothing', () => {
    expect(loadText('studio', { ...host, cpuPercent: 0.4, gpus: [] }, [])[1]).toContain('<1 %');
    expect(loadText('studio', { ...host, cpuPercent: 0, gpus: [] }, [])[1]).toContain(' 0 %');
  });

  it('fails where the host cannot be watched', async () => {
    station.watchLoad = async () => {
      throw failure('connection-lost', 'The agent has ended.');
    };
    expect(await run('load')).toBe(1);
    expect(shell.stderr.text).toContain('The agent has ended.');
    expect(station.closed).toBe(true);
  });
});
