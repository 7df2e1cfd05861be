import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { emptyNetworkSource, type Source } from '@domain/preset';
import { encodeOf } from '../state/draft';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { Section } from '../ui/section';
import { CaptureDeviceFields } from './capture-device-fields';
import { FileFields } from './file-fields';
import { NetworkFields } from './network-fields';
import { useSourceName } from './source-name';
import { TestPatternFields } from './test-pattern-fields';

const kinds: readonly Source['type'][] = ['test-pattern', 'capture-device', 'network', 'file'];

/** Where the picture comes from. */
export function SourcePanel() {
  const { t } = useTranslation('source');
  const draft = useSelect((state) => state.draft);
  const { settings, remembered } = draft;
  const firstDevice = useSelect((state) =>
    state.capabilities.state === 'ready'
      ? state.capabilities.value.captureDevices.find(({ unusable }) => unusable === null)?.identity
      : undefined,
  );
  const hasError = useSelect((state) => fieldError(state, 'source') !== null);
  const { edit } = useCommands();
  const { source, video } = settings;
  const summary = useSourceName();

  const begin = (type: Source['type']): Source => {
    const before = remembered.sources[type];
    if (before) return before;
    switch (type) {
      case 'test-pattern':
        return { type, frameSize: { width: 1280, height: 720 }, frameRate: { numerator: 30, denominator: 1 } };
      case 'capture-device':
        return { type, device: firstDevice ?? '', inputFormat: null, frameSize: null, frameRate: null, controls: {} };
      case 'network':
        return emptyNetworkSource;
      case 'file':
        return { type, path: '', pace: 'fastest', frameSize: null, frameRate: null };
    }
  };
  const choose = (type: Source['type']) => {
    // A test pattern is made here: it has no encoded picture that could be kept.
    const encode = encodeOf(draft);
    edit({ source: begin(type), ...(type === 'test-pattern' && video.mode === 'copy' && encode && { video: encode }) });
  };

  return (
    <Section name="source" title={t('title')} summary={summary} hasError={hasError}>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('kind')}
        data={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        value={source.type}
        onChange={(value) => choose(value as Source['type'])}
      />
      {source.type === 'test-pattern' && <TestPatternFields source={source} />}
      {source.type === 'capture-device' && <CaptureDeviceFields source={source} />}
      {source.type === 'network' && <NetworkFields source={source} />}
      {source.type === 'file' && <FileFields source={source} />}
    </Section>
  );
}
