import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatsFor, type Formats } from '@locales/formats';

export { fileName } from '@domain/file-name';
export { formatsFor, unknown, type Formats } from '@locales/formats';

/** Those of the window's language. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return useMemo(() => formatsFor(i18n.language), [i18n.language]);
}

// English for what does not speak the reader's language yet.
const english = formatsFor('en');
export const formatDuration = english.duration;
export const formatBytes = english.bytes;
export const formatBitRate = english.bitRate;
export const formatFps = english.framesPerSecond;
export const formatCount = english.count;
export const formatTime = english.time;
