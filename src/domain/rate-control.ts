import type { RateControl, RateControlMode } from './preset';

/** What a mode is set by, beside its name. */
export const rateControlFields: Readonly<Record<RateControlMode, readonly ('quality' | 'bitRateKbps' | 'maxBitRateKbps')[]>> = {
  crf: ['quality'],
  cqp: ['quality'],
  icq: ['quality'],
  qvbr: ['quality', 'bitRateKbps', 'maxBitRateKbps'],
  cq: ['quality', 'maxBitRateKbps'],
  cbr: ['bitRateKbps'],
  vbr: ['bitRateKbps', 'maxBitRateKbps'],
};

/** Quality on the encoder's own scale; null for modes without one. */
export const qualityOf = (control: RateControl): number | null => ('quality' in control ? control.quality : null);

/** The bit rate that is aimed at, in kbit/s; null for modes that aim at a quality alone. */
export const bitRateKbpsOf = (control: RateControl): number | null => ('bitRateKbps' in control ? control.bitRateKbps : null);

/** The highest bit rate that a mode allows, in kbit/s; null where it has no bound. */
export const highestBitRateKbps = (control: RateControl): number | null =>
  'maxBitRateKbps' in control ? control.maxBitRateKbps : bitRateKbpsOf(control);
