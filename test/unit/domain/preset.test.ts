import { expect, test } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { termsOf } from '@domain/plan/carry-over';
import { encoderArgv, encoderTable } from '@domain/plan/encoders';
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

test.each([
  [4, 4],
  [5, 1],
  [7, 1],
])('built-in presets ask of their encoders what ffmpeg %i.%i can do', (major, minor) => {
  const ffmpeg = { version: `${major}.${minor}`, major, minor, encoders: encoderTable.map(({ encoder }) => encoder) };
  for (const { video } of builtInPresets) {
    // An automatic encoder begins in the terms of the software encoder.
    if (video.mode === 'encode') expect(encoderArgv({ ...video, encoder: termsOf(video.encoder)?.encoder ?? '' }, ffmpeg)).toMatchObject({ ok: true });
  }
});
