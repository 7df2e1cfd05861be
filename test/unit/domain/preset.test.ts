import { expect, test } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { termsOf } from '@domain/plan/carry-over';
import { encoderArgv, encoderTable } from '@domain/plan/encoders';
import { noTransform, presetFileSchema, presetSchema, presetSchemaVersion, readableSchemaVersions, settingsOf, upgraded, type Transform } from '@domain/preset';

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

test('presets and files of every older version are read, as untransformed and of no host', () => {
  const [preset] = builtInPresets;
  if (!preset) throw new RangeError('no preset');
  const { transform: _transform, ...older } = settingsOf(preset);
  expect(readableSchemaVersions).toEqual([1, 2, 3, 4, 5]);
  for (const version of readableSchemaVersions) {
    const read = presetSchema.parse(upgraded({ ...older, schemaVersion: version, id: 'mine', name: 'Mine', builtIn: false }));
    expect(read).toMatchObject({ schemaVersion: presetSchemaVersion, transform: noTransform, host: null });
    const file = presetFileSchema.parse(upgraded({ capstanPresets: version, presets: [{ ...older, name: 'Mine' }] }));
    expect(file.presets[0]).toMatchObject({ name: 'Mine', transform: noTransform });
  }
});

test('a transform goes with an exported preset; one that is none is refused', () => {
  const [preset] = builtInPresets;
  if (!preset) throw new RangeError('no preset');
  const transform: Transform = { crop: { left: 8, top: 0, right: 16, bottom: 2 }, rotateDegrees: 270, flipHorizontal: true, flipVertical: false };
  const file = (changed: unknown) => ({ capstanPresets: presetSchemaVersion, presets: [{ ...settingsOf(preset), transform: changed, name: 'Turned' }] });
  expect(presetFileSchema.parse(JSON.parse(JSON.stringify(file(transform)))).presets[0]?.transform).toEqual(transform);
  for (const wrong of [{ ...transform, rotateDegrees: 45 }, { ...transform, crop: { ...transform.crop, left: -2 } }, { ...transform, filter: 'x' }, { ...transform, rotateDegrees: '90' }]) {
    expect(presetFileSchema.safeParse(file(wrong)).success).toBe(false);
  }
});
