import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Source } from '@domain/preset';
import { deviceName } from '../state/selectors';
import type { AppState } from '../state/state';
import { useSelect } from '../state/store';
import { fileName } from '../ui/format';

/** The chosen source in a few words. */
export function useSourceName(): string {
  const { t } = useTranslation('source');
  return useSelect((state) => sourceNameOf(state.draft.settings.source, state, t));
}

export function sourceNameOf(source: Source, known: Pick<AppState, 'capabilities' | 'deviceNames'>, t: TFunction<'source'>): string {
  switch (source.type) {
    case 'test-pattern':
      return t('kinds.test-pattern');
    case 'capture-device':
      return source.device === '' ? t('device.none') : deviceName(known, source.device);
    case 'network':
      return source.url === '' ? t('network.none') : source.url;
    case 'file':
      return source.path === '' ? t('file.none') : fileName(source.path);
  }
}
