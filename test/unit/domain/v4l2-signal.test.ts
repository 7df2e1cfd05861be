import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { array, assert, constantFrom, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureColourSchema, inputSignalSchema } from '@domain/capabilities';
import { parseColour } from '@domain/v4l2/colour';
import { parseSignal } from '@domain/v4l2/signal';

const folder = resolve(import.meta.dirname, '../../fixtures/v4l2');
const read = (name: string): string => readFileSync(resolve(folder, `${name}.txt`), 'utf8');

describe('what an HDMI input receives', () => {
  it.each([
    ['vivid-hdmi-720p60-info', { state: 'present', timings: { width: 1280, height: 720, framesPerSecond: 60, interlaced: false } }],
    ['vivid-hdmi-576i25-info', { state: 'present', timings: { width: 720, height: 576, framesPerSecond: 25, interlaced: true } }],
    ['vivid-hdmi-no-signal-info', { state: 'none', timings: null }],
    ['vivid-hdmi-no-lock-info', { state: 'unknown', timings: null }],
    ['vivid-hdmi-out-of-range-info', { state: 'unknown', timings: null }],
  ])('%s', (name, signal) => {
    expect(parseSignal(read(name))).toEqual(signal);
  });

  it('is not asked of inputs without timings: cameras, television', () => {
    expect(parseSignal(read('vivid-tv-pal-info'))).toBeNull();
    for (const name of ['c525-all-L-2015', 'pizero-unicam-all', 'v4l2loopback-idle-all']) expect(parseSignal(read(name))).toBeNull();
  });

  it('is none for an analogue input that says so', () => {
    expect(parseSignal('Video input : 1 (Composite: no power)\n')).toEqual({ state: 'none', timings: null });
  });

  it('never counts the zeros that v4l2-ctl prints below a failure', () => {
    expect(parseSignal('Video input : 0 (HDMI: ok)\nVIDIOC_QUERY_DV_TIMINGS: failed: Device or resource busy\n\tActive width: 1920\n\tActive height: 1080\n')).toBeNull();
  });
});

describe('how pictures are to be read', () => {
  it.each([
    ['vivid-hdmi-720p60-info', { matrix: 'bt709', range: 'limited', primaries: 'bt709' }],
    ['vivid-tv-pal-info', { matrix: 'bt601', range: 'limited', primaries: 'srgb' }],
    ['ir-340x340-all-tail', { matrix: 'bt601', range: 'limited', primaries: 'srgb' }],
    ['c525-all-L-2015', { matrix: null, range: null, primaries: 'srgb' }],
    ['pizero-unicam-all', { matrix: 'bt601', range: 'full', primaries: null }],
    ['v4l2loopback-idle-all', null],
    ['error-cannot-open-device', null],
  ])('%s', (name, colour) => {
    expect(parseColour(read(name))).toEqual(colour);
  });

  it('has no YCbCr matrix where the pixels are RGB', () => {
    const text = "Format Video Capture:\n\tPixel Format      : 'BGR3' (24-bit BGR 8-8-8)\n\tColorspace        : BT.2020\n\tYCbCr/HSV Encoding: Default (maps to BT.2020)\n\tQuantization      : Full Range\n";
    expect(parseColour(text)).toEqual({ matrix: 'rgb', range: 'full', primaries: 'bt2020' });
  });
});

describe('any text', () => {
  it.each(readdirSync(folder))('of %s gives valid answers', (file) => {
    const text = readFileSync(resolve(folder, file), 'utf8');
    inputSignalSchema.nullable().parse(parseSignal(text));
    captureColourSchema.nullable().parse(parseColour(text));
  });

  it('is no word of the language', () => {
    expect(parseColour('Format Video Capture:\n\tQuantization: toString\n\tColorspace : constructor')).toBeNull();
  });

  it('never makes a reader throw', () => {
    const start = constantFrom('Format Video Capture:', '\tColorspace : ', '\tQuantization: ', '\tActive width: ', '\tActive height: ', '\tPixelclock: 1 Hz (', 'Video input : 0 (', 'VIDIOC_QUERY_DV_TIMINGS: failed: ', '');
    assert(
      property(array(tuple(start, string({ maxLength: 20 })), { maxLength: 30 }), (lines) => {
        const text = lines.map(([word, rest]) => `${word}${rest}`).join('\n');
        inputSignalSchema.nullable().parse(parseSignal(text));
        captureColourSchema.nullable().parse(parseColour(text));
      }),
    );
  });
});
