import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '@domain/errors';
import { parseControls } from '@domain/v4l2/controls';
import { runCommandLine } from '../../../src/cli/program';
import { dockerHost, webcam } from '../domain/plan/fixtures';
import { temporaryDirectory } from '../station/temporary';
import { FakeShell, FakeStation } from './fakes';

const controls = parseControls(readFileSync(resolve(import.meta.dirname, '../../fixtures/v4l2/qidi-jhd-ctrls-menus.txt'), 'utf8'));

let station: FakeStation;
let shell: FakeShell;
beforeEach(() => {
  station = new FakeStation(temporaryDirectory());
  shell = new FakeShell(station);
  station.probed = { ...dockerHost(), captureDevices: [{ ...webcam, controls }] };
});
const run = (...words: string[]) => runCommandLine(shell, '1.2.3', words);
const output = () => JSON.parse(shell.stdout.text);

describe('controls', () => {
  it('lists values, ranges, choices and what decides them', async () => {
    expect(await run('controls', '/dev/video2')).toBe(0);
    expect(shell.stdout.text).toMatchInlineSnapshot(`
      "HD Pro Webcam (/dev/video2)  usb:046d:082d:A1B2C3:00
        brightness                 0     -64 to 64, default 0
        contrast                   0     0 to 95, default 0
        saturation                 80    0 to 100, default 80
        hue                        0     -2000 to 2000, default 0
        white_balance_automatic    on    default on
        gamma                      84    64 to 300, default 84
        gain                       1     1 to 8, default 1
        power_line_frequency       1     default 1
                                         0  Disabled
                                         1  50 Hz
                                         2  60 Hz
        white_balance_temperature  3980  2800 to 6500, default 3980, decided by another control now
        sharpness                  2     1 to 7, default 2
        backlight_compensation     0     0 to 128, default 0
        auto_exposure              3     default 3
                                         1  Manual Mode
                                         3  Aperture Priority Mode
        exposure_time_absolute     156   10 to 626, default 156, decided by another control now
      "
    `);
  });

  it('lists them as JSON', async () => {
    expect(await run('controls', webcam.identity, '--json')).toBe(0);
    expect(output()).toEqual({ device: { identity: webcam.identity, path: '/dev/video2', name: 'HD Pro Webcam' }, controls });
  });

  it('sets by number and label, and prints what the device made of it', async () => {
    station.onControls = (values) => ({ ...values, exposure_time_absolute: 48 });
    expect(await run('controls', '/dev/video2', '--set', 'auto_exposure=manual mode', 'exposure_time_absolute=50', '--set', 'white_balance_automatic=off')).toBe(0);
    expect(station.controlled).toEqual([{ device: webcam.identity, values: { auto_exposure: 1, exposure_time_absolute: 50, white_balance_automatic: 0 } }]);
    expect(shell.stdout.lines).toEqual(['auto_exposure            1 (Manual Mode)', 'exposure_time_absolute   48', 'white_balance_automatic  off']);
    expect(shell.stderr.text).toBe('Warning: exposure_time_absolute is 48: the device did not take 50.\n');
  });

  it('resets what differs, and then sets', async () => {
    station.probed = { ...dockerHost(), captureDevices: [{ ...webcam, controls: controls.map((control) => (control.name === 'hue' ? { ...control, value: 7 } : control)) }] };
    expect(await run('controls', '/dev/video2', '--reset', '--set', 'gain=2', '--json')).toBe(0);
    expect(output()).toMatchObject({ values: { hue: 0, gain: 2 }, warnings: [] });
  });

  it('says that nothing had to be reset, and asks no device', async () => {
    expect(await run('controls', '/dev/video2', '--reset')).toBe(0);
    expect(station.controlled).toEqual([]);
    expect(shell.stdout.text).toBe('Every control is at its default already.\n');
  });

  it.each([
    ['gain', '"gain" is not NAME=VALUE, such as brightness=128.'],
    ['gain=', '"gain=" is not NAME=VALUE, such as brightness=128.'],
    ['--gain=1', '"--gain=1" is not NAME=VALUE, such as brightness=128.'],
    ['gain=much', 'gain of HD Pro Webcam: "much" is no number.'],
    ['auto_exposure=on', 'auto_exposure of HD Pro Webcam: "on" is none of 1 (Manual Mode), 3 (Aperture Priority Mode).'],
    ['exposure_time_absolute=50', 'exposure_time_absolute cannot be set: another control, such as an automatic mode, decides it now.'],
  ])('refuses %s', async (word, detail) => {
    expect(await run('controls', '/dev/video2', '--json', `--set=${word}`)).toBe(1);
    expect(output().error).toMatchObject({ kind: 'control-refused', detail });
    expect(station.controlled).toEqual([]);
  });

  it('names what is there where the device is not, and passes on what the station refuses', async () => {
    expect(await run('controls', '/dev/video9', '--json')).toBe(1);
    expect(output().error).toMatchObject({ kind: 'device-missing', detail: '/dev/video9 is not there; there are HD Pro Webcam (/dev/video2).' });
    station.onControls = () => {
      throw failure('control-refused', 'gain goes from 1 to 8, not 9.', { field: 'source.controls.gain' });
    };
    expect(await run('controls', '/dev/video2', '--set', 'gain=9')).toBe(1);
    expect(shell.stderr.text).toContain('gain goes from 1 to 8, not 9.');
  });
});

describe('record --control', () => {
  const started = () => station.started[0]?.draft.settings.source;

  it('goes over the preset’s, and needs no look at the device for numbers', async () => {
    station.probed = null;
    void run('record', '--source', '/dev/video2', '--control', 'gain=2', '--control', 'white_balance_automatic=off');
    await expect.poll(started).toMatchObject({ controls: { gain: 2, white_balance_automatic: 0 } });
  });

  it('takes labels, which the device knows', async () => {
    void run('record', '--source', '/dev/video2', '--control', 'auto_exposure=Manual Mode');
    await expect.poll(started).toMatchObject({ controls: { auto_exposure: 1 } });
  });

  it('tells what the device did not take, though nobody listened yet', async () => {
    station.startWarnings = ['gain is 1: the device did not take 2.'];
    void run('record', '--json', '--source', '/dev/video2', '--control', 'gain=2');
    await expect.poll(() => shell.stdout.events.map(({ type, message }) => [type, message])).toContainEqual(['warning', 'gain is 1: the device did not take 2.']);
  });

  it('is for capture devices alone', async () => {
    expect(await run('record', '--json', '--source', 'test-pattern', '--control', 'gain=2')).toBe(1);
    expect(shell.stdout.events.at(-1)).toMatchObject({ type: 'ended', error: { kind: 'preset-invalid', field: 'source.controls' } });
  });
});
