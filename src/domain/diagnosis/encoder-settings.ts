import { isIntel, type DiagnosisFacts } from './facts';
import { phrase, type FailureRule } from './rule';

const huc = 'sudo grep -H status /sys/kernel/debug/dri/*/gt*/uc/huc_info';
const enableGuc = 'enable_guc=2 for the module i915 loads it where the kernel does not by itself; leave it alone on 12th generation mobile, 13th, 14th and Arc, which do';
const isTenBit = ({ output }: DiagnosisFacts): boolean => /\bp010|main_?10\b|yuv420p10|10[ -]?bit/i.test(output);

/** What encoders of the GPU refuse of the settings. */
export const encoderSettingRules: readonly FailureRule[] = [
  {
    id: 'huc-firmware',
    title: 'The HuC firmware of the Intel GPU is not loaded',
    shows: phrase(String.raw`\bHuC\b[^\n]{0,100}(?:not loaded|failed|disabled|authentication failed|NOT SUPPORTED|LOAD FAIL|MISSING|ERROR)\b|HuC firmware: \S+[^\n]{0,60}\n[^\n]{0,60}\bstatus: (?!RUNNING|TRANSFERRED|LOADABLE)\w+`, 'i'),
    reason: 'Low power encoding with a bit rate needs the HuC firmware, and the kernel has not loaded it.',
    remedy: `Install the firmware and look at its state: ${enableGuc}.`,
    commands: ['sudo apt install firmware-misc-nonfree', huc, 'echo "options i915 enable_guc=2" | sudo tee /etc/modprobe.d/i915.conf && sudo update-initramfs -u'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'low-power',
    title: 'The GPU does not encode this in low power mode',
    shows: phrase(String.raw`Low power mode is unsupported|failed to open encoder in low_power mode|low[_ ]power[^\n]{0,100}(?:not supported|unsupported)|No usable encoding entrypoint found[^\n]*`, 'i'),
    reason: 'The fixed-function encoder (low power) of this GPU does not have this codec or profile; or it has nothing else and was not asked for.',
    remedy: 'Turn low power off in the preset, or leave it to Capstan, which takes what was proved to work.',
    commands: [huc],
    kind: 'encoder-unavailable',
    field: 'video.lowPower',
  },
  {
    id: 'ten-bit-profile',
    title: 'The GPU does not encode 10 bit with this profile',
    shows: phrase(String.raw`No usable encoding profile found|Some encoding profile parameters are not supported[^\n]*|No available encoding profile[^\n]*`),
    when: isTenBit,
    reason: '10 bit takes pictures as P010 and a profile of 10 bit (main10) together, and a GPU that has both.',
    remedy: 'Choose 8 bit (yuv420p), or HEVC with the profile main10.',
    kind: 'preset-invalid',
    field: 'video.profile',
  },
  {
    id: 'vaapi-profile',
    title: 'The GPU does not encode this codec and profile',
    shows: phrase(String.raw`No usable encoding profile found`),
    reason: 'The graphics hardware, or its driver, does not encode this codec and profile. Debian’s free Intel driver leaves most encoders out.',
    remedy: 'Choose H.264 with the profile main or high; for Intel, see whether the full driver is installed.',
    commands: ['vainfo --display drm'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'rate-control',
    title: 'The encoder does not know this rate control',
    shows: phrase(String.raw`Driver does not support any RC mode compatible with selected options[^\n]*|Driver does not support (?:\S+ )?(?:RC mode|rate control)[^\n]*|Selected ratecontrol mode is unsupported`),
    reason: (facts) => {
      const [, modes] = phrase(String.raw`supported modes: ([^)\n]+)\)`).exec(facts.output) ?? [];
      const only = modes === undefined ? '' : `; it knows ${modes}`;
      const intel = isIntel(facts) || /ICQ|MFX|qsv/i.test(facts.output);
      return `The encoder does not know this rate control${only}.${intel ? ' Intel’s low power encoder has CBR and VBR only with the HuC firmware.' : ''}`;
    },
    remedy: 'Choose another rate control, such as CQP.',
    commands: (facts) => (isIntel(facts) ? [huc] : []),
    kind: 'preset-invalid',
    field: 'video.rateControl',
  },
  {
    id: 'quicksync-parameters',
    title: 'Quick Sync refuses these settings',
    shows: phrase(String.raw`some encoding parameters are not supported by the QSV runtime`, 'i'),
    reason: 'Quick Sync on this GPU does not know one of the settings, or has it only with the HuC firmware: rate control, low power, look-ahead, B-frames or 10 bit.',
    remedy: `Try rate control CQP without low power and look-ahead. If that works, see whether HuC is loaded: ${enableGuc}.`,
    commands: [huc],
    kind: 'preset-invalid',
    field: 'video.rateControl',
  },
];

/** Asked last but one: the pictures did not get to the encoder, and no cause was told. */
export const unexplainedPath: FailureRule = {
  id: 'gpu-path',
  title: 'The pictures do not get through the GPU in this way',
  shows: phrase(
    String.raw`Impossible to convert between the formats supported by the filter[^\n]*|A hardware device reference is required[^\n]*|Failed setup for format \w+[^\n]*|hwaccel initiali[sz]ation returned error|No device available for decoder[^\n]*|Failed to (?:create processing pipeline config|upload frame|map frame|create surface)[^\n]*`,
  ),
  reason: 'The GPU, its driver or this ffmpeg does not decode, convert or take the pictures in the form of this path.',
  remedy: 'Choose a path with more work for the CPU, or leave it to Capstan, which takes what was proved to work.',
  commands: ['capstan probe --encoders --refresh'],
  kind: 'encoder-unavailable',
  field: 'video.encoder',
};
