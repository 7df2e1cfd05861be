import { findCaptureDevice, type Capabilities, type CaptureDevice } from '@domain/capabilities';
import type { SessionView } from '@domain/session';

/**
 * How a camera is. `busy`: a session of this window has it. `closed`: nothing could be read from it. `unusable`: ffmpeg
 * cannot record from it.
 */
export type CameraState = 'free' | 'recorded' | 'shown' | 'no-signal' | 'closed' | 'unusable' | 'unplugged';

export interface CameraRow {
  readonly identity: string;
  readonly name: string;
  readonly state: CameraState;
  /** Null where it is unplugged. */
  readonly device: CaptureDevice | null;
  /** The session that has it, or waits for it. */
  readonly session: SessionView | null;
}

interface Seen {
  readonly capabilities: Pick<Capabilities, 'captureDevices'>;
  /** Names of all that were ever seen on this host, by identity. */
  readonly cameras: Readonly<Record<string, string>>;
  /** Sessions of this host that run, or wait. */
  readonly sessions: readonly SessionView[];
}

/** The cameras of a host, and those that were there: plugged in first. */
export function cameraRows({ capabilities: { captureDevices }, cameras, sessions }: Seen): CameraRow[] {
  const known = { captureDevices };
  const present = captureDevices.map((device): CameraRow => {
    const session = sessions.find((held) => findCaptureDevice(known, deviceOf(held)) === device) ?? null;
    return { identity: device.identity, name: device.name, device, session, state: stateOf(device, session) };
  });
  const waitedFor = sessions.map(deviceOf).filter((reference) => reference !== '');
  const gone = [...new Set([...Object.keys(cameras), ...waitedFor])]
    .filter((reference) => findCaptureDevice(known, reference) === undefined)
    .map((reference): CameraRow => {
      const session = sessions.find((held) => deviceOf(held) === reference) ?? null;
      return { identity: reference, name: cameras[reference] ?? reference, device: null, session, state: 'unplugged' };
    });
  return [...present, ...gone];
}

/** What a session names its camera by; empty where it has none. */
const deviceOf = ({ settings: { source } }: SessionView): string => (source.type === 'capture-device' ? source.device : '');

function stateOf({ unusable, formats, signal }: CaptureDevice, session: SessionView | null): CameraState {
  if (session) return session.purpose === 'record' ? 'recorded' : 'shown';
  if (unusable !== null) return 'unusable';
  if (formats.length === 0) return 'closed';
  return signal?.state === 'none' ? 'no-signal' : 'free';
}

/** `MJPG, YUYV · 1920 × 1080`: what it offers, and the largest of its sizes. */
export function offered({ formats }: CaptureDevice): string {
  const sizes = formats.flatMap(({ frameSizes }) => frameSizes).toSorted((one, other) => other.width * other.height - one.width * one.height);
  const [largest] = sizes;
  return [formats.map(({ fourcc }) => fourcc).join(', '), ...(largest ? [`${largest.width} × ${largest.height}`] : [])].filter((part) => part !== '').join(' · ');
}
