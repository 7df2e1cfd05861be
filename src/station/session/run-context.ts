import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { SessionDraft } from '@domain/contract';
import { recordingsVolumeDirectory } from '@domain/plan/container';
import type { RunContext } from '@domain/plan/types';
import { presetSchemaVersion, type Preset } from '@domain/preset';
import { recordingFileName } from '@domain/recording';
import type { SessionRecord } from '@domain/session';
import type { OutputTarget } from '../engine';
import type { StartOptions } from '../types';

export type PlanOptions = StartOptions & { readonly id?: string; readonly part?: SessionRecord['part'] };

/** Name, time and place of a session that is about to be planned. @param target null where nothing is written */
export function runContext(
  ownerId: string,
    draft: SessionDraft,
    { purpose = 'record', id = newSessionId(), part = null }: PlanOptions,
    target: OutputTarget | null,
    destination: string,
    channels: RunContext['channels'],
  ): RunContext {
    const startedAt = new Date();
    const fileName = recordingFileName(draft.presetName, startedAt, draft.settings.muxer, partName(id, part));
    const record = {
      id,
      ownerId,
      purpose,
      presetName: draft.presetName,
      destination: purpose === 'watch' ? null : destination,
      startedAt: startedAt.toISOString(),
      part,
    };
    if (target === null || purpose === 'watch') return { record, output: null, channels };
    const { storage } = target;
    const staged = target.stageFor === null ? target.directory : join(target.directory, `${fileName}.recording`);
    const source = storage === 'shared' ? staged : target.source;
    const directory = target.stageFor === null ? target.directory : openToOthers(target.directory);
    return { record, output: { directory, fileName, storage, source }, channels };
  }

/** Root's home is closed to other users inside images too, so a folder in it is mounted elsewhere. */
const openToOthers = (directory: string): string => (/^\/root(\/|$)/.test(directory) ? recordingsVolumeDirectory : directory);

/** What tells the files of one second apart; parts of one recording share it and are numbered. */
const partName = (id: string, part: SessionRecord['part']): string =>
  part === null ? id.slice(0, 4) : `${part.firstSessionId.slice(0, 4)}-p${String(part.number).padStart(2, '0')}`;

/** Ten characters of 32: unlike any other on a host, and short enough to type. */
function newSessionId(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
  return [...randomBytes(10)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/** A draft as the preset that plan() takes. */
export const presetOf = ({ presetName, settings }: SessionDraft): Preset => ({
  ...settings,
  schemaVersion: presetSchemaVersion,
  id: 'draft',
  name: presetName,
  builtIn: false,
  host: null,
});
