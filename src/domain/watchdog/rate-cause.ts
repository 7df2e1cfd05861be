import type { CaptureDevice, ControlValues } from '../capabilities';
import { findControl } from '../controls';
import type { PresetSettings } from '../preset';
import { framesPerSecond } from '../units';
import type { AlertCause } from './alert';
import { usb2BytesPerSecond } from './thresholds';

/** What is known of a camera whose frames come too slowly. */
export interface RateFacts {
  readonly source: Extract<PresetSettings['source'], { type: 'capture-device' }>;
  /** As it was seen before the start; null where it was not. */
  readonly device: CaptureDevice | null;
  /** The recorder has no more to give. */
  readonly isBusy: boolean;
  /** Other cameras that are recorded from the same USB controller. */
  readonly neighbours: number;
}

export interface RateCause {
  readonly cause: AlertCause;
  /** What it is seen by. */
  readonly because: string;
  readonly nextStep: string;
}

/** Whether two devices hang on one USB controller, by V4L2's bus information such as `usb-0000:00:14.0-1.2`. */
export function shareController({ bus: one }: Pick<CaptureDevice, 'bus'>, { bus: other }: Pick<CaptureDevice, 'bus'>): boolean {
  const controller = (bus: string | null) => /^(usb-.+)-[\d.]+$/.exec(bus ?? '')?.[1] ?? null;
  return controller(one) !== null && controller(one) === controller(other);
}

/** A control tells exposure in units of 100 µs. */
const exposureUnitsPerSecond = 10_000;
/** Values of `auto_exposure` that leave the time to people: manual, and shutter priority. */
const setExposure: readonly number[] = [1, 2];
const bytesPerPixel: Readonly<Record<string, number>> = { YUYV: 2, UYVY: 2, YVYU: 2, VYUY: 2, NV12: 1.5, YU12: 1.5, YV12: 1.5, NV16: 2, RGB3: 3, BGR3: 3, GREY: 1 };

/** The most likely reason, from what is certain to what is only known to happen. */
export function rateCause(facts: RateFacts): RateCause {
  return exposed(facts) ?? encoding(facts) ?? overUsb(facts) ?? unknown;
}

function exposed({ source, device }: RateFacts): RateCause | null {
  const asked = source.frameRate ? framesPerSecond(source.frameRate) : null;
  const value = (name: string) => valueOf(name, source.controls, device);
  const [mode, time, isDynamic] = [value('auto_exposure'), value('exposure_time_absolute'), value('exposure_dynamic_framerate')];
  const isSet = mode !== null && setExposure.includes(mode);
  if (asked !== null && isSet && time !== null && time / exposureUnitsPerSecond > 1.05 / asked) {
    const milliseconds = (time * 1000) / exposureUnitsPerSecond;
    return {
      cause: 'exposure',
      because: `The exposure time is set to ${round(milliseconds)} ms, and a frame has ${round(1000 / asked)} ms.`,
      nextStep: 'Set a shorter exposure time (the control exposure_time_absolute), or ask for fewer frames a second.',
    };
  }
  if (isSet || isDynamic !== 1) return null;
  return {
    cause: 'exposure',
    because: 'The camera exposes automatically and may lower its frame rate for it (exposure_dynamic_framerate is 1), as it does in little light.',
    nextStep: 'Give it more light, or set the control exposure_dynamic_framerate to 0: the picture gets darker then.',
  };
}

function encoding({ isBusy }: RateFacts): RateCause | null {
  if (!isBusy) return null;
  return {
    cause: 'encoder',
    because: 'The recorder uses all the processor time that it may, so frames are left behind.',
    nextStep: 'Choose a hardware encoder, a faster preset, a smaller frame size or fewer frames a second.',
  };
}

function overUsb({ source, device, neighbours }: RateFacts): RateCause | null {
  const speed = device?.usb?.speedMbps ?? null;
  const rate = source.frameRate ? framesPerSecond(source.frameRate) : null;
  const pixelBytes = bytesPerPixel[source.inputFormat ?? ''];
  if (source.frameSize && rate !== null && pixelBytes !== undefined) {
    const needed = source.frameSize.width * source.frameSize.height * pixelBytes * rate;
    if (speed !== null && speed <= 480 && needed > usb2BytesPerSecond) {
      return {
        cause: 'usb-bandwidth',
        because: `${source.inputFormat} of this size and rate takes ${round(needed / 1e6)} MB a second, and the camera is connected by USB 2, which carries ${round(usb2BytesPerSecond / 1e6)}.`,
        nextStep: 'Choose MJPEG or a smaller frame size, or plug the camera into a USB 3 port.',
      };
    }
  }
  if (neighbours === 0) return null;
  return {
    cause: 'usb-shared',
    because: `${neighbours === 1 ? 'Another camera is' : `${neighbours} other cameras are`} recorded from the same USB controller, which they share.`,
    nextStep: 'Plug the cameras into ports of different controllers, or choose MJPEG or smaller frame sizes.',
  };
}

const unknown: RateCause = {
  cause: 'unknown',
  because: 'The cause is not known.',
  nextStep: 'Check the light, the cable and the USB port of the camera, and what else is connected there.',
};

/** What was set, else what the device had before the start, by today's name or the former one. */
function valueOf(name: string, set: ControlValues, device: CaptureDevice | null): number | null {
  const control = findControl(device?.controls ?? [], name);
  return set[name] ?? (control ? (set[control.name] ?? control.value) : null);
}

const round = (value: number): string => String(Math.round(value * 10) / 10);
