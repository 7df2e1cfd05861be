import type { StationEvent } from '@domain/contract';

/** Something that is being made of a recording; `fraction` is null while unknown. */
export type Conversion = Omit<Extract<StationEvent, { type: 'conversion' }>, 'type'>;

/** Those under way, by kind and recording. */
export type Conversions = Readonly<Record<string, Conversion>>;

export const conversionKey = ({ kind, recordingId }: Pick<Conversion, 'kind' | 'recordingId'>): string => `${kind} ${recordingId}`;

export function withConversion(conversions: Conversions, { kind, recordingId, fraction }: Conversion): Conversions {
  const key = conversionKey({ kind, recordingId });
  if (fraction !== 1) return { ...conversions, [key]: { kind, recordingId, fraction } };
  return Object.fromEntries(Object.entries(conversions).filter(([other]) => other !== key));
}
