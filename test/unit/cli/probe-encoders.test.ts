import { beforeEach, describe, expect, it } from 'vitest';
import { hung } from '@domain/encoder-probe/diagnoses';
import { runCommandLine } from '../../../src/cli/program';
import type { Station } from '../../../src/station/types';
import { exampleHost } from '../domain/plan/example-hosts';
import { temporaryDirectory } from '../station/temporary';
import { FakeShell, FakeStation } from './fakes';

type ProbeOptions = Parameters<Station['probeEncoders']>[0];
const host = exampleHost('intel');
const proofs = (host.encoders ?? []).map((proof, index) => (index === 0 ? { ...proof, usable: false, paths: [], diagnosis: hung(40) } : proof));

let station: FakeStation;
let shell: FakeShell;
const asked: ProbeOptions[] = [];

beforeEach(() => {
  asked.length = 0;
  station = new FakeStation(temporaryDirectory());
  station.probed = host;
  station.probeEncoders = (async (options: ProbeOptions) => {
    asked.push(options);
    const progress = { type: 'encoder-probe', hostId: 'this-computer', total: 2 } as const;
    station.emit({ ...progress, done: 0, trying: 'h264_vaapi on Intel 3e92', proof: null });
    station.emit({ ...progress, done: 0, trying: 'h264_vaapi on Intel 3e92', proof: null });
    station.emit({ ...progress, done: 1, trying: null, proof: proofs[0]! });
    station.emit({ ...progress, done: 2, trying: null, proof: proofs[1]! });
    return proofs;
  }) as FakeStation['probeEncoders'];
  shell = new FakeShell(station);
});

describe('capstan probe --encoders', () => {
  it('prints capabilities with what was tried as JSON, and the progress beside it', async () => {
    expect(await runCommandLine(shell, '0', ['probe', '--encoders', '--json'])).toBe(0);
    expect(JSON.parse(shell.stdout.text)).toEqual({ ...host, encoders: proofs });
    expect(shell.stderr.lines).toEqual([
      'Trying h264_vaapi on Intel 3e92 ...',
      `1 of 2: ${proofs[0]!.encoder} does not work: The encoder did not answer`,
      `2 of 2: ${proofs[1]!.encoder} works`,
    ]);
    expect(asked).toMatchObject([{ refresh: false }]);
  });

  it('prints a table for each GPU, and each reason once with what helps', async () => {
    expect(await runCommandLine(shell, '0', ['probe', '--encoders', '--refresh'])).toBe(0);
    const text = shell.stdout.text;
    expect(text.slice(text.indexOf('Encoders\n'), text.indexOf('Capture devices'))).toMatchSnapshot();
    expect(asked).toMatchObject([{ refresh: true }]);
  });

  it('without the flag tries nothing, and says what is known', async () => {
    station.probed = { ...host, encoders: null };
    expect(await runCommandLine(shell, '0', ['probe'])).toBe(0);
    expect(asked).toEqual([]);
    expect(shell.stdout.text).toContain('Hardware encoders were not tried yet: `capstan probe --encoders` tries them.');
    station.probed = exampleHost('software-only');
    await runCommandLine(shell, '0', ['probe']);
    expect(shell.stdout.text).toContain('there is no hardware encoder to try');
  });

  it('ends with an error when it is interrupted', async () => {
    station.probeEncoders = ((options: ProbeOptions) =>
      new Promise((_resolve, reject) => {
        options?.signal?.addEventListener('abort', () => reject(options.signal?.reason));
        shell.interrupt('SIGINT');
      })) as FakeStation['probeEncoders'];
    expect(await runCommandLine(shell, '0', ['probe', '--encoders', '--json'])).toBe(1);
    expect(JSON.parse(shell.stdout.text)).toMatchObject({ error: { kind: 'probe-cancelled' } });
    expect(shell.listensToInterrupts).toBe(false);
    expect(station.closed).toBe(true);
  });
});
