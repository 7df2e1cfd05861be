import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { assert, constantFrom, dictionary, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultControls, differences, findControl, lockedBy, orderControls, parseControlValue, presetControls } from '@domain/controls';
import { parseControls } from '@domain/v4l2/controls';

const read = (name: string) => parseControls(readFileSync(resolve(import.meta.dirname, `../../fixtures/v4l2/${name}.txt`), 'utf8'));
const c920 = { name: 'C920', controls: read('c920-list-ctrls-menus') };
const jhd = { name: 'JHD', controls: read('qidi-jhd-ctrls-menus') };
const vivid = { name: 'vivid', controls: read('vivid-list-ctrls-menus') };
const today = { name: 'Camera', controls: read('uvc-list-ctrls-2025-b') };

const refusal = (device: typeof c920, values: Record<string, number>) => {
  const ordered = orderControls(device, values);
  return ordered.ok ? null : ordered.error;
};

describe('values of controls', () => {
  it.each([
    [today, { privacy: 1 }, 'privacy of Camera can only be read.'],
    [today, { region_of_interest_rectangle: 1 }, 'region_of_interest_rectangle of Camera is of a type that Capstan cannot set.'],
    [today, { brightness: 256 }, 'brightness goes from 0 to 255, not 256.'],
    [today, { hue: -181 }, 'hue goes from -180 to 180, not -181.'],
    [today, { exposure_dynamic_framerate: 2 }, 'exposure_dynamic_framerate goes from 0 to 1, not 2.'],
    [today, { region_of_interest_auto_ctrls: 2 }, 'region_of_interest_auto_ctrls takes bits of 0x1, not 0x2.'],
    [vivid, { bitmask: -1 }, 'bitmask takes bits of 0x80402010, not -1.'],
    [vivid, { button: 0 }, 'button is pressed with 1, not 0.'],
    [c920, { focus_absolute: 12 }, 'focus_absolute goes in steps of 5: 10 or 15, not 12.'],
    [c920, { exposure_auto: 2 }, 'exposure_auto has no choice 2; it has 1 (Manual Mode), 3 (Aperture Priority Mode).'],
    [today, { auto_exposure: 4 }, 'auto_exposure goes from 0 to 3, not 4.'],
  ])('%# are refused where the device would change them', (device, values, detail) => {
    expect(refusal(device, values)).toMatchObject({ kind: 'control-refused', field: `source.controls.${Object.keys(values)[0]}`, detail });
  });

  it('are refused where the device has no such control, with those that it has', () => {
    const { detail, field } = refusal(c920, { brilliance: 1 })!;
    expect(field).toBe('source.controls.brilliance');
    expect(detail).toMatch(/^C920 has no control brilliance; it has contrast, saturation, /);
  });

  it('are taken at the ends, on the step, and as the device has them', () => {
    expect(orderControls(c920, { focus_absolute: 250, zoom_absolute: 100, pan_absolute: -3600 }).ok).toBe(true);
    expect(orderControls(vivid, { bitmask: 0x80002010, button: 1, integer_64_bits: 2 ** 40, menu: 3, integer_menu: 8 }).ok).toBe(true);
    const odd = { ...findControl(c920.controls, 'focus_absolute')!, default: 33 };
    expect(orderControls({ name: 'C525', controls: [odd] }, { focus_absolute: 33 }).ok).toBe(true);
  });
});

describe('the order', () => {
  const order = (device: typeof c920, values: Record<string, number>) => {
    const ordered = orderControls(device, values);
    return ordered.ok ? Object.keys(ordered.value) : [];
  };

  it('puts automatic modes before what they decide, under names old and new', () => {
    expect(order(c920, { exposure_absolute: 100, focus_absolute: 5, focus_auto: 0, exposure_auto: 1 })).toEqual([
      'exposure_auto',
      'focus_auto',
      'exposure_absolute',
      'focus_absolute',
    ]);
    expect(order(jhd, { white_balance_temperature: 4000, exposure_time_absolute: 50, auto_exposure: 1, white_balance_automatic: 0 })).toEqual([
      'white_balance_automatic',
      'auto_exposure',
      'white_balance_temperature',
      'exposure_time_absolute',
    ]);
  });

  it('takes a control under the name of another kernel', () => {
    expect(order(c920, { exposure_time_absolute: 100, auto_exposure: 1 })).toEqual(['exposure_auto', 'exposure_absolute']);
    expect(order(jhd, { white_balance_temperature_auto: 0 })).toEqual(['white_balance_automatic']);
  });

  it('presses buttons last', () => {
    expect(order(vivid, { button: 1, menu: 3 })).toEqual(['menu', 'button']);
  });

  it('keeps every value, once', () => {
    const names = constantFrom(...vivid.controls.filter(({ type }) => type === 'boolean').map(({ name }) => name));
    assert(
      property(dictionary(names, integer({ min: 0, max: 1 })), (values) => {
        const ordered = orderControls(vivid, values);
        expect(ordered).toEqual({ ok: true, value: values });
      }),
    );
  });
});

describe('controls of a preset', () => {
  it('leave out what an automatic mode will decide, and tell so', () => {
    expect(presetControls(jhd, { auto_exposure: 3, exposure_time_absolute: 50, brightness: 5 })).toEqual({
      ok: true,
      value: { values: { auto_exposure: 3, brightness: 5 }, notes: ['exposure_time_absolute was not set: auto_exposure is 3 and decides it.'] },
    });
    expect(presetControls(c920, { exposure_time_absolute: 50 })).toEqual({
      ok: true,
      value: { values: {}, notes: ['exposure_time_absolute was not set: another control, such as an automatic mode, decides it now.'] },
    });
  });

  it('are set where the preset turns the automatic mode off first', () => {
    expect(presetControls(jhd, { auto_exposure: 1, exposure_time_absolute: 50 })).toMatchObject({ value: { values: { exposure_time_absolute: 50 }, notes: [] } });
    // Shutter priority leaves the time to people, aperture priority the iris.
    expect(lockedBy(jhd, 'exposure_time_absolute', { exposure_auto: 2 })).toBeNull();
  });

  it('pass over those of another camera, but refuse what this one would change', () => {
    expect(presetControls(jhd, { zoom_absolute: 100, gain: 2 })).toMatchObject({ value: { values: { gain: 2 }, notes: ['JHD has no control zoom_absolute: it was left out.'] } });
    expect(presetControls(jhd, { gain: 9 })).toMatchObject({ ok: false, error: { kind: 'control-refused', field: 'source.controls.gain' } });
  });
});

it('defaults are those that differ, without what an automatic mode decides', () => {
  const changed = jhd.controls.map((control) => (['brightness', 'exposure_time_absolute', 'auto_exposure'].includes(control.name) ? { ...control, value: 1 } : control));
  expect(defaultControls({ name: 'JHD', controls: changed })).toEqual({ brightness: 0, auto_exposure: 3 });
});

it('what the device did not take is told, but for what nobody can read', () => {
  expect(differences({ brightness: 10, contrast: 3, button: 1, bitmask: 0x80002000 }, { brightness: 10, contrast: 4, bitmask: -2147475456 })).toEqual(['contrast is 4: the device did not take 3.']);
});

it('a value is a number, a label, or on and off', () => {
  const menu = findControl(c920.controls, 'power_line_frequency')!;
  expect(['2', '60 hz', 'Disabled', 'on', ''].map((text) => parseControlValue(text, menu))).toEqual([2, 2, 0, null, null]);
  expect(['8', '42'].map((text) => parseControlValue(text, findControl(vivid.controls, 'integer_menu')!))).toEqual([8, 42]);
  expect(['on', 'False', '1', '0x1'].map((text) => parseControlValue(text, findControl(c920.controls, 'focus_auto')!))).toEqual([1, 0, 1, 1]);
  expect(['-3', '0x10', 'off', '1e3', '1.5', 'Manual Mode'].map((text) => parseControlValue(text, null))).toEqual([-3, 16, 0, null, null, null]);
});
