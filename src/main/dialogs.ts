import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { dialog, shell, type BrowserWindow, type OpenDialogOptions } from 'electron';
import { failure } from '@domain/errors';

/** Everything that asks the desktop for a file or hands one to it. Answers null where the user cancelled. */
export interface FileDialogs {
  chooseMediaFile(): Promise<string | null>;
  chooseDirectory(current: string): Promise<string | null>;
  /** Folder with ca.pem, cert.pem and key.pem. */
  chooseCertificates(): Promise<string | null>;
  /** Throws `output-unwritable`. */
  moveToBin(path: string): Promise<void>;
  choosePresetFiles(): Promise<readonly string[] | null>;
  /** Path that was written. */
  savePresetFile(name: string, text: string): Promise<string | null>;
  reveal(path: string): void;
  /** Empty, or why the desktop could not open the file. */
  open(path: string): Promise<string>;
}

const mediaExtensions = [
  'mkv',
  'mp4',
  'mov',
  'webm',
  'avi',
  'ts',
  'm2ts',
  'mpg',
  'mpeg',
  'flv',
  'wmv',
  'ogv',
  'mxf',
  'y4m',
];
const presetFilters = [{ name: 'Capstan presets', extensions: ['json'] }];
const allFiles = { name: 'All files', extensions: ['*'] };

export function fileDialogs(window: BrowserWindow): FileDialogs {
  const choose = async (options: OpenDialogOptions) => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, options);
    return canceled ? null : (filePaths[0] ?? null);
  };
  return {
    chooseMediaFile: () =>
      choose({
        title: 'Choose a media file',
        properties: ['openFile'],
        filters: [{ name: 'Video files', extensions: mediaExtensions }, allFiles],
      }),
    chooseDirectory: (current) =>
      choose({
        title: 'Choose the folder for recordings',
        defaultPath: current,
        properties: ['openDirectory', 'createDirectory'],
      }),
    chooseCertificates: () => choose({ title: 'Choose the folder with ca.pem, cert.pem and key.pem', properties: ['openDirectory'] }),
    moveToBin: async (path) => {
      await shell.trashItem(path).catch((cause: unknown) => {
        throw failure('output-unwritable', `${path} could not be moved to the bin: ${reasonOf(cause)}`, { cause });
      });
    },
    choosePresetFiles: async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Import presets',
        properties: ['openFile', 'multiSelections'],
        filters: [...presetFilters, allFiles],
      });
      return canceled ? null : filePaths;
    },
    savePresetFile: async (name, text) => {
      const stem = name
        .replace(/[^\p{L}\p{N} ._-]+/gu, '-')
        .replace(/^[. ]+/, '')
        .slice(0, 60);
      const options = {
        title: 'Export presets',
        defaultPath: join(homedir(), `${stem === '' ? 'presets' : stem}.json`),
        filters: presetFilters,
      };
      const { canceled, filePath } = await dialog.showSaveDialog(window, options);
      if (canceled || !filePath) return null;
      await writeFile(filePath, text).catch((cause: unknown) => {
        throw failure('output-unwritable', `${filePath}: ${reasonOf(cause)}`, { cause });
      });
      return filePath;
    },
    reveal: (path) => shell.showItemInFolder(path),
    open: (path) => shell.openPath(path),
  };
}

const reasonOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
