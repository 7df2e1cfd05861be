import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FrameSize } from '@domain/units';
import { formatsFor, type Formats } from '@locales/formats';

export { fileName } from '@domain/file-name';
export { formatsFor, unknown, type Formats } from '@locales/formats';

/** Those of the window's language. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return useMemo(() => formatsFor(i18n.language), [i18n.language]);
}

/** `1280 × 720` */
export const sizeText = ({ width, height }: FrameSize): string => `${width} × ${height}`;
