import { phrase } from './diagnosis/rule';
import type { LogRule } from './ffmpeg-log-rules';

const anotherSound = 'Choose another audio input: `capstan probe` lists them.';
/** The name of a source of a sound server holds no `/`, as paths and addresses do. */
const soundSource = String.raw`^(?!(?:plug)?hw:)([^\s/]+)`;

/** How audio inputs fail to open: ALSA names the device, a sound server only the source. */
export const audioRules: readonly LogRule[] = [
  {
    pattern: phrase(String.raw`cannot open audio device (\S+) \(Device or resource busy\)`),
    kind: 'device-busy',
    words: 'Another program uses the audio input $1.',
    extras: { nextStep: 'Close it, or choose the sound server as the input, which serves many programs.' },
  },
  {
    pattern: phrase(String.raw`cannot open audio device (\S+) \((?:Permission denied|Operation not permitted)\)`),
    kind: 'device-forbidden',
    words: 'The recorder may not open the audio input $1.',
    extras: { nextStep: 'Check the permissions of the nodes in /dev/snd on the machine that has it; they usually belong to the group audio.' },
  },
  {
    pattern: phrase(String.raw`cannot open audio device (\S+) \([^)\n]+\)`),
    kind: 'audio-missing',
    words: 'There is no such audio input: $1.',
  },
  {
    pattern: phrase(String.raw`cannot set (?:channel count|sample rate|sample format|access type|parameters|ALSA \w+ size)[^(\n]*\([^)\n]+\)|sample format 0x\w+ is not supported`),
    kind: 'format-unsupported',
    words: 'The audio input refused this number of channels, rate or format.',
    extras: { nextStep: anotherSound },
  },
  {
    pattern: phrase(String.raw`${soundSource}: No such process$`),
    kind: 'audio-missing',
    words: 'The sound server does not answer.',
    extras: { nextStep: 'Start PulseAudio or PipeWire for the user whose sound is wanted: `systemctl --user start pipewire-pulse`.' },
  },
  {
    pattern: phrase(String.raw`${soundSource}: (?:Operation not permitted|Permission denied)$`),
    kind: 'device-forbidden',
    words: 'The sound server serves its own user alone, and the recorder runs as another.',
    extras: { nextStep: 'Record as the user who is logged in at that desktop, or choose an ALSA input.' },
  },
  {
    pattern: phrase(String.raw`${soundSource}: Input/output error$`),
    kind: 'audio-missing',
    words: 'The sound server has no source $1.',
  },
  {
    pattern: phrase('Unknown timestamps'),
    kind: 'format-unsupported',
    words: 'The camera does not tell its frame rate, so sound cannot be kept in step with it.',
    extras: { nextStep: 'Set a frame rate in the preset, or record without sound.' },
  },
];
