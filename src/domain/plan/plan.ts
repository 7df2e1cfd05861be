import { presetControls } from '../controls';
import { diskFloorBytes } from '../disk-floor';
import { capstanError, invalidField, type CapstanError } from '../errors';
import { highestBitRateKbps } from '../rate-control';
import { noSplit, presetSettingsSchema, settingsOf, type PresetSettings } from '../preset';
import { fileNamePattern } from '../recording';
import { err, ok, type Result } from '../result';
import type { SessionRecord } from '../session';
import { isSplit, splitFileName } from '../split';
import { planAudio, watchArgv } from './audio';
import { channelsOf, recorderContainer } from './container';
import { chooseEncode, encodeSummary, withoutGpu } from './encode-choice';
import { withKnownRate } from './known-rate';
import { overlayWarnings, refusedOverlay } from './overlay';
import { planOutputs } from './outputs';
import { planSource, type SourcePlan } from './source';
import { splitInTime } from './split-time';
import { refusedDirectory } from './system-paths';
import { encodedSize, refusedTransform } from './transform';
import type { Plan, PlanInput } from './types';
import { udpUrl } from './udp';

/** Folders of the system: mounting one into a container would put more than recordings at risk. */

/** From what is wanted and what the host offers to what will run, or a refusal that names the field. */
export function plan({ preset, capabilities, run, gpuLoads = [], refused = [] }: PlanInput): Result<Plan, CapstanError> {
  const parsed = presetSettingsSchema.safeParse(settingsOf(preset));
  if (!parsed.success) return err(invalidField('preset-invalid', parsed.error.issues));
  const watchOnly = run.record.purpose === 'watch';
  const choice = watchOnly ? ok(withoutGpu(parsed.data.video, capabilities)) : chooseEncode(parsed.data, capabilities, gpuLoads, refused);
  if (!choice.ok) return choice;
  const { settings, warnings: rateWarnings } = watchOnly ? { settings: parsed.data, warnings: [] } : withKnownRate({ ...parsed.data, video: choice.value.video });

  const outputPath = run.output === null ? null : checkedPath(run.output);
  if (outputPath !== null && typeof outputPath !== 'string') return err(outputPath);

  const options = { durationSeconds: watchOnly ? null : settings.durationSeconds, watchOnly, copies: settings.video.mode === 'copy' };
  // Options are named as the ffmpeg of the chosen image knows them.
  const running = { ...capabilities, ffmpeg: choice.value.ffmpeg };
  const source = planSource(settings, running, options);
  if (!source.ok) return source;
  const refusal = refusedTransform(settings, source.value, watchOnly) ?? refusedOverlay(settings, source.value, running.ffmpeg, watchOnly);
  if (refusal) return err(refusal);
  const audio = planAudio(settings, source.value, running, options);
  if (!audio.ok) return audio;
  const { engine } = capabilities;
  const channels = engine.kind === 'docker' ? channelsOf({ id: run.record.id, settings }) : run.channels;
  const split = watchOnly ? ok(noSplit) : splitInTime(settings, source.value.framesPerSecond);
  if (!split.ok) return split;
  const outputs = planOutputs(settings, source.value, { path: outputPath, split: split.value, channels, choice: choice.value, audio: audio.value });
  if (!outputs.ok) return outputs;

  const controls = controlsOf(settings, source.value);
  if (!controls.ok) return controls;

  const argv = [
    ...['ffmpeg', '-hide_banner', '-nostdin', '-nostats', '-loglevel', 'warning', '-n'],
    ...['-stats_period', '0.5', '-progress', udpUrl(channels.progressPort, channels.progressLocalPort, 1400)],
    ...outputs.value.globalOptions,
    ...outputs.value.inputOptions,
    ...source.value.inputArgv,
    ...(audio.value?.inputArgv ?? []),
    ...outputs.value.filterArgv,
    ...outputs.value.recordingArgv,
    ...outputs.value.previewArgv,
    ...(watchOnly ? watchArgv(audio.value, channels) : []),
  ];
  const encode = encodeSummary(choice.value, outputs.value.path);
  const floorBytes = diskFloorBytes(expectedBitRateKbps(settings, source.value));
  // The record keeps what was asked for: a further part chooses anew.
  const record: SessionRecord = { schemaVersion: 1, ...run.record, settings: parsed.data, output: run.output, devicePath: source.value.device?.path ?? null, encode: watchOnly ? null : encode, diskFloorBytes: watchOnly ? null : floorBytes };
  const container =
    engine.kind === 'docker'
      ? recorderContainer({ settings, choice: choice.value, source: source.value, audio: audio.value, capabilities, engine, record, argv, timeZone: run.timeZone })
      : ok(null);
  if (!container.ok) return container;
  return ok({
    argv,
    container: container.value,
    record,
    encode,
    outputPath: outputPath !== null && isSplit(settings) ? splitFileName(outputPath, 1) : outputPath,
    channels,
    hasPreview: outputs.value.previewArgv.length > 0,
    accounting: source.value.accounting,
    diskFloorBytes: floorBytes,
    devicePath: source.value.device?.path ?? null,
    credential: settings.source.type === 'network' ? settings.source.credential : null,
    warnings: [...choice.value.warnings, ...rateWarnings, ...overlayWarnings(settings, source.value), ...(engine.kind === 'docker' && !watchOnly ? limitWarnings(settings.limits, engine) : []), ...(watchOnly ? [] : splitWarnings(settings, source.value))],
    controls: controls.value,
  });
}

function controlsOf({ source: wanted }: PresetSettings, { device }: SourcePlan) {
  if (device === null || wanted.type !== 'capture-device' || Object.keys(wanted.controls).length === 0) return ok(null);
  return presetControls(device, wanted.controls);
}

/** What the limits open, and what the daemon cannot keep of them. */
function limitWarnings({ privileged, swapMiB }: PresetSettings['limits'], { swapLimit }: { readonly swapLimit?: boolean | undefined }): string[] {
  return [
    ...(privileged
      ? ['The recorder is privileged: it may open every device of its machine and is held back by no seccomp or AppArmor profile. It still runs as a plain user on a read-only root.']
      : []),
    ...(swapMiB > 0 && swapLimit === false ? ['The kernel of the Docker host does not limit swap: the memory limit holds, the swap limit does not.'] : []),
  ];
}

/** What is encoded here has closed groups of pictures; of what is kept nobody knows before it comes. */
function splitWarnings(settings: PresetSettings, { encodedAs }: SourcePlan): string[] {
  if (!isSplit(settings) || settings.video.mode !== 'copy' || (encodedAs !== null && /^(MJPG|JPEG)$/.test(encodedAs))) return [];
  return ['The stream is kept as it is: where its groups of pictures are open, the first pictures of a file play only behind the file before it. Joined, all play.'];
}

function checkedPath({ directory, fileName }: NonNullable<PlanInput['run']['output']>): string | CapstanError {
  if (!fileNamePattern.test(fileName)) {
    return capstanError('preset-invalid', `${JSON.stringify(fileName)} is no safe file name: letters, digits, dot, dash and underscore.`, {
      field: 'output.fileName',
    });
  }
  return refusedDirectory(directory) ?? `${directory.replace(/\/+$/, '')}/${fileName}`;
}

/** The highest bit rate to be expected. Bits a pixel: about what x264 makes of noise-free camera pictures at usual quality, and what MJPEG cameras send. */
function expectedBitRateKbps(settings: PresetSettings, source: SourcePlan): number {
  const { video } = settings;
  const { width, height } = encodedSize(settings, source) ?? { width: 1920, height: 1080 };
  const pixelsPerSecond = width * height * (source.framesPerSecond ?? 30);
  if (video.mode === 'copy') return (pixelsPerSecond * 1.5) / 1000;
  return highestBitRateKbps(video.rateControl) ?? (pixelsPerSecond * 0.15) / 1000;
}

