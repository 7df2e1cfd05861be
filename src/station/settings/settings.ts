import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { encoderFamilies, type EncoderFamily } from '@domain/capabilities';
import { failure } from '@domain/errors';
import { thisComputer } from '@domain/host';
import { imageChoiceSchema, type ImageChoice } from '@domain/images';
import { nameTemplateSchema, usualNameTemplate } from '@domain/recording';
import { noRetention, retentionSchema, type Retention } from '@domain/retention';
import { z } from 'zod';
import type { ImageChoices } from '../engine';
import type { OpenStore, Settings } from '../types';
import { Document } from '../store/document';

interface SettingsDocument extends Record<string, unknown> {
  schemaVersion: 1;
  ownerId: string;
  /** 32 bytes in hex; empty in files of older versions. */
  sealKey: string;
  /** Null: the default, which follows the desktop's video folder. */
  recordingsDirectory: string | null;
  nameTemplate: string;
  retention: Retention;
  chosenHostId: string;
  hostsInUse: string[];
  /** The user's own images by host id and family. */
  images: Record<string, Partial<Record<EncoderFamily, ImageChoice>>>;
}

/** Settings of one data folder, with what only the station itself reads. */
export interface StationSettings extends Settings {
  /** What was wrong with the file. */
  readonly notices: readonly string[];
  /** Proves that a session was started from this data folder. A secret. */
  readonly sealKey: string;
  /** The user's own images on one host. */
  imageChoicesOf(hostId: string): ImageChoices;
}

/** Settings of one data folder in `settings.json`. */
export function openSettings(
  openStore: OpenStore,
  directory: string,
  env: NodeJS.ProcessEnv,
): StationSettings {
  const document = new Document<SettingsDocument>(openStore, directory, {
    name: 'settings',
    schemaVersion: 1,
    defaults: () => ({ schemaVersion: 1, ownerId: randomUUID(), sealKey: newSealKey(), recordingsDirectory: null, nameTemplate: usualNameTemplate, retention: noRetention, chosenHostId: thisComputer, hostsInUse: [], images: {} }),
    parse: parseSettings,
  });
  if (document.read().sealKey === '') document.update((settings) => ({ ...settings, sealKey: newSealKey() }));
  return {
    ownerId: document.read().ownerId,
    sealKey: document.read().sealKey,
    notices: document.notices,
    get recordingsDirectory() {
      return document.read().recordingsDirectory ?? join(videosDirectory(env), 'Capstan');
    },
    set recordingsDirectory(path: string) {
      if (!isAbsolute(path)) throw failure('output-unwritable', `${path} is not an absolute path.`);
      document.update((settings) => ({ ...settings, recordingsDirectory: path }));
    },
    get nameTemplate() {
      return document.read().nameTemplate;
    },
    set nameTemplate(template: string) {
      document.update((settings) => ({ ...settings, nameTemplate: template }));
    },
    get retention() {
      return document.read().retention;
    },
    set retention(retention: Retention) {
      document.update((settings) => ({ ...settings, retention }));
    },
    get chosenHostId() {
      return document.read().chosenHostId;
    },
    set chosenHostId(id: string) {
      document.update((settings) => ({ ...settings, chosenHostId: id }));
    },
    get hostsInUse() {
      return document.read().hostsInUse;
    },
    set hostsInUse(ids: readonly string[]) {
      document.update((settings) => ({ ...settings, hostsInUse: [...ids] }));
    },
    imageChoicesOf: (hostId) => ({
      get: (family) => document.read().images[hostId]?.[family] ?? null,
      set: (family, choice) =>
        document.update((settings) => {
          const { [family]: _before, ...others } = settings.images[hostId] ?? {};
          const images = { ...settings.images, [hostId]: { ...others, ...(choice !== null && { [family]: choice }) } };
          return { ...settings, images: Object.fromEntries(Object.entries(images).filter(([, choices]) => Object.keys(choices).length > 0)) };
        }),
    }),
  };
}

const newSealKey = () => randomBytes(32).toString('hex');

const imagesSchema = z.record(z.string().max(300), z.partialRecord(z.enum(encoderFamilies), imageChoiceSchema));

function parseSettings({ ownerId, sealKey, recordingsDirectory = null, nameTemplate = usualNameTemplate, retention = noRetention, chosenHostId, hostsInUse, images }: Readonly<Record<string, unknown>>) {
  if (typeof ownerId !== 'string' || !/^[A-Za-z0-9-]{1,64}$/.test(ownerId)) return null;
  const usable =
    recordingsDirectory === null || (typeof recordingsDirectory === 'string' && isAbsolute(recordingsDirectory));
  const template = nameTemplateSchema.safeParse(nameTemplate);
  // Limits that cannot be read remove nothing.
  const limits = retentionSchema.safeParse(retention);
  const choices = imagesSchema.safeParse(images ?? {});
  return {
    value: {
      schemaVersion: 1 as const,
      ownerId,
      sealKey: typeof sealKey === 'string' && /^[0-9a-f]{64}$/.test(sealKey) ? sealKey : '',
      recordingsDirectory: usable ? recordingsDirectory : null,
      nameTemplate: template.success ? template.data : usualNameTemplate,
      retention: limits.success ? limits.data : noRetention,
      chosenHostId: typeof chosenHostId === 'string' ? chosenHostId : thisComputer,
      hostsInUse: Array.isArray(hostsInUse) ? hostsInUse.filter((id) => typeof id === 'string').slice(0, 100) : [],
      images: choices.success ? choices.data : {},
    },
    rejected: [...(usable ? [] : ['recordingsDirectory']), ...(template.success ? [] : ['nameTemplate']), ...(limits.success ? [] : ['retention']), ...(choices.success ? [] : ['images'])],
  };
}

/** The desktop's folder for videos by `user-dirs.dirs`, else ~/Videos. */
export function videosDirectory(env: NodeJS.ProcessEnv): string {
  const home = env['HOME'] || homedir();
  const file = join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'user-dirs.dirs');
  const line = /^\s*XDG_VIDEOS_DIR="((?:[^"\\]|\\.)*)"/m.exec(readIfPresent(file))?.[1];
  const path = line
    ?.replace(/^\$HOME(?=\/|$)/, () => home)
    .replace(/\\(.)/g, '$1')
    .replace(/\/+$/, '');
  // The home folder itself means that the user has no folder for videos.
  return path && isAbsolute(path) && path !== home ? path : join(home, 'Videos');
}

function readIfPresent(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // A desktop's file that is absent or not ours to read leaves the usual folder.
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
