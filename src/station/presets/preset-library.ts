import { randomUUID } from 'node:crypto';
import { builtInPresets } from '@domain/built-in-presets';
import { failure, invalidField, CapstanFailure } from '@domain/errors';
import {
  presetNameSchema,
  presetSchema,
  presetSchemaVersion,
  presetSettingsSchema,
  readableSchemaVersions,
  settingsOf,
  upgraded,
  type Preset,
  type PresetHost,
  type Source,
} from '@domain/preset';
import type { OpenStore, PresetLibrary } from '../types';
import { Document } from '../store/document';
import { readEntries } from '../store/entries';
import { exportPresets, readPresetFile } from './preset-file';
import { freeName, sameName } from './preset-name';

interface PresetsDocument extends Record<string, unknown> {
  schemaVersion: typeof presetSchemaVersion;
  presets: Preset[];
}

/** The built-in presets and the user's own in `presets.json`. Methods throw `preset-invalid` for what cannot be. */
export function openPresetLibrary(openStore: OpenStore, directory: string): PresetLibrary {
  return new StoredPresets(openStore, directory);
}

interface PresetDraft {
  readonly name: string;
  readonly settings: unknown;
  readonly host?: PresetHost | null;
}

class StoredPresets implements PresetLibrary {
  private readonly document: Document<PresetsDocument>;
  private readonly removed: Preset[] = [];

  constructor(openStore: OpenStore, directory: string) {
    this.document = new Document<PresetsDocument>(openStore, directory, {
      name: 'presets',
      schemaVersion: presetSchemaVersion,
      readableVersions: readableSchemaVersions,
      defaults: () => ({ schemaVersion: presetSchemaVersion, presets: [] }),
      parse: ({ presets }) => {
        if (!Array.isArray(presets)) return null;
        const { good, rejected } = readEntries(presets.map(upgraded), presetSchema, 'name');
        return { value: { schemaVersion: presetSchemaVersion, presets: good }, rejected };
      },
    });
  }

  get notices(): readonly string[] {
    return this.document.notices;
  }

  list(): Preset[] {
    const own = this.document.read().presets.map((preset) => ({ ...preset, builtIn: false }));
    return [
      ...structuredClone(builtInPresets),
      ...own.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })),
    ];
  }

  find(idOrName: string): Preset {
    const all = this.list();
    const preset = all.find(({ id }) => id === idOrName) ?? all.find(({ name }) => sameName(name, idOrName));
    if (!preset) {
      throw failure('preset-invalid', `There is no preset ${JSON.stringify(idOrName)}.`, {
        field: 'preset',
        nextStep: 'Choose one of the list: `capstan presets list` shows them.',
      });
    }
    return preset;
  }

  create(name: string, settings: unknown, host: PresetHost | null = null): Preset {
    return this.insert([{ name, settings, host }])[0] as Preset;
  }

  update(id: string, settings: unknown, host?: PresetHost | null): Preset {
    const preset = { ...this.own(id), ...validSettings(settings), ...(host !== undefined && { host }) };
    this.replace(preset);
    return preset;
  }

  rename(id: string, name: string): Preset {
    const preset = { ...this.own(id), name: validName(name) };
    if (this.list().some((other) => other.id !== id && sameName(other.name, preset.name))) {
      throw failure('preset-invalid', `name: there is already a preset ${JSON.stringify(preset.name)}`, {
        field: 'name',
        nextStep: 'Choose another name.',
      });
    }
    this.replace(preset);
    return preset;
  }

  duplicate(id: string): Preset {
    const preset = this.find(id);
    return this.create(preset.name, settingsOf(preset), preset.host);
  }

  remove(id: string): void {
    const preset = this.own(id);
    this.document.update(({ schemaVersion, presets }) => ({
      schemaVersion,
      presets: presets.filter((other) => other.id !== id),
    }));
    this.removed.push(preset);
  }

  undoRemove(): Preset {
    const preset = this.removed.at(-1);
    if (!preset) throw failure('preset-invalid', 'No preset was removed since Capstan was started.');
    const back = { ...preset, name: freeName(preset.name, this.names()) };
    this.document.update(({ schemaVersion, presets }) => ({ schemaVersion, presets: [...presets, back] }));
    this.removed.pop();
    return back;
  }

  importText(text: string, mayName: (path: string) => boolean = () => true): Preset[] {
    const file = readPresetFile(text);
    if (!file.ok) throw new CapstanFailure(file.error);
    const known = (source: Source): Source => (source.type === 'file' && !mayName(source.path) ? { ...source, path: '' } : source);
    return this.insert(file.value.map(({ name, ...settings }) => ({ name, settings: { ...settings, source: known(settings.source) } })));
  }

  exportText(ids: readonly string[]): string {
    return exportPresets(ids.map((id) => this.find(id)));
  }

  /** All or none. */
  private insert(drafts: readonly PresetDraft[]): Preset[] {
    const names = this.names();
    const made = drafts.map((draft): Preset => {
      const name = freeName(validName(draft.name), names);
      names.push(name);
      return {
        ...validSettings(draft.settings),
        schemaVersion: presetSchemaVersion,
        id: randomUUID(),
        name,
        builtIn: false,
        host: draft.host ?? null,
      };
    });
    this.document.update(({ schemaVersion, presets }) => ({ schemaVersion, presets: [...presets, ...made] }));
    return made;
  }

  private own(id: string): Preset {
    const preset = this.find(id);
    if (preset.builtIn) {
      throw failure('preset-invalid', `${JSON.stringify(preset.name)} is built in and cannot be changed.`, {
        nextStep: 'Duplicate it and change the copy.',
      });
    }
    return preset;
  }

  private replace(preset: Preset): void {
    this.document.update(({ schemaVersion, presets }) => ({
      schemaVersion,
      presets: presets.map((other) => (other.id === preset.id ? preset : other)),
    }));
  }

  private names(): string[] {
    return this.list().map(({ name }) => name);
  }
}

function validName(name: string): string {
  const parsed = presetNameSchema.safeParse(name);
  if (!parsed.success) throw new CapstanFailure(invalidField('preset-invalid', parsed.error.issues, 'name'));
  return parsed.data;
}

function validSettings(settings: unknown) {
  const parsed = presetSettingsSchema.safeParse(settings);
  if (!parsed.success) throw new CapstanFailure(invalidField('preset-invalid', parsed.error.issues));
  return parsed.data;
}
