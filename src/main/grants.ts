import { failure } from '@domain/errors';
import type { Preset, PresetSettings } from '@domain/preset';

/**
 * Media files that the window may name: those that the user chose in a dialog of this process, and those of saved
 * presets. The page itself cannot make ffmpeg read a file.
 */
export class FileGrants {
  private readonly chosen = new Set<string>();

  grant(path: string): void {
    this.chosen.add(path);
  }

  allows(path: string, saved: readonly Pick<Preset, 'source'>[]): boolean {
    return this.chosen.has(path) || saved.some(({ source }) => source.type === 'file' && source.path === path);
  }

  /** Throws `preset-invalid` for a media file that nobody chose. */
  check({ source }: Pick<PresetSettings, 'source'>, saved: readonly Pick<Preset, 'source'>[]): void {
    if (source.type !== 'file' || source.path === '' || this.allows(source.path, saved)) return;
    throw failure('preset-invalid', `${source.path} was not chosen in this window.`, {
      field: 'source.path',
      nextStep: 'Choose the media file with “Choose file…”.',
    });
  }
}
