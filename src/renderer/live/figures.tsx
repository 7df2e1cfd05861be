import type { Progress } from '@domain/progress';
import type { MediaInfo } from '@domain/recording';
import type { SessionView } from '@domain/session';
import { formatFrameSize } from '@domain/units';
import { focusedSession, pictureSessionId, sessionById } from '../state/selectors';
import { useSelect } from '../state/store';
import { formatBitRate, formatBytes, formatCount, formatFps, unknown } from '../ui/format';
import { rateLabel } from '../ui/size-and-rate';
import classes from './live.module.css';

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly isBad?: boolean;
  readonly hint?: string;
}

/** Figures of the recording in view, else what is known of the picture that is being watched. */
export function Figures() {
  const session = useSelect((state) => {
    const id = pictureSessionId(state);
    return focusedSession(state) ?? (id === null ? null : sessionById(state, id));
  });
  return (
    <dl className={classes['figures']} data-testid="figures" data-frame={session?.progress?.frame ?? 0}>
      {figuresOf(session).map(({ name, value, isBad, hint }) => (
        <div key={name} data-bad={isBad === true} title={hint}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function figuresOf(session: SessionView | null): Figure[] {
  // Without a recording, ffmpeg counts the pictures of the live view, which says nothing of the source.
  const progress = session?.purpose === 'record' ? session.progress : null;
  const recording = session?.recording ?? null;
  return [
    { name: 'Frames', value: progress ? formatCount(progress.frame) : unknown },
    {
      name: 'Real rate',
      value: progress?.fps == null ? unknown : `${formatFps(progress.fps)} fps`,
      hint: 'Frames a second over the last two seconds',
    },
    losses(progress, session),
    { name: 'Bit rate', value: formatBitRate(progress?.bitRateKbps ?? null) },
    { name: 'Size', value: formatBytes(recording?.sizeBytes ?? progress?.sizeBytes ?? null) },
    delivered(session),
    ...encoding(session),
  ];
}

function losses(progress: Progress | null, session: SessionView | null): Figure {
  if (!progress)
    return { name: session?.settings.source.type === 'capture-device' ? 'Dropped' : 'Behind', value: unknown };
  if (progress.behindSeconds !== null) {
    const behind = progress.behindSeconds;
    return {
      name: 'Behind',
      value: `${behind.toFixed(1)} s`,
      isBad: behind >= 1,
      hint: 'This source never drops a frame: where encoding is too slow it falls behind real time',
    };
  }
  const { droppedFrames } = progress;
  return {
    name: 'Dropped',
    value: formatCount(droppedFrames),
    isBad: droppedFrames > 0,
    hint: 'Frames that the device lost, by its own timestamps',
  };
}

const mediaLabel = ({ frameSize, framesPerSecond }: MediaInfo) =>
  `${frameSize.width} × ${frameSize.height}${framesPerSecond === null ? '' : `, ${formatFps(framesPerSecond)} fps`}`;

/** What encodes this recording, and by which path; it stands out where something else was wanted. */
function encoding(session: SessionView | null): Figure[] {
  const encode = session?.purpose === 'record' ? session.encode : null;
  if (!encode) return [];
  const value = encode.encoder === 'copy' ? 'Kept as it is' : [encode.encoder, ...(encode.gpu ? [encode.path.name] : [])].join(', ');
  const hint = [encode.gpu?.name, encode.path.summary].filter((part) => part !== undefined).join(': ');
  return [{ name: 'Encoder', value, isBad: encode.fallback !== null, hint }];
}

/** What the source really gave; it stands out where it is not what was asked for. */
function delivered(session: SessionView | null): Figure {
  const { source } = session?.settings ?? {};
  const media = session?.delivered ?? null;
  const asked = [
    source?.frameSize ? formatFrameSize(source.frameSize).replace('x', ' × ') : null,
    source?.frameRate ? rateLabel(source.frameRate) : null,
  ].filter((part) => part !== null);
  const hint = asked.length > 0 ? `Asked for: ${asked.join(', ')}` : 'Nothing in particular was asked for';
  if (!media) return { name: 'Delivered', value: unknown, hint };
  const otherSize =
    source?.frameSize != null &&
    (source.frameSize.width !== media.frameSize.width || source.frameSize.height !== media.frameSize.height);
  const askedRate = source?.frameRate ? source.frameRate.numerator / source.frameRate.denominator : null;
  const otherRate =
    askedRate !== null &&
    media.framesPerSecond !== null &&
    Math.abs(askedRate - media.framesPerSecond) > 0.02 * askedRate;
  const value = otherSize || otherRate ? `${mediaLabel(media)} (asked: ${asked.join(', ')})` : mediaLabel(media);
  return { name: 'Delivered', value, isBad: otherSize || otherRate, hint };
}
