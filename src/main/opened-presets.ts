import type { OpenedPresets } from '@domain/contract';
import { CapstanFailure } from '@domain/errors';
import type { Preset } from '@domain/preset';
import { readPresetFile } from '../station/presets/preset-file';
import type { PresetLibrary } from '../station/types';
import { readText } from './preset-files';
import type { OpenedFiles } from './opened-files';

/** Asks the window about preset files that were opened from the desktop. What was named is what is added. */
export class PresetOffers {
  private offered: { readonly path: string; readonly text: string } | null = null;

  constructor(private readonly files: OpenedFiles) {}

  /** Throws `preset-invalid` or `preset-unknown-version`, and goes on with the next file then. */
  async next(): Promise<OpenedPresets | null> {
    const path = this.files.first;
    if (path === null) return null;
    try {
      const text = await readText(path);
      const file = readPresetFile(text);
      if (!file.ok) throw new CapstanFailure({ ...file.error, detail: `${path}: ${file.error.detail}` });
      this.offered = { path, text };
      return { path, names: file.value.map(({ name }) => name) };
    } catch (thrown) {
      this.files.drop();
      throw thrown;
    }
  }

  answer({ path, isWanted }: { readonly path: string; readonly isWanted: boolean }, presets: () => PresetLibrary): Preset[] {
    const { offered } = this;
    if (offered?.path !== path) return [];
    const added = isWanted ? presets().importText(offered.text) : [];
    this.offered = null;
    this.files.drop();
    return added;
  }
}
