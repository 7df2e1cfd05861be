import { findEncoder } from '@domain/plan/encoders';
import { bitRateKbpsOf, qualityOf } from '@domain/rate-control';
import { resolve } from 'node:path';
import { failure } from '@domain/errors';
import { settingsOf, type Overlay, type Preset, type Split, type Transform } from '@domain/preset';
import { hasText, isOverlaid } from '@domain/overlay';
import { isTransformed } from '@domain/transform';
import { sourceLabel } from '@domain/session';
import { formatFrameRate, formatFrameSize } from '@domain/units';
import type { PresetLibrary } from '../station/types';
import { answering, tellNotices, type Shell } from './shell';
import { table } from './text';

export interface JsonOption {
  readonly json?: boolean;
}

async function opened(shell: Shell): Promise<PresetLibrary> {
  const library = await shell.openPresets();
  tellNotices(shell, library.notices);
  return library;
}

/** Runs one change, tells it in words, or as JSON the presets that it made. */
function changing(
  shell: Shell,
  { json }: JsonOption,
  change: (library: PresetLibrary) => Promise<{ told: string; made: Preset[] }>,
) {
  return answering(shell, json === true, async () => {
    const { told, made } = await change(await opened(shell));
    if (json) shell.out.document(made);
    else shell.out.print(told);
  });
}

const quoted = ({ name }: Preset) => `"${name}"`;

export const listPresets = (shell: Shell, { json }: JsonOption): Promise<number> =>
  answering(shell, json === true, async () => {
    const presets = (await opened(shell)).list();
    if (json) shell.out.document(presets);
    else
      shell.out.print(
        table([
          ['NAME', 'SOURCE', 'VIDEO', 'ID'],
          ...presets.map((preset) => [preset.name, sourceText(preset), videoText(preset), preset.id]),
        ]),
      );
  });

export const showPreset = (shell: Shell, name: string, { json }: JsonOption): Promise<number> =>
  answering(shell, json === true, async () => {
    const preset = (await opened(shell)).find(name);
    if (json) shell.out.document(preset);
    else shell.out.print(describe(preset));
  });

/** @param path file to read, `-` for stdin */
export const importPresets = (shell: Shell, path: string, options: JsonOption): Promise<number> =>
  changing(shell, options, async (library) => {
    const made = library.importText(await shell.readText(path));
    return { told: `Imported ${made.map(quoted).join(', ')}.`, made };
  });

/** Without names: all of the user's own. */
export const exportPresets = (
  shell: Shell,
  names: readonly string[],
  { output }: { readonly output?: string },
): Promise<number> =>
  answering(shell, false, async () => {
    const library = await opened(shell);
    const chosen =
      names.length > 0 ? names.map((name) => library.find(name)) : library.list().filter(({ builtIn }) => !builtIn);
    if (chosen.length === 0) {
      throw failure('preset-invalid', 'There are no presets of your own to export.', {
        nextStep: 'Name a built-in preset: `capstan presets list` shows them.',
      });
    }
    const text = library.exportText(chosen.map(({ id }) => id));
    if (output === undefined) return shell.out.raw(text);
    await shell.writeText(output, text);
    shell.out.print(`Exported ${chosen.map(quoted).join(', ')} to ${resolve(shell.cwd, output)}.`);
  });

export const removePreset = (shell: Shell, name: string, options: JsonOption): Promise<number> =>
  changing(shell, options, async (library) => {
    const preset = library.find(name);
    library.remove(preset.id);
    return { told: `Removed ${quoted(preset)}.`, made: [] };
  });

export const renamePreset = (shell: Shell, name: string, newName: string, options: JsonOption): Promise<number> =>
  changing(shell, options, async (library) => {
    const preset = library.find(name);
    const renamed = library.rename(preset.id, newName);
    return { told: `Renamed ${quoted(preset)} to ${quoted(renamed)}.`, made: [renamed] };
  });

export const copyPreset = (
  shell: Shell,
  name: string,
  newName: string | undefined,
  options: JsonOption,
): Promise<number> =>
  changing(shell, options, async (library) => {
    const preset = library.find(name);
    const made = newName === undefined ? library.duplicate(preset.id) : library.create(newName, settingsOf(preset), preset.host);
    return { told: `Copied ${quoted(preset)} to ${quoted(made)}.`, made: [made] };
  });

function sourceText(preset: Preset): string {
  const { source } = preset;
  const size = source.frameSize ? ` ${formatFrameSize(source.frameSize)}` : '';
  const rate = source.frameRate ? `@${formatFrameRate(source.frameRate)}` : '';
  const chosen =
    (source.type === 'capture-device' && source.device !== '') ||
    (source.type === 'file' && source.path !== '') ||
    (source.type === 'network' && source.url !== '');
  const usual = {
    'test-pattern': 'Test pattern',
    'capture-device': 'Any camera',
    network: 'Any network source',
    file: 'Any file',
  }[source.type];
  return `${chosen ? sourceLabel(preset) : usual}${size}${rate}`;
}

function videoText({ video }: Preset): string {
  if (video.mode === 'copy') return 'kept as it is';
  const { rateControl } = video;
  const bitRateKbps = bitRateKbpsOf(rateControl);
  const figures = [qualityOf(rateControl), bitRateKbps === null ? null : `${bitRateKbps} kb/s`];
  const term = findEncoder(video.encoder)?.rateControls[rateControl.mode]?.term ?? rateControl.mode.toUpperCase();
  return `${video.encoder}, ${[term, ...figures.filter((figure) => figure !== null)].join(' ')}`;
}

/** In the words of the options that set it. */
function transformText({ crop, rotateDegrees, flipHorizontal, flipVertical }: Transform): string {
  const flip = flipHorizontal && flipVertical ? 'both' : flipHorizontal ? 'horizontal' : 'vertical';
  const { left, top, right, bottom } = crop;
  return [
    ...(left + top + right + bottom > 0 ? [`crop ${[left, top, right, bottom].join(',')}`] : []),
    ...(rotateDegrees === 0 ? [] : [`rotate ${rotateDegrees}`]),
    ...(flipHorizontal || flipVertical ? [`flip ${flip}`] : []),
  ].join(', ');
}

function overlayText(overlay: Overlay): string {
  const { text, clock, position, sizePercent } = overlay;
  return [
    ...(hasText(overlay) ? [`text ${JSON.stringify(text)}`] : []),
    ...(clock === 'none' ? [] : [`clock ${clock}`]),
    ...[position, `size ${sizePercent}`],
  ].join(', ');
}

function describe(preset: Preset): string {
  const { transform, overlay, video, audio, preview, muxer, split, durationSeconds, limits } = preset;
  const encoding =
    video.mode === 'copy'
      ? []
      : [
          ['GOP size', `${video.gopFrames} frames, ${video.bFrames} B-frames`],
          ['Pixel format', video.pixelFormat],
          ['Encoder preset', `${video.encoderPreset ?? 'usual'}, profile ${video.profile ?? 'usual'}`],
        ];
  return table([
    ['Name', `${preset.name}${preset.builtIn ? ' (built in)' : ''}`],
    ['Id', preset.id],
    ...(preset.host === null ? [] : [['Host', preset.host.name]]),
    ['Source', sourceText(preset)],
    ...(isTransformed(transform) ? [['Transform', transformText(transform)]] : []),
    ...(isOverlaid(overlay) ? [['Overlay', overlayText(overlay)]] : []),
    ['Video', videoText(preset)],
    ...encoding,
    ['Audio', audio.mode === 'none' ? 'none' : `${audio.encoder}, ${audio.bitRateKbps} kb/s, ${audio.input.type === 'device' ? audio.input.device : audio.input.type}`],
    [
      'Live picture',
      preview.mode === 'off' ? 'off' : `${formatFrameSize(preview.frameSize)}@${preview.framesPerSecond}`,
    ],
    ['File', `${muxer === 'mp4' ? 'MP4' : 'Matroska'}${newFile(split)}`],
    ['Ends', durationSeconds === null ? 'when it is stopped' : `after ${durationSeconds} s`],
    [
      'Limits',
      `memory ${limits.memoryMiB === null ? 'by frame size' : `${limits.memoryMiB} MiB`}, CPU cores ${limits.cpus ?? 'all'}`,
    ],
  ]);
}

function newFile(split: Split): string {
  if (split.mode === 'none') return '';
  return split.mode === 'time' ? `, a new one every ${split.seconds} s` : `, of ${split.megabytes} MB at most each`;
}
