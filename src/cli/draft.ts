import { resolve } from 'node:path';
import type { SessionDraft } from '@domain/contract';
import { CapstanFailure, failure } from '@domain/errors';
import { applyOverrides, sourceKind, type Overrides, type SourceKind } from '@domain/overrides';
import { settingsOf, type PresetSettings } from '@domain/preset';
import type { PresetLibrary } from '../station/types';
import type { StationFlags } from './shell';

/** The options that `record` and `plan` share, as they were typed. */
export interface DraftOptions extends Overrides, StationFlags {
  readonly output?: string;
  /** `NAME=VALUE` each. */
  readonly control?: readonly string[];
}

/** Preset and name where none was given: what fits the source. */
const usual: Record<SourceKind, readonly [presetId: string, name: string]> = {
  'test-pattern': ['builtin-test-pattern', 'Test pattern'],
  'capture-device': ['builtin-camera-h264', 'Camera'],
  network: ['builtin-network-h264', 'Network source'],
  file: ['builtin-file-h264', 'File'],
};

/** Throws `preset-invalid` for an unknown preset or an impossible value. @param logins names of those that are kept here */
export function draftOf(
  presets: PresetLibrary,
  preset: string | undefined,
  options: DraftOptions,
  cwd: string,
  logins: readonly string[] = [],
): SessionDraft {
  const source = options.source === undefined ? undefined : absoluteSource(options.source, cwd);
  const [usualId, usualName] = usual[(source && sourceKind(source)) || 'test-pattern'];
  const found = presets.find(preset ?? usualId);
  const settings = applyOverrides(settingsOf(found), { ...options, ...(source !== undefined && { source }) });
  if (!settings.ok) throw new CapstanFailure(settings.error);
  return { presetName: preset === undefined ? usualName : found.name, settings: withLogin(settings.value, logins) };
}

/** A network source that names no login takes the one that this terminal was given. */
function withLogin(settings: PresetSettings, [login]: readonly string[]): PresetSettings {
  const { source } = settings;
  return login === undefined || source.type !== 'network' || source.credential !== null ? settings : { ...settings, source: { ...source, credential: login } };
}

/** Folder for the recording as an absolute path; undefined where none was asked for. */
export function destinationOf({ output }: DraftOptions, cwd: string): string | undefined {
  if (output === '') throw failure('output-unwritable', '--output names no folder.', { field: 'output' });
  return output === undefined ? undefined : resolve(cwd, output);
}

function absoluteSource(source: string, cwd: string): string {
  const isPath = source.startsWith('/') || sourceKind(source) === null;
  // An address stays what it is, to be refused by name: only devices and files are sources.
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(source);
  return isPath && !isAddress && source !== '' ? resolve(cwd, source) : source;
}
