import { useTranslation } from 'react-i18next';
import {
  formatFrameRate,
  formatFrameSize,
  framesPerSecond,
  frameSizeSchema,
  parseFrameRate,
  parseFrameSize,
  type FrameRate,
  type FrameSize,
} from '@domain/units';
import { PickOrTypeField, type Choice } from './fields';

const usualSizes = ['640x360', '640x480', '1280x720', '1920x1080', '2560x1440', '3840x2160'];
const usualRates = ['5', '10', '15', '24', '25', '30000/1001', '30', '50', '60000/1001', '60'];

const times = (size: string) => size.replace('x', ' × ');

interface SizeFieldProps {
  readonly value: FrameSize | null;
  /** What no size means, such as the camera's own; without it a size has to be chosen. */
  readonly none?: string;
  readonly help?: string;
  /** Sizes to offer; the usual ones where it is left out. */
  readonly sizes?: readonly FrameSize[];
  /** Says what else is wrong with a size that is typed. */
  readonly check?: (size: FrameSize) => string | null;
  /** Only the listed ones exist. */
  readonly isClosed?: boolean;
  readonly error: string | null;
  readonly onChange: (size: FrameSize | null) => void;
}

export function SizeField({ value, none, help, sizes, check, isClosed = false, error, onChange }: SizeFieldProps) {
  const { t } = useTranslation();
  const offered = sizes?.map(formatFrameSize) ?? usualSizes;
  const choices: Choice[] = [
    ...(none === undefined ? [] : [{ value: '', label: none }]),
    ...[...new Set(offered)].map((size) => ({ value: size, label: times(size) })),
  ];
  const parse = (text: string) => {
    const parsed = frameSizeSchema.safeParse(parseFrameSize(text));
    return parsed.success ? parsed.data : null;
  };
  return (
    <PickOrTypeField
      label={t('frameSize')}
      {...(help !== undefined && { help })}
      value={value ? formatFrameSize(value) : ''}
      choices={choices}
      isClosed={isClosed}
      check={(text) => {
        const size = parse(text);
        return size ? (check?.(size) ?? null) : t('sizeHint');
      }}
      error={error}
      onChange={(text) => onChange(parse(text))}
    />
  );
}

interface RateFieldProps {
  readonly value: FrameRate | null;
  readonly none?: string;
  readonly help?: string;
  readonly rates?: readonly FrameRate[];
  /** Says what else is wrong with a rate that is typed. */
  readonly check?: (rate: FrameRate) => string | null;
  /** Only the listed ones exist. */
  readonly isClosed?: boolean;
  readonly error: string | null;
  readonly onChange: (rate: FrameRate | null) => void;
}

export function RateField({ value, none, help, rates, check, isClosed = false, error, onChange }: RateFieldProps) {
  const { t, i18n } = useTranslation();
  const offered = rates?.map(formatFrameRate) ?? usualRates;
  const choices: Choice[] = [
    ...(none === undefined ? [] : [{ value: '', label: none }]),
    ...[...new Set(offered)].map((text) => {
      const rate = parseFrameRate(text);
      return { value: text, label: rate ? t('framesPerSecond', { rate: framesPerSecond(rate).toLocaleString(i18n.language, { maximumFractionDigits: 2 }) }) : text };
    }),
  ];
  return (
    <PickOrTypeField
      label={t('frameRate')}
      {...(help !== undefined && { help })}
      value={value ? formatFrameRate(value) : ''}
      choices={choices}
      isClosed={isClosed}
      check={(text) => {
        const rate = parseFrameRate(text);
        return rate ? (check?.(rate) ?? null) : t('rateHint');
      }}
      error={error}
      onChange={(text) => onChange(parseFrameRate(text))}
    />
  );
}
