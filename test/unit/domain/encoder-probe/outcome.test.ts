import { array, assert, constantFrom, integer, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparisonOf, decodedByCpu, failsToOpenDevice, framesIn, framesPerSecondIn, leastPsnrDb } from '@domain/encoder-probe/outcome';
import { readAnswer, runRequest } from '@domain/encoder-probe/script';
import { recorded, recordedFailure, works } from './recorded';

describe('what a trial has written', () => {
  it('is counted and timed by its last progress block', () => {
    expect(framesIn(works.stdout)).toBe(15);
    // `speed=0.693x` of 30 pictures a second.
    expect(framesPerSecondIn(works.stdout, 30)).toBe(21);
    expect([framesIn(''), framesPerSecondIn('speed=N/A\n', 30), framesPerSecondIn('speed=   0x\n', 30)]).toEqual([0, null, null]);
  });

  it('is compared with the pictures that were meant', () => {
    expect(comparisonOf(recorded('compare-good', 0))).toEqual({ kind: 'compared', frames: 15, psnrDb: 40.533731 });
    const green = comparisonOf(recorded('compare-green', 0));
    expect(green).toMatchObject({ kind: 'compared', psnrDb: 10.240075 });
    expect(leastPsnrDb).toBeGreaterThan(10.3);
    for (const broken of ['compare-noise', 'compare-empty']) expect(comparisonOf(recorded(broken, 1))).toMatchObject({ kind: 'undecodable' });
  });

  it('is only counted where this ffmpeg cannot compare', () => {
    const stderr = 'Decoder (codec av1) not found for input stream #0:0';
    expect(comparisonOf({ exitCode: 1, stdout: '', stderr })).toEqual({ kind: 'impossible' });
    expect(comparisonOf({ exitCode: 1, stdout: '', stderr: "[AVFilterGraph @ 0x55] No such filter: 'psnr'" })).toEqual({ kind: 'impossible' });
  });

  it('tells a device that cannot be opened from an encoder that does not work', () => {
    expect(failsToOpenDevice(recordedFailure('vaapi-no-display').stderr)).toBe(true);
    expect(failsToOpenDevice(recordedFailure('nvenc-no-library').stderr)).toBe(true);
    expect(failsToOpenDevice('[h264_nvenc @ 0x5] Driver does not support the required nvenc API version. Required: 13.0 Found: 12.2')).toBe(true);
    expect(failsToOpenDevice('[h264_qsv @ 0x5] Error creating a MFX session: -9.')).toBe(true);
    expect(failsToOpenDevice('[hevc_vaapi @ 0x5] No usable encoding profile found.')).toBe(false);
    expect(failsToOpenDevice('[av1_nvenc @ 0x5] Codec not supported')).toBe(false);
  });

  it('tells where the CPU has stepped in for the GPU’s decoder', () => {
    expect(decodedByCpu('[mjpeg @ 0x5] Failed setup for format vaapi: hwaccel initialisation returned error.')).toBe(true);
    expect(decodedByCpu('[swscaler @ 0x5] deprecated pixel format used, make sure you did set range correctly')).toBe(false);
  });
});

describe('the answer of the script', () => {
  it('is read by its keys, whatever a tool says', () => {
    const answer = 'out frame=15\nout status 9\n\nerr done 3\nerr  two\r\n\nstatus 1\n';
    expect(readAnswer(answer)).toEqual({ exitCode: 1, stdout: 'frame=15\nstatus 9', stderr: 'done 3\n two' });
    expect(readAnswer('')).toMatchObject({ exitCode: 255 });
    expect(runRequest(['ffmpeg', '-vf', 'a b'])).toBe('3\nffmpeg\n-vf\na b');
  });

  it('and of ffmpeg never crashes what reads it', () => {
    const word = oneof(string(), constantFrom('frame=', 'speed=', 'x', 'PSNR', 'average:', 'inf', 'out ', 'err ', 'status ', '\n', '9', '.'));
    assert(
      property(array(word).map((words) => words.join('')), integer({ min: 0, max: 255 }), (text, exitCode) => {
        const outcome = readAnswer(text);
        expect(outcome.exitCode).toBeGreaterThanOrEqual(0);
        expect(framesIn(text)).toBeGreaterThanOrEqual(0);
        const speed = framesPerSecondIn(text, 30);
        expect(speed === null || (Number.isFinite(speed) && speed >= 0)).toBe(true);
        const comparison = comparisonOf({ exitCode, stdout: text, stderr: text });
        if (comparison.kind === 'compared' && comparison.psnrDb !== null) expect(Number.isNaN(comparison.psnrDb)).toBe(false);
      }),
    );
  });
});
