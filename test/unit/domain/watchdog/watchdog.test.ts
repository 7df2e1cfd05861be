import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProgressReader } from '@domain/progress';
import { hasPace, Watchdog } from '@domain/watchdog/watchdog';
import { settings, webcam } from '../plan/fixtures';
import { cameraSettings, kinds, SimulatedRecorder } from './simulated';

const pattern = settings;
const network = { ...settings, source: { type: 'network' as const, url: 'rtsp://camera.lan/main', credential: null, transport: 'tcp' as const, containerNetwork: 'bridge' as const, latencyMs: 0, frameSize: null, frameRate: null } } as unknown as typeof settings;
const stuck = { rate: 0, cores: 0, reports: false, states: 'SSSS' };

describe('a camera that stops sending', () => {
  it('is noticed after three seconds, once, where its recorder waits', () => {
    const recorder = new SimulatedRecorder(cameraSettings());
    recorder.seconds(20);
    recorder.seconds(2, stuck);
    expect(recorder.told).toEqual([]);
    recorder.seconds(2, stuck);
    expect(kinds(recorder.told)).toEqual(['no-frames source 1']);
    expect(recorder.told[0]).toMatchObject({ title: 'No new frames', atSeconds: 20, detail: expect.stringMatching(/^The source sent no frame for [34] s/) });
    recorder.seconds(20, stuck);
    expect(recorder.told).toHaveLength(1);
    expect(recorder.isStalled).toBe(true);
  });

  it('is taken back when it sends again, and told again when it stops again', () => {
    const recorder = new SimulatedRecorder(cameraSettings());
    recorder.seconds(20);
    recorder.seconds(5, stuck);
    recorder.seconds(5);
    expect(kinds(recorder.told)).toEqual(['no-frames source 1', 'no-frames source over']);
    expect(recorder.isStalled).toBe(false);
    recorder.seconds(5, stuck);
    expect(kinds(recorder.told).slice(2)).toEqual(['no-frames source 2']);
  });

  it('is noticed beside a sound that goes on, which the recorder reports of', () => {
    const recorder = new SimulatedRecorder(cameraSettings());
    recorder.seconds(20);
    for (let second = 0; second < 5; second += 1) {
      recorder.writtenBytes = (recorder.writtenBytes ?? 0) + 16_000;
      recorder.seconds(1, { ...stuck, reports: true, cores: 0.05 });
    }
    expect(kinds(recorder.told)).toEqual(['no-frames source 1']);
  });

  it('may send a frame every few seconds', () => {
    const recorder = new SimulatedRecorder(cameraSettings({ frameRate: { numerator: 1, denominator: 4 } }));
    for (let round = 0; round < 20; round += 1) {
      recorder.seconds(1, { rate: 1 });
      recorder.seconds(3, stuck);
    }
    expect(recorder.told).toEqual([]);
  });
});

describe('what is no stall of the camera', () => {
  const after = (recorder: SimulatedRecorder, happens: () => void) => {
    recorder.seconds(20);
    happens();
    recorder.seconds(5);
    return kinds(recorder.told);
  };
  const fresh = () => new SimulatedRecorder(cameraSettings());

  it('a recorder that somebody stopped', () => {
    const recorder = fresh();
    expect(after(recorder, () => recorder.seconds(30, { ...stuck, states: 'TTTT' }))).toEqual([]);
  });

  it('a recorder of which nothing is heard', () => {
    const recorder = fresh();
    expect(after(recorder, () => recorder.pass(60))).toEqual([]);
  });

  it('reports that get lost while the file grows', () => {
    const recorder = fresh();
    expect(after(recorder, () => recorder.seconds(30, { reports: false }))).toEqual([]);
  });

  it('reports that get lost where nobody tells what is written', () => {
    const recorder = fresh();
    recorder.writtenBytes = null;
    expect(after(recorder, () => recorder.seconds(30, { ...stuck }))).toEqual([]);
  });

  it('a process of ours that was frozen, and hears everything at once', () => {
    const recorder = fresh();
    expect(after(recorder, () => recorder.seconds(60, { heard: false }))).toEqual([]);
  });

  it('an encoder that has worked at one picture for seconds', () => {
    const recorder = fresh();
    recorder.seconds(20);
    recorder.seconds(6, { ...stuck, cores: 0.2, states: 'RSSS' });
    expect(kinds(recorder.told)).toEqual([]);
  });

  it('a disk that hangs: that is told as such', () => {
    const recorder = fresh();
    recorder.seconds(20);
    recorder.seconds(5, { ...stuck, states: 'SSDS' });
    expect(kinds(recorder.told)).toEqual(['no-frames storage 1']);
    expect(recorder.isStalled).toBe(false);
    recorder.seconds(4, { ...stuck });
    expect(recorder.isStalled).toBe(true);
  });

  it('the time before the first frame, and that after the end was asked for', () => {
    const starting = fresh();
    for (let second = 0; second < 30; second += 1) {
      starting.pass(1, stuck);
      starting.pulse('SSS');
    }
    expect(starting.told).toEqual([]);
    const watchdog = new Watchdog({ settings: () => cameraSettings(), device: webcam, neighbours: () => 0 });
    watchdog.close();
    expect(watchdog.pulse({ upSeconds: 1, cpuSeconds: 0, writtenBytes: 0, states: 'S' }, 1)).toEqual([]);
  });

  it('a file that is read as fast as possible, which has no pace', () => {
    expect(hasPace({ ...settings, source: { ...settings.source, type: 'file', path: '/a.mkv', pace: 'fastest' } as never })).toBe(false);
    expect(hasPace(settings)).toBe(true);
  });
});

describe('a frame rate', () => {
  it('far under what was asked for is told once, and taken back', () => {
    const recorder = new SimulatedRecorder(cameraSettings());
    recorder.seconds(10);
    recorder.seconds(20, { rate: 15 });
    recorder.seconds(20);
    expect(kinds(recorder.told)).toEqual([expect.stringMatching(/^frame-rate-low \S+ 1$/), expect.stringMatching(/over$/)]);
    expect(recorder.told[0]?.detail).toMatch(/^(1\d|2[0-2])(\.\d)? frames a second come, 30 were asked for\./);
  });

  it('that follows the mains is none', () => {
    const recorder = new SimulatedRecorder(cameraSettings());
    recorder.seconds(60, { rate: 25 });
    expect(recorder.told).toEqual([]);
  });

  it('that nobody asked for is none', () => {
    const recorder = new SimulatedRecorder(cameraSettings({ frameRate: null }));
    recorder.seconds(60, { rate: 7 });
    expect(recorder.told).toEqual([]);
  });
});

describe('an encoder that is too slow', () => {
  it('is told of when the recording is three seconds behind, and taken back when no more is added', () => {
    const recorder = new SimulatedRecorder(pattern);
    recorder.seconds(10);
    recorder.seconds(20, { speed: 0.5 });
    expect(kinds(recorder.told)).toEqual(['encoder-behind encoder 1']);
    expect(recorder.told[0]?.detail).toMatch(/^The recording is [3-6](\.\d)? s behind and goes at 0\.\d\d? times real time\.$/);
    recorder.seconds(45);
    expect(kinds(recorder.told).slice(1)).toEqual(['encoder-behind encoder over']);
  });

  it('is not taken for one where a stream comes late and the recorder rests', () => {
    const recorder = new SimulatedRecorder(network);
    recorder.seconds(10);
    recorder.seconds(30, { speed: 0.5, cores: 0.2 });
    expect(recorder.told).toEqual([]);
  });
});

describe('the clock of a source', () => {
  it('that is too fast by a thousandth is told of within minutes', () => {
    const recorder = new SimulatedRecorder(network);
    recorder.seconds(300, { speed: 1.001 });
    expect(kinds(recorder.told)).toEqual(['clock-drift source 1']);
    expect(recorder.told[0]?.detail).toBe('It is fast by 1000 millionths: the recording gets 3.6 s an hour longer than it took.');
  });

  it('is no matter where it is that of a crystal', () => {
    const recorder = new SimulatedRecorder(network);
    recorder.seconds(1200, { speed: 1.0001 });
    expect(recorder.told).toEqual([]);
  });
});

describe('a recording that goes well', () => {
  const delays = fc.double({ min: 0, max: 0.9, noNaN: true });
  const second = fc.record({ late: delays, asleep: fc.double({ min: -0.3, max: 0.6, noNaN: true }), frames: fc.integer({ min: 27, max: 33 }), states: fc.constantFrom('S', 'R', 'D', 'SSSS') });

  it('is never warned of, however its reports and looks tremble', () => {
    fc.assert(
      fc.property(fc.constantFrom(cameraSettings(), pattern, network), fc.array(second, { minLength: 30, maxLength: 400 }), (now, steps) => {
        const recorder = new SimulatedRecorder(now);
        for (const { late, asleep, frames, states } of steps) {
          for (const share of [0.5, 0.5]) {
            recorder.pass((1 + asleep) * share, { rate: frames });
            // Heard late: the listener's clock has gone on, the recorder's frames have not.
            recorder.atSeconds += late;
            recorder.report();
            recorder.atSeconds -= late;
          }
          recorder.pulse(states);
        }
        expect(recorder.told).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('nor where it is not heard of at times, nor where it was stopped for a while', () => {
    const event = fc.oneof({ weight: 8, arbitrary: second }, { weight: 1, arbitrary: fc.constant('away' as const) }, { weight: 1, arbitrary: fc.constant('frozen' as const) }, { weight: 1, arbitrary: fc.constant('asleep' as const) });
    fc.assert(
      fc.property(fc.array(event, { minLength: 20, maxLength: 100 }), (steps) => {
        const recorder = new SimulatedRecorder(cameraSettings());
        recorder.seconds(10);
        for (const step of steps) {
          if (step === 'away') recorder.pass(40);
          else if (step === 'asleep') recorder.seconds(20, { heard: false });
          else if (step === 'frozen') recorder.seconds(10, { ...stuck, states: 'TTT' });
          else recorder.seconds(1, { rate: step.frames, states: step.states });
        }
        expect(recorder.told).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('is never warned of where it was a real one', () => {
    const blocks = new ProgressReader().push(readFileSync(resolve(import.meta.dirname, '../../../fixtures/progress/5.1-libx264.txt'), 'utf8'));
    const watchdog = new Watchdog({ settings: () => cameraSettings(), device: webcam, neighbours: () => 0 });
    const told = blocks.flatMap((block, index) => [
      ...watchdog.progress(block, index / 2),
      ...watchdog.pulse({ upSeconds: 70 + index / 2, cpuSeconds: index / 4, writtenBytes: index * 1000, states: 'S' }, index / 2),
    ]);
    expect(told).toEqual([]);
  });
});
