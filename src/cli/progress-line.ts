import type { SessionView } from '@domain/session';
import { formatBitRate, formatBytes, formatClock } from './text';

/** State and figures of a session in at most `width` columns; what matters least is left out first. */
export function progressLine(view: SessionView, width: number): string {
  const fields = fieldsOf(view);
  const kept = [...fields];
  const text = () => kept.map((field) => field.text).join('  ');
  while (kept.length > 1 && text().length > width) {
    const least = kept.reduce((a, b) => (b.importance < a.importance ? b : a));
    kept.splice(kept.indexOf(least), 1);
  }
  return text().slice(0, Math.max(0, width));
}

function fieldsOf({ state, progress, connectionLost }: SessionView): { text: string; importance: number }[] {
  const name = connectionLost ? 'connection lost' : state;
  if (!progress) return [{ text: name, importance: 9 }];
  const { timeSeconds, frame, fps, droppedFrames, behindSeconds, bitRateKbps, sizeBytes } = progress;
  return [
    { text: name, importance: 9 },
    { text: formatClock(timeSeconds), importance: 8 },
    { text: `${frame} frame${frame === 1 ? '' : 's'}`, importance: 5 },
    ...(fps === null ? [] : [{ text: `${fps.toFixed(1)} fps`, importance: 4 }]),
    behindSeconds === null
      ? { text: `${droppedFrames} dropped`, importance: 7 }
      : { text: `${behindSeconds.toFixed(1)} s behind`, importance: 7 },
    ...(bitRateKbps === null ? [] : [{ text: formatBitRate(bitRateKbps), importance: 3 }]),
    ...(sizeBytes === null ? [] : [{ text: formatBytes(sizeBytes), importance: 6 }]),
  ];
}
