import { describe, expect, it } from 'vitest';
import { plan } from '@domain/plan/plan';
import { usualVideoFor } from '@domain/plan/carry-over';
import { emptyNetworkSource, type VideoEncode } from '@domain/preset';
import { context, dockerHost, preset } from './fixtures';

const url = 'rtsp://camera.example/stream';
const thirty = { numerator: 30, denominator: 1 };

function planned(encoder: string, change: Partial<VideoEncode> = {}, frameRate: typeof thirty | null = null) {
  const video = { ...usualVideoFor(encoder)!, ...change };
  const made = plan({ preset: preset({ source: { ...emptyNetworkSource, url, frameRate }, video, audio: { mode: 'none' } }), capabilities: dockerHost(), run: context() });
  if (!made.ok) throw new Error(made.error.detail);
  return made.value;
}

const graphOf = (argv: readonly string[]) => argv[argv.indexOf('-filter_complex') + 1] ?? '';
const bitRate = { rateControl: { mode: 'cbr', bitRateKbps: 4000 } } as const;

describe('a stream whose rate nobody says', () => {
  it('is given one for an encoder that budgets by frames, and that is told', () => {
    const { argv, warnings, record } = planned('libx265', bitRate);
    expect(graphOf(argv)).toContain('fps=30');
    expect(warnings.join(' ')).toContain('libx265 has to know the frame rate');
    // A further part decides anew.
    expect(record.settings.source).toMatchObject({ frameRate: null });
  });

  it.each([
    ['libx264', bitRate],
    ['libx265', {}],
  ] as const)('keeps its own times with %s %o', (encoder, change) => {
    const { argv, warnings } = planned(encoder, change);
    expect(graphOf(argv)).not.toContain('fps=');
    expect(argv).toContain('passthrough');
    expect(warnings).toEqual([]);
  });

  it('is nothing of the sort where the rate is set', () => expect(planned('libx265', bitRate, thirty).warnings).toEqual([]));
});
