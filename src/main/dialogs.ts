import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { dialog, shell, type BrowserWindow, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import type { BenchmarkFormat } from '@domain/benchmark/wish';
import { errorOf, failure } from '@domain/errors';
import type { DesktopTexts } from './texts';

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
  /** Saves a report where a dialog says. Path that was written. */
  saveReport(text: string): Promise<string | null>;
  /** Saves a benchmark where a dialog says. Path that was written. */
  saveBenchmark(id: string, format: BenchmarkFormat, text: string): Promise<string | null>;
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
const presetEnding = 'capstan-presets';

export function fileDialogs(window: BrowserWindow, texts: Pick<DesktopTexts, 't'>): FileDialogs {
  const presetFiles = (...endings: string[]) => ({ name: texts.t('dialogs.presetFiles'), extensions: endings });
  const allFiles = () => ({ name: texts.t('dialogs.allFiles'), extensions: ['*'] });
  const choose = async (options: OpenDialogOptions) => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, options);
    return canceled ? null : (filePaths[0] ?? null);
  };
  const save = async (options: SaveDialogOptions, text: string) => {
    const { canceled, filePath } = await dialog.showSaveDialog(window, options);
    if (canceled || !filePath) return null;
    await writeFile(filePath, text).catch((cause: unknown) => {
      throw failure('output-unwritable', `${filePath}: ${errorOf(cause).detail}`, { cause });
    });
    return filePath;
  };
  return {
    chooseMediaFile: () =>
      choose({
        title: texts.t('dialogs.chooseMedia'),
        properties: ['openFile'],
        filters: [{ name: texts.t('dialogs.videoFiles'), extensions: mediaExtensions }, allFiles()],
      }),
    chooseDirectory: (current) =>
      choose({
        title: texts.t('dialogs.chooseFolder'),
        defaultPath: current,
        properties: ['openDirectory', 'createDirectory'],
      }),
    chooseCertificates: () => choose({ title: texts.t('dialogs.chooseCertificates'), properties: ['openDirectory'] }),
    moveToBin: async (path) => {
      await shell.trashItem(path).catch((cause: unknown) => {
        throw failure('output-unwritable', `${path} could not be moved to the bin: ${errorOf(cause).detail}`, { cause });
      });
    },
    choosePresetFiles: async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: texts.t('dialogs.importPresets'),
        properties: ['openFile', 'multiSelections'],
        filters: [presetFiles(presetEnding, 'json'), allFiles()],
      });
      return canceled ? null : filePaths;
    },
    savePresetFile: async (name, text) => {
      const stem = name
        .replace(/[^\p{L}\p{N} ._-]+/gu, '-')
        .replace(/^[. ]+/, '')
        .slice(0, 60);
      const options = {
        title: texts.t('dialogs.exportPresets'),
        defaultPath: join(homedir(), `${stem === '' ? 'presets' : stem}.${presetEnding}`),
        filters: [presetFiles(presetEnding)],
      };
      return save(options, text);
    },
    saveReport: (text) =>
      save(
        {
          title: texts.t('dialogs.saveReport'),
          defaultPath: join(homedir(), `capstan-report-${new Date().toISOString().slice(0, 10)}.txt`),
          filters: [{ name: texts.t('dialogs.textFiles'), extensions: ['txt'] }],
        },
        text,
      ),
    saveBenchmark: (id, format, text) => {
      const ending = format === 'json' ? 'json' : 'md';
      const options = {
        title: texts.t('dialogs.saveBenchmark'),
        defaultPath: join(homedir(), `capstan-benchmark-${id}.${ending}`),
        filters: [{ name: format === 'json' ? 'JSON' : 'Markdown', extensions: [ending] }],
      };
      return save(options, text);
    },
    reveal: (path) => shell.showItemInFolder(path),
    open: (path) => shell.openPath(path),
  };
}
