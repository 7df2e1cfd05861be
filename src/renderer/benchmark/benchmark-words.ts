import type { TFunction } from 'i18next';
import type { BenchmarkRow } from '@domain/benchmark/report';
import type { Formats } from '../ui/format';

export type BenchmarkT = TFunction<'benchmark'>;

/** `1080p, 10 bit`; the name itself of the user's own pictures. */
export function clipName(name: string, t: BenchmarkT): string {
  const [, size, bits] = /^(\d+p)-(8|10)bit$/.exec(name) ?? [];
  return size === undefined || bits === undefined ? name : t('clip', { size, bits });
}

/** With three digits that tell something. */
export const figure = (value: number, { number }: Pick<Formats, 'number'>): string => number(value, value < 10 ? 2 : value < 100 ? 1 : 0);

/** Of encoders on several GPUs the GPU is named too. */
export const encoderName = ({ encoder, gpu }: Pick<BenchmarkRow, 'encoder' | 'gpu'>): string => (gpu ? `${encoder} (${gpu.name})` : encoder);

export const rowKey = ({ encoder, gpu, clip }: Pick<BenchmarkRow, 'encoder' | 'gpu' | 'clip'>): string => `${encoder} ${gpu?.id ?? ''} ${clip}`;
