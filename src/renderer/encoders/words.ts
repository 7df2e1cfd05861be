import type { TFunction } from 'i18next';

export type EncodersT = TFunction<'encoders'>;
