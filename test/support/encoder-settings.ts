import { defaultVideoFor, lookAheadRange, rateControlModes, type EncoderTerms } from '@domain/plan/encoders';
import type { PixelFormat, RateControl, RateControlMode, VideoEncode } from '@domain/preset';

/** One value of one thing that can be set. */
export interface Choice {
  readonly name: string;
  readonly change: Partial<VideoEncode>;
}

/** Everything that can be set for an encoder, with the ends of every range. Some pairs of choices exclude each other. */
export function choicesOf(terms: EncoderTerms): readonly (readonly Choice[])[] {
  const list = <T,>(name: string, values: readonly T[], change: (value: T) => Partial<VideoEncode>): Choice[] =>
    values.map((value) => ({ name: `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`, change: change(value) }));
  return [
    list('rate control', rateControlModes(terms).flatMap((mode) => rateControlsOf(terms, mode)), (rateControl) => ({ rateControl })),
    list('look-ahead', lookAheads(terms), (lookAheadFrames) => ({ lookAheadFrames })),
    list('preset', [null, ...terms.encoderPresets], (encoderPreset) => ({ encoderPreset })),
    list('tune', [null, ...terms.tunes], (tune) => ({ tune, ...(tune !== null && terms.tunesWithoutBFrames?.includes(tune) ? { bFrames: 0 } : {}) })),
    list('pictures', picturesOf(terms), ([profile, pixelFormat]) => ({
      ...{ profile, pixelFormat },
      ...(profile !== null && terms.profiles[profile]?.bFrames === false ? { bFrames: 0 } : {}),
    })),
    list('B-frames', [...new Set([0, 1, terms.usualBFrames, terms.maximumBFrames])].filter((count) => count <= terms.maximumBFrames), (bFrames) => ({ bFrames })),
    list('low power', terms.lowPower ? [null, false, true] : [null], (lowPower) => ({ lowPower })),
    list('GOP', [1, 60, 600], (gopFrames) => ({ gopFrames })),
  ];
}

/** The usual settings with one choice changed, each once. */
export function settingsWithOneChoice(terms: EncoderTerms): readonly (readonly [name: string, video: VideoEncode])[] {
  const usual = usualOf(terms);
  return choicesOf(terms).flat().map(({ name, change }) => [name, { ...usual, ...change }]);
}

/** The usual settings with every pair of choices, also those that exclude each other. */
export function settingsWithTwoChoices(terms: EncoderTerms): readonly VideoEncode[] {
  const usual = usualOf(terms);
  const kinds = choicesOf(terms);
  return kinds.flatMap((first, index) =>
    kinds.slice(index + 1).flatMap((second) => first.flatMap((one) => second.map((other) => ({ ...usual, ...one.change, ...other.change })))),
  );
}

export function usualOf({ encoder }: EncoderTerms): VideoEncode {
  const usual = defaultVideoFor(encoder);
  if (!usual) throw new Error(`${encoder} is not in the table`);
  return usual;
}

function rateControlsOf(terms: EncoderTerms, mode: RateControlMode): RateControl[] {
  const scale = terms.rateControls[mode]?.quality;
  const qualities = scale ? [scale.minimum, scale.usual, scale.maximum] : [];
  const highest = terms.maximumBitRateKbps ?? 1_000_000;
  const rates = [[50, 60], [6000, 9000], [highest - 1, highest]] as const;
  switch (mode) {
    case 'cbr':
      return rates.map(([, bitRateKbps]) => ({ mode, bitRateKbps }));
    case 'vbr':
      return rates.map(([bitRateKbps, maxBitRateKbps]) => ({ mode, bitRateKbps, maxBitRateKbps }));
    case 'qvbr':
      return rates.flatMap(([bitRateKbps, maxBitRateKbps]) => qualities.map((quality) => ({ mode, quality, bitRateKbps, maxBitRateKbps })));
    case 'cq':
      return qualities.flatMap((quality) => [null, 50, 1_000_000].map((maxBitRateKbps) => ({ mode, quality, maxBitRateKbps })));
    default:
      return qualities.map((quality) => ({ mode, quality }));
  }
}

function lookAheads(terms: EncoderTerms): number[] {
  const ranges = rateControlModes(terms).flatMap((mode) => lookAheadRange(terms, mode) ?? []);
  return [...new Set([0, ...ranges.flatMap(({ minimum, maximum }) => [minimum, maximum])])];
}

function picturesOf({ profiles, pixelFormats }: EncoderTerms): (readonly [profile: string | null, pixelFormat: PixelFormat])[] {
  const named = Object.entries(profiles).flatMap(([profile, held]) => held.pixelFormats.map((format) => [profile, format] as const));
  return [...pixelFormats.map((format) => [null, format] as const), ...named];
}
