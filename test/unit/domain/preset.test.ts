import { expect, test } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { presetSchema } from '@domain/preset';

test('built-in presets are valid, with ids and names of their own', () => {
  for (const preset of builtInPresets) {
    expect(presetSchema.parse(preset)).toEqual(preset);
    expect(preset.id).toMatch(/^builtin-/);
    expect(preset.builtIn).toBe(true);
  }
  expect(new Set(builtInPresets.map(({ id }) => id)).size).toBe(builtInPresets.length);
  expect(new Set(builtInPresets.map(({ name }) => name.toLowerCase())).size).toBe(builtInPresets.length);
});

test('the first one records at once, without a device or a file to choose', () => {
  expect(builtInPresets[0]).toMatchObject({
    id: 'builtin-test-pattern',
    name: 'Test pattern',
    source: {
      type: 'test-pattern',
      frameSize: { width: 1280, height: 720 },
      frameRate: { numerator: 30, denominator: 1 },
    },
    video: { encoder: 'libx264', encoderPreset: 'veryfast', rateControl: { mode: 'crf', quality: 23 }, gopFrames: 60 },
    muxer: 'matroska',
  });
});
