import { beforeEach, describe, expect, it } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { settingsOf } from '@domain/preset';
import { runCommandLine } from '../../../src/cli/program';
import { temporaryDirectory } from '../station/temporary';
import { FakeShell, FakeStation } from './fakes';

let shell: FakeShell;
beforeEach(() => {
  const station = new FakeStation(temporaryDirectory());
  shell = new FakeShell(station);
  const settings = settingsOf(builtInPresets[0]!);
  station.presets.create('In the attic', settings, { id: 'host-1', name: 'attic' });
  station.presets.create('Here', settings, { id: 'this-computer', name: 'This computer' });
  station.presets.create('In the cellar', settings, { id: 'gone', name: 'cellar' });
});
const plan = (...words: string[]) => runCommandLine(shell, '1.2.3', ['plan', ...words]);
const notes = () => shell.stderr.lines.filter((line) => line.includes('belongs'));

describe('a preset of a host', () => {
  it('is used there, which is said', async () => {
    expect(await plan('In the attic')).toBe(0);
    expect(shell.hosts).toEqual(['host-1']);
    expect(notes()).toEqual(['The preset "In the attic" belongs to the host "attic", and is used there; --host takes another.']);
  });

  it('gives way to --host and to --engine local, which is said', async () => {
    await plan('In the attic', '--host', 'this-computer');
    await plan('In the attic', '--engine', 'local');
    expect(shell.hosts).toEqual(['this-computer', undefined]);
    expect(notes()).toEqual([
      'The preset "In the attic" belongs to the host "attic"; --host has it on "This computer".',
      'The preset "In the attic" belongs to the host "attic"; --engine local has it on "This computer".',
    ]);
  });

  it('is not talked about where it makes no difference', async () => {
    for (const words of [['Here'], ['Here', '--host', 'This computer'], ['Test pattern'], []]) expect(await plan(...words)).toBe(0);
    expect(notes()).toEqual([]);
  });

  it('is named where it is not there any more', async () => {
    expect(await plan('In the cellar', '--json')).toBe(1);
    expect(shell.stdout.text).toContain(String.raw`The preset \"In the cellar\" belongs to the host \"cellar\", which is not there any more.`);
  });

  it('is used by record too', async () => {
    shell.station.planResult = { ok: false, error: { kind: 'preset-invalid', title: 'x', detail: 'enough', nextStep: 'x' } };
    expect(await runCommandLine(shell, '1.2.3', ['record', 'In the attic', '--json'])).toBe(1);
    expect(shell.hosts).toEqual(['host-1']);
    expect(notes()).toHaveLength(1);
  });
});
