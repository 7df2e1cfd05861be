import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { array, assert, constantFrom, integer, property, record, string, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureControlSchema, type CaptureControl } from '@domain/capabilities';
import { parseControls } from '@domain/v4l2/controls';

const folder = resolve(import.meta.dirname, '../../fixtures/v4l2');
const read = (name: string): string => readFileSync(resolve(folder, `${name}.txt`), 'utf8');
const controlsOf = (name: string) => parseControls(read(name));
const named = (controls: readonly CaptureControl[], name: string) => controls.find((control) => control.name === name);
const inactive = (controls: readonly CaptureControl[]) => controls.filter((control) => control.inactive).map(({ name }) => name);
const menuOf = (controls: readonly CaptureControl[], name: string) => named(controls, name)?.menu.map(({ value }) => value);

describe('controls of a device', () => {
  it('reads a list with menus and headings', () => {
    const controls = controlsOf('qidi-jhd-ctrls-menus');
    expect(controls).toHaveLength(13);
    expect(named(controls, 'brightness')).toEqual({
      name: 'brightness',
      label: 'Brightness',
      type: 'integer',
      minimum: -64,
      maximum: 64,
      step: 1,
      default: 0,
      value: 0,
      menu: [],
      readOnly: false,
      inactive: false,
    });
    expect(named(controls, 'backlight_compensation')).toMatchObject({ step: 1, maximum: 128 });
    expect(named(controls, 'contrast')).toMatchObject({ minimum: 0, default: 0, value: 0 });
    expect(named(controls, 'auto_exposure')).toMatchObject({
      type: 'menu',
      menu: [
        { value: 1, label: 'Manual Mode' },
        { value: 3, label: 'Aperture Priority Mode' },
      ],
    });
    expect(inactive(controls)).toEqual(['white_balance_temperature', 'exposure_time_absolute']);
  });

  it('reads names that fill their column, and tab-indented menus', () => {
    const controls = controlsOf('c920-list-ctrls-menus');
    expect(controls).toHaveLength(16);
    expect(inactive(controls)).toEqual(['white_balance_temperature', 'exposure_absolute', 'focus_absolute']);
    expect(named(controls, 'white_balance_temperature_auto')).toMatchObject({ type: 'boolean', minimum: 0, maximum: 1, default: 1, value: 1 });
    expect(named(controls, 'focus_absolute')).toMatchObject({ minimum: 0, maximum: 250, step: 5 });
    expect(named(controls, 'zoom_absolute')).toMatchObject({ minimum: 100, maximum: 500, value: 100 });
    expect(menuOf(controls, 'power_line_frequency')).toEqual([0, 1, 2]);
    expect(menuOf(controls, 'exposure_auto')).toEqual([1, 3]);
  });

  it('reads a flat list, whose menus have no entries', () => {
    const controls = controlsOf('elp-list-ctrls-flat');
    expect(controls).toHaveLength(15);
    expect(named(controls, 'gamma')).toMatchObject({ minimum: 72, maximum: 500 });
    expect(named(controls, 'exposure_auto')).toMatchObject({ type: 'menu', menu: [], minimum: 0, maximum: 3 });
    expect(inactive(controls)).toHaveLength(2);
  });

  it('passes over kernel messages and keeps what nobody can set as unknown', () => {
    const controls = controlsOf('uvc-list-ctrls-2025-b');
    expect(controls).toHaveLength(16);
    expect(named(controls, 'region_of_interest_rectangle')).toMatchObject({ type: 'unknown', minimum: null, maximum: null, value: null });
    expect(named(controls, 'region_of_interest_auto_ctrls')).toMatchObject({ type: 'bitmask', minimum: 0, maximum: 1, default: 1, value: 1 });
    expect(named(controls, 'privacy')).toMatchObject({ readOnly: true, value: 0 });
    expect(named(controls, 'power_line_frequency')).toMatchObject({ value: 2, menu: [] });
    expect(inactive(controls)).toEqual(['white_balance_temperature', 'exposure_time_absolute']);
  });

  it('reads a list of 2015: no ids, no headings, often no value', () => {
    const controls = controlsOf('c525-all-L-2015');
    expect(controls).toHaveLength(19);
    expect(named(controls, 'brightness')).toMatchObject({ maximum: 255, default: 128, value: null });
    expect(named(controls, 'exposure_auto_priority')).toMatchObject({ type: 'boolean', value: 1 });
    expect(named(controls, 'exposure_absolute')).toMatchObject({ default: 166, value: null });
    expect(menuOf(controls, 'exposure_auto')).toEqual([1, 3]);
    expect(menuOf(controls, 'led1_mode')).toEqual([0, 1, 2, 3]);
    expect(named(controls, 'power_line_frequency')).toMatchObject({ default: 2, menu: [{ value: 0 }, { value: 1 }, { value: 2 }] });
  });

  it('takes formats, flags and the head of --all for no control', () => {
    const converter = controlsOf('qidi-rga-formats-ctrls');
    expect(converter.map(({ name }) => name)).toEqual(['horizontal_flip', 'vertical_flip', 'rotate', 'background_color']);
    expect(named(converter, 'rotate')).toMatchObject({ step: 90, readOnly: false, inactive: false });
    expect(controlsOf('v4l2loopback-idle-all').map(({ name }) => name)).toEqual(['keep_format', 'sustain_framerate', 'timeout', 'timeout_image_io']);
    expect(controlsOf('pizero-unicam-all')).toEqual([]);
  });

  it('reads every type that the kernel’s own test driver has', () => {
    const controls = controlsOf('vivid-list-ctrls-menus');
    expect(named(controls, 'bitmask')).toMatchObject({ type: 'bitmask', maximum: 0x80402010, default: 0x80002000, value: 0x80002000 });
    expect(named(controls, 'button')).toMatchObject({ type: 'button', minimum: null, default: null, value: null });
    expect(named(controls, 'integer_64_bits')).toMatchObject({ type: 'integer', minimum: null, maximum: null, value: 0 });
    expect(named(controls, 'integer_menu')).toMatchObject({ type: 'integer-menu', value: 4, menu: expect.arrayContaining([{ value: 8, label: '42' }]) });
    expect(named(controls, 'gain')).toMatchObject({ inactive: true, maximum: 255 });
    expect(named(controls, 'read_only_integer_32_bits')).toMatchObject({ readOnly: true });
    for (const name of ['string', 'area', 'u8_pixel_array', 'u32_1_element_array']) expect(named(controls, name)).toMatchObject({ type: 'unknown', value: null });
  });

  it('labels them as V4L2 does', () => {
    const labels = parseControls(['white_balance_automatic', 'exposure_time_absolute', 'focus_automatic_continuous'].map((name) => `${name} (bool) : default=0 value=0`).join('\n'));
    expect(labels.map(({ label }) => label)).toEqual(['White Balance, Automatic', 'Exposure Time, Absolute', 'Focus, Automatic Continuous']);
  });
});

describe('any text', () => {
  const allValid = (controls: readonly CaptureControl[]) => {
    for (const control of controls) captureControlSchema.parse(control);
    expect(new Set(controls.map(({ name }) => name)).size).toBe(controls.length);
  };

  it('is read without a crash, into valid controls', () => {
    const files = readdirSync(folder).map((name) => readFileSync(resolve(folder, name), 'utf8'));
    for (const text of files) allValid(parseControls(text));
    const piece = stringMatching(/^ *[a-z_]{1,20} 0x0098[0-9a-f]{4} \((int|bool|menu|bitmask|int64|x)\) *: (min=-?\d{0,25} )?(max=(0x)?[0-9a-f]{0,18} )?step=\d{0,3} default=-?\d{0,12} value=\S{0,9}( flags=[a-z, -]{0,20})?$/);
    assert(property(array(string({ unit: 'binary', maxLength: 60 }), { maxLength: 20 }), (lines) => allValid(parseControls(lines.join('\n')))));
    assert(property(array(piece), (lines) => allValid(parseControls(lines.join('\n')))));
  });

  it('gives back what a line says', () => {
    const control = record({ name: stringMatching(/^[a-z][a-z0-9_]{0,30}$/), minimum: integer(), maximum: integer(), step: integer({ min: 1 }), value: integer(), flags: constantFrom('', ' flags=inactive', ' flags=slider, inactive') });
    assert(
      property(control, ({ name, minimum, maximum, step, value, flags }) => {
        const [found] = parseControls(`${name.padStart(31)} 0x00980900 (int)    : min=${minimum} max=${maximum} step=${step} default=${value} value=${value}${flags}\r\n`);
        expect(found).toMatchObject({ name, minimum, maximum, step, default: value, value, inactive: flags !== '' });
      }),
    );
  });
});
