import type { TFunction } from 'i18next';

export { codecNames } from '@domain/plan/encoders';

export type EncodersT = TFunction<'encoders'>;
