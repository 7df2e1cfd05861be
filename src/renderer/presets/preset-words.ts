import type { TFunction } from 'i18next';
import { automaticCodec } from '@domain/plan/carry-over';
import { codecNames, findEncoder } from '@domain/plan/encoders';
import type { ImportedFile } from '@domain/contract';
import type { Preset, Source } from '@domain/preset';
import type { BoundTo } from '../state/preset-binding';
import { isNothing, type FieldValue } from './changes';

type Words = TFunction<'presets'>;

/** What a preset is for in one line: the words of a built-in one, else what is in it. */
export function purposeOf(preset: Preset, t: Words): string {
  const key = `purposes.${preset.id}`;
  return preset.builtIn ? t(key as 'purposes.builtin-test-pattern', { defaultValue: contentOf(preset, t) }) : contentOf(preset, t);
}

const contentOf = (preset: Preset, t: Words): string => `${t(`kinds.${preset.source.type}`)} · ${encodingOf(preset, t)}`;

function encodingOf({ video }: Preset, t: Words): string {
  if (video.mode === 'copy') return t('kept');
  const codec = automaticCodec(video.encoder);
  return codec === null ? (findEncoder(video.encoder)?.label ?? video.encoder) : codecNames[codec];
}

/** `on attic · with HD Webcam`; empty for a preset that goes with whatever is chosen. */
export function bindingText({ host, device }: BoundTo, t: Words): string {
  return [host === null ? null : t('onHost', { host }), device === null ? null : t('withDevice', { device })]
    .filter((part) => part !== null)
    .join(' · ');
}

/** Presets whose name, purpose, host or camera holds every word, whatever the case. */
export function foundPresets<T extends { readonly text: string }>(entries: readonly T[], words: string): readonly T[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter((word) => word !== '');
  return entries.filter(({ text }) => wanted.every((word) => text.toLocaleLowerCase().includes(word)));
}

/** What came of an import: one line of what was made, and one for each file that was refused. */
export function importLines(files: readonly ImportedFile[], t: Words): readonly string[] {
  const taken = files.filter(({ presets }) => presets.length > 0);
  const made = taken.flatMap(({ presets }) => presets);
  const values = { count: made.length, name: made[0]?.name ?? '', file: taken[0]?.fileName ?? '', files: taken.length };
  const refused = files.flatMap(({ fileName, error }) => (error === null ? [] : [{ fileName, error }]));
  return [
    ...(taken.length === 0 ? [] : [taken.length === 1 ? t('told.imported', values) : t('told.importedFiles', values)]),
    ...refused.map(({ fileName, error }) => t('told.refused', { file: fileName, reason: `${error.detail.replace(/\.?$/, '.')} ${error.nextStep}` })),
  ];
}

/** How the field of a path is called in the panel. */
export function fieldLabel(path: string, t: Words): string {
  const control = /^source\.controls\.(.+)$/.exec(path)?.[1];
  if (control !== undefined) return t('fields.source.controls', { name: control });
  return t(`fields.${path}` as 'fields.muxer', { defaultValue: path });
}

export function valueText(path: string, value: FieldValue, t: Words): string {
  if (isNothing(value)) return t('unsaved.none');
  if (path === 'source.type') return t(`kinds.${value as Source['type']}`);
  if (typeof value === 'boolean') return value ? t('unsaved.on') : t('unsaved.off');
  return String(value);
}
