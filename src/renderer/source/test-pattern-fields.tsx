import type { Source } from '@domain/preset';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { Columns } from '../ui/section';
import { RateField, SizeField } from '../ui/size-and-rate';

export function TestPatternFields({ source }: { readonly source: Extract<Source, { type: 'test-pattern' }> }) {
  const { edit } = useCommands();
  const sizeError = useSelect((state) => fieldError(state, 'source.frameSize'));
  const rateError = useSelect((state) => fieldError(state, 'source.frameRate'));
  return (
    <Columns>
      <SizeField
        value={source.frameSize}
        error={sizeError}
        onChange={(frameSize) => frameSize && edit({ source: { ...source, frameSize } })}
      />
      <RateField
        value={source.frameRate}
        error={rateError}
        onChange={(frameRate) => frameRate && edit({ source: { ...source, frameRate } })}
      />
    </Columns>
  );
}
