import { array, assert, constantFrom, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlValuesSchema } from '@domain/capabilities';
import { parseSetControls, setControlsRequest } from '@domain/host-probe/controls';

/** What v4l2-ctl 1.22 said of vivid's controls, as the agent passes it on. */
const answer = (name: string, ...said: string[]) => `control ${name}\n${said.map((line) => `said ${line}\n`).join('')}\nend\n`;

describe('what a device said to its controls', () => {
  it('is the value as read back, which may not be the one asked for', () => {
    const text = answer('brightness', 'brightness: 255') + answer('menu', 'menu: 3 (Menu Item 3)') + answer('hue', 'hue: -128');
    expect(parseSetControls(text)).toEqual({ values: { brightness: 255, menu: 3, hue: -128 }, refused: [], trouble: null });
  });

  it('is a refusal in its own words, while the others are set', () => {
    const text =
      answer('menu', 'Error setting controls: Invalid argument', 'VIDIOC_S_EXT_CTRLS: failed: Invalid argument', 'menu: 3 (Menu Item 3)') +
      answer('nosuch', "unknown control 'nosuch'") +
      answer('gain', 'gain: 7') +
      answer('silent');
    expect(parseSetControls(text)).toEqual({
      values: { gain: 7 },
      refused: [
        { name: 'menu', message: 'Error setting controls: Invalid argument VIDIOC_S_EXT_CTRLS: failed: Invalid argument' },
        { name: 'nosuch', message: "unknown control 'nosuch'" },
        { name: 'silent', message: 'v4l2-ctl did not answer.' },
      ],
      trouble: null,
    });
  });

  it('of a button is nothing: it was pressed, and cannot be read', () => {
    expect(parseSetControls(answer('button', 'VIDIOC_G_EXT_CTRLS: failed: Permission denied', 'button: 0'))).toEqual({ values: {}, refused: [], trouble: null });
  });

  it.each([
    ['Cannot open device /host/dev/video9, exiting.', 'no-device'],
    ['Unable to detect what device /host/dev/video9 is, exiting.', 'no-device'],
    ['Failed to open /dev/video9: No such device', 'no-device'],
    ['Failed to open /dev/video9: Permission denied', 'not-permitted'],
  ])('%s', (line, trouble) => {
    expect(parseSetControls(answer('brightness', line))).toMatchObject({ values: {}, trouble });
  });

  it('never makes the reader throw', () => {
    const start = constantFrom('control ', 'said ', 'end', 'said brightness: ', 'said Error setting', 'control brightness', '');
    assert(
      property(array(tuple(start, string({ maxLength: 20 })), { maxLength: 20 }), (lines) => {
        controlValuesSchema.parse(parseSetControls(lines.map(([word, rest]) => `${word}${rest}`).join('\n')).values);
      }),
    );
  });
});

describe('what is asked of a device', () => {
  it('is its number, and each control with its value, in the order given', () => {
    expect(setControlsRequest('/dev/video12', { auto_exposure: 1, exposure_time_absolute: 250, hue: -3 })).toBe('12 auto_exposure=1 exposure_time_absolute=250 hue=-3');
  });

  it.each(['/dev/video', '/dev/video1 2', '/dev/video1\n', '/tmp/dev/video1', '/dev/video123456', 'video1'])('is nothing for %j', (path) => {
    expect(setControlsRequest(path, { brightness: 1 })).toBeNull();
  });
});
