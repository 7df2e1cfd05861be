import { assertNever } from '../result';
import type { Alert } from './alert';
import type { RateCause } from './rate-cause';

export type AlertWords = Pick<Alert, 'cause' | 'title' | 'detail' | 'nextStep'>;
/** What kind of source is recorded. */
export type SourceType = 'test-pattern' | 'capture-device' | 'network' | 'file';

const number = (value: number, digits = 1): string => String(Number(value.toFixed(digits)));

export function noFramesWords(cause: 'source' | 'storage', seconds: number, source: SourceType): AlertWords {
  if (cause === 'storage') {
    return {
      cause,
      title: 'The recorder waits for its disk or a driver',
      detail: `Nothing was written for ${number(seconds, 0)} s: the kernel holds the recorder.`,
      nextStep: 'Look at the disk that is recorded on, and at the kernel’s log (`dmesg`) of its machine.',
    };
  }
  return { cause, title: 'No new frames', detail: stillDetail(seconds), nextStep: stillStep(source) };
}

export const stillDetail = (seconds: number): string => `The source sent no frame for ${number(seconds, 0)} s, and no error.`;

function stillStep(source: SourceType): string {
  switch (source) {
    case 'capture-device':
      return 'Unplug the camera and plug it in again; then look at its cable, its power and its USB port.';
    case 'network':
      return 'Look at the sender and at the network to it. The recording waits, and ends when the source’s own time limit is over.';
    case 'file':
      return 'Look at what writes the file or pipe.';
    case 'test-pattern':
      return 'Look at what else runs on the machine that records.';
    default:
      return assertNever(source);
  }
}

export const lowRateWords = (rate: number, asked: number, { cause, because, nextStep }: RateCause): AlertWords => ({
  cause,
  title: 'Far fewer frames than asked for',
  detail: `${number(rate)} frames a second come, ${number(asked)} were asked for. ${because}`,
  nextStep,
});

/** @param isEncoder it is known to be the encoder, since the source cannot be slow or the processor is used up */
export const behindWords = (seconds: number, speed: number, isEncoder: boolean): AlertWords => ({
  cause: isEncoder ? 'encoder' : 'unknown',
  title: isEncoder ? 'The encoder is too slow' : 'The recording falls behind',
  detail: `The recording is ${number(seconds)} s behind and goes at ${number(speed, 2)} times real time.${isEncoder ? '' : ' The encoder is too slow, or the source sends too slowly.'}`,
  nextStep: 'Choose a hardware encoder, a faster preset, a smaller frame size or fewer frames a second, and end what else uses the processor or the GPU.',
});

export function driftWords(partsPerMillion: number): AlertWords {
  const secondsPerHour = (Math.abs(partsPerMillion) * 3600) / 1e6;
  return {
    cause: 'source',
    title: 'The clock of the source drifts',
    detail: `It is ${partsPerMillion > 0 ? 'fast' : 'slow'} by ${number(Math.abs(partsPerMillion), 0)} millionths: the recording gets ${number(secondsPerHour)} s an hour ${partsPerMillion > 0 ? 'longer' : 'shorter'} than it took.`,
    nextStep: 'Set the clock of the source by NTP, or its frame rate to what it really sends; recordings of other sources do not stay in step with this one.',
  };
}
