import { capstanError, invalidField, type CapstanError } from '@domain/errors';
import { presetFileSchema, presetSchemaVersion, settingsOf, upgraded, type Preset, type PresetFile } from '@domain/preset';
import { err, ok, type Result } from '@domain/result';

const maximumCharacters = 5_000_000;
const nextStep = 'Choose a file that Capstan exported, or correct the named field in it.';

/** Text for a file that `readPresetFile` reads again, on this computer or another. */
export function exportPresets(presets: readonly Preset[]): string {
  const file: PresetFile = {
    capstanPresets: presetSchemaVersion,
    presets: presets.map((preset) => ({ name: preset.name, ...settingsOf(preset) })),
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** Reads an exported file, or one preset as `presets show --json` prints it. Refuses with `preset-invalid` or `preset-unknown-version`. */
export function readPresetFile(text: string): Result<PresetFile['presets'], CapstanError> {
  if (text.length > maximumCharacters) return refuse('The text is too long to be a preset file.');
  let raw: unknown;
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refuse(`The text is not JSON: ${error.message}`);
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return refuse('The text is not a preset file.');
  const { capstanPresets, schemaVersion, id: _id, builtIn: _builtIn, host: _host, ...bare } = raw as Record<string, unknown>;
  const isList = capstanPresets !== undefined;
  const version = capstanPresets ?? schemaVersion ?? presetSchemaVersion;
  if (typeof version === 'number' && version > presetSchemaVersion) {
    return err(
      capstanError(
        'preset-unknown-version',
        `The file has version ${version}; this Capstan reads ${presetSchemaVersion}.`,
        {
          nextStep: 'Update Capstan, or export the preset from a Capstan of this version.',
        },
      ),
    );
  }
  const parsed = presetFileSchema.safeParse(upgraded(isList ? raw : { capstanPresets: version, presets: [bare] }));
  if (parsed.success) return ok(parsed.data.presets);
  const issues = isList
    ? parsed.error.issues
    : parsed.error.issues.map((issue) => ({ ...issue, path: issue.path.slice(2) }));
  return err({ ...invalidField('preset-invalid', issues), nextStep });
}

const refuse = (detail: string) => err(capstanError('preset-invalid', detail, { nextStep }));
