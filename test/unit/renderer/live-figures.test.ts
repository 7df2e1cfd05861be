import { openTexts } from '@locales/i18n';
import { describe, expect, it } from 'vitest';
import { DelayMeter } from '../../../src/renderer/live/delay-meter';
import { figuresOf, type FigureFacts } from '../../../src/renderer/live/figure-list';
import { LastPictures } from '../../../src/renderer/live/last-pictures';
import { PictureHub } from '../../../src/renderer/live/picture-hub';
import { timeLeftText } from '../../../src/renderer/live/time-left';
import { recentBitRateKbps, secondsLeftNow, withSize, type Sizes } from '../../../src/renderer/state/rates';
import { formatsFor } from '../../../src/renderer/ui/format';
import { camera, sessionView, settings } from './fixtures';

const t = (await openTexts('en')).getFixedT(null, 'live');
const formats = formatsFor('en');
const progress = { frame: 900, fps: 29.97, droppedFrames: 0, behindSeconds: 0.04, bitRateKbps: 6000, sizeBytes: 22_500_000, timeSeconds: 30, speed: 1 };
const facts = (change: Partial<FigureFacts> = {}): FigureFacts => ({ session: null, delayMs: null, recentKbps: null, leftSeconds: null, ...change });
const values = (given: FigureFacts) => Object.fromEntries(figuresOf(given, t, formats).map(({ name, value }) => [name, value]));
const bad = (given: FigureFacts) => figuresOf(given, t, formats).flatMap(({ id, isBad }) => (isBad ? [id] : []));
const grown = (id: string, bytesPerSecond: number, seconds: number, before: Sizes = {}) =>
  Array.from({ length: seconds + 1 }, (_, second) => second).reduce(
    (sizes, second) => withSize(sizes, sessionView({ id, progress: { ...progress, sizeBytes: bytesPerSecond * second } }), second * 1000),
    before,
  );

describe('the figures', () => {
  it('are at the same place in every state, and a dash where they are unknown', () => {
    const [none, running] = [figuresOf(facts(), t, formats), figuresOf(facts({ session: sessionView({ progress }) }), t, formats)];
    expect(running.map(({ id }) => id)).toEqual(none.map(({ id }) => id));
    expect(new Set(none.map(({ value }) => value))).toEqual(new Set(['–']));
  });

  it('tell of a recording what it writes, loses and has left', () => {
    const session = sessionView({ progress, disk: { freeBytes: 100e9, floorBytes: 1e9 } });
    expect(values(facts({ session, delayMs: 12.4, recentKbps: 8000, leftSeconds: 19_200 }))).toEqual({
      'Real rate': '30.0 fps',
      Behind: '0.0 s',
      Delay: '12 ms',
      'Bit rate': '8.0 Mbit/s',
      Size: '22.5 MB',
      'Time left': '5 h 20 min',
      Encoder: '–',
      Delivered: '–',
    });
    expect(bad(facts({ session, leftSeconds: 700 }))).toEqual([]);
    expect(bad(facts({ session, leftSeconds: 599 }))).toEqual(['left']);
  });

  it('stand out where frames are lost', () => {
    const lossy = sessionView({ settings: settings({ source: camera }), progress: { ...progress, behindSeconds: null, droppedFrames: 12 } });
    expect(values(facts({ session: lossy }))).toMatchObject({ Dropped: '12' });
    expect(bad(facts({ session: lossy }))).toEqual(['losses']);
    expect(bad(facts({ session: sessionView({ progress: { ...progress, behindSeconds: 1.2 } }) }))).toEqual(['losses']);
  });

  it('give the free space while nothing is written', () => {
    const session = sessionView({ state: 'starting', disk: { freeBytes: 100e9, floorBytes: 1e9 } });
    expect(values(facts({ session }))).toMatchObject({ 'Time left': '100 GB free' });
  });

  it('stand out where the source gave something else', () => {
    const media = { codec: 'h264', frameSize: { width: 640, height: 480 }, framesPerSecond: 30, pixelFormat: null, audioCodec: null, durationSeconds: null, frames: null };
    const session = sessionView({ delivered: media });
    expect(values(facts({ session }))).toMatchObject({ 'Delivered, not as asked': '640 × 480, 30.0 fps' });
    expect(bad(facts({ session }))).toEqual(['delivered']);
    expect(bad(facts({ session: sessionView({ delivered: { ...media, frameSize: { width: 1280, height: 720 } } }) }))).toEqual([]);
  });

  it('say time as people do', () => {
    const text = (seconds: number) => timeLeftText(seconds, t, formats);
    expect([0, 545, 600, 3599, 3600, 99 * 3600, 1e9].map(text)).toEqual(['0:00', '9:05', '10 min', '59 min', '1 h 0 min', 'over 99 h', 'over 99 h']);
  });
});

describe('the rate of the last time', () => {
  it('is known after three seconds, and follows what is written now', () => {
    expect(recentBitRateKbps(grown('aaaaaaaaaa', 1e6, 2), 'aaaaaaaaaa')).toBeNull();
    expect(recentBitRateKbps(grown('aaaaaaaaaa', 1e6, 3), 'aaaaaaaaaa')).toBe(8000);
    const [slow, last] = [grown('aaaaaaaaaa', 1e6, 60), 60e6];
    const faster = Array.from({ length: 12 }, (_, index) => index + 1).reduce(
      (sizes, second) => withSize(sizes, sessionView({ progress: { ...progress, sizeBytes: last + 2e6 * second } }), 60_000 + second * 1000),
      slow,
    );
    expect(recentBitRateKbps(faster, 'aaaaaaaaaa')).toBe(16_000);
  });

  it('is forgotten with its session', () => {
    const sizes = withSize(grown('aaaaaaaaaa', 1e6, 5), sessionView({ state: 'stopped', progress }), 6000);
    expect(sizes).toEqual({});
  });

  it('tells how long the disk lasts for all that write to it', () => {
    const disk = { freeBytes: 101e9, floorBytes: 1e9 };
    const [one, other] = [sessionView({ disk }), sessionView({ id: 'bbbbbbbbbb', disk })];
    const sizes = grown('bbbbbbbbbb', 1e6, 5, grown('aaaaaaaaaa', 1e6, 5));
    expect(secondsLeftNow({ sessions: [one], sizes }, one)).toBe(100_000);
    expect(secondsLeftNow({ sessions: [one, other], sizes }, one)).toBe(50_000);
    expect(secondsLeftNow({ sessions: [one, { ...other, id: 'cccccccccc' }], sizes }, one), 'what the other writes is not known').toBeNull();
    const away = { ...other, host: { id: 'h-attic', name: 'attic' } };
    expect(secondsLeftNow({ sessions: [one, away], sizes }, one)).toBe(100_000);
    expect(secondsLeftNow({ sessions: [{ ...one, state: 'stopped' }], sizes }, { ...one, state: 'stopped' })).toBeNull();
  });
});

describe('the delay', () => {
  it('is the median of the last second', () => {
    const meter = new DelayMeter();
    expect(meter.medianMs(0)).toBeNull();
    for (const [atMs, delayMs] of [[0, 900], [100, 10], [200, 12], [300, 200]] as const) meter.add(delayMs, atMs);
    expect(meter.medianMs(300)).toBe(200);
    expect(meter.medianMs(1050)).toBe(12);
    expect(meter.medianMs(5000)).toBeNull();
    meter.add(-3, 6000);
    expect(meter.medianMs(6000)).toBe(0);
  });

  it('is taken where a picture is drawn, and every picture is acknowledged', async () => {
    let now = 1000;
    const hub = new PictureHub(() => now);
    let acknowledged = 0;
    const receive = (sessionId: string) => hub.receive({ sessionId, jpeg: new Uint8Array(), receivedAtMs: 1000 }, () => void (acknowledged += 1));
    const paint = (isDrawn: boolean) => ({
      paint: async () => {
        now += 20;
        return isDrawn;
      },
    });
    hub.show('late', paint(false));
    const end = hub.show('drawn', paint(true));
    await receive('drawn');
    await receive('late');
    await receive('unknown');
    expect(acknowledged).toBe(3);
    expect([hub.delayMs('drawn'), hub.delayMs('late'), hub.delayMs('unknown')]).toEqual([20, null, null]);
    end();
    expect(hub.delayMs('drawn')).toBeNull();
  });
});

describe('a picture', () => {
  const open = () => {
    const clock = { now: 0 };
    const hub = new PictureHub(() => clock.now);
    const painted: string[] = [];
    const show = (name: string) => hub.show('still', { paint: async (jpeg) => painted.push(`${name} ${jpeg.join()}`) > 0 });
    const receive = (...jpeg: number[]) => hub.receive({ sessionId: 'still', jpeg: new Uint8Array(jpeg), receivedAtMs: clock.now }, () => {});
    return { clock, painted, show, receive };
  };

  it('that is the only one is painted anew where another canvas takes over, or comes late', async () => {
    const { painted, show, receive } = open();
    await receive(1);
    const end = show('first');
    expect(painted).toEqual(['first 1']);
    await receive(2);
    end();
    show('second');
    expect(painted).toEqual(['first 1', 'first 2', 'second 2']);
  });

  it('that is old is not shown again', async () => {
    const { clock, painted, show, receive } = open();
    await receive(1);
    clock.now = 3001;
    show('late');
    expect(painted).toEqual([]);
  });
});

describe('the last picture of a subject', () => {
  it('stands for its next session for a moment, once', () => {
    let now = 0;
    const kept = new LastPictures(() => now);
    const canvas = {} as HTMLCanvasElement;
    kept.keep('camera', canvas);
    expect(kept.take('other')).toBeNull();
    expect(kept.take('camera')).toBe(canvas);
    expect(kept.take('camera')).toBeNull();
    kept.keep('camera', canvas);
    now = 60_000;
    expect(kept.take('camera')).toBeNull();
  });
});
