import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { findCaptureDevice, type Capabilities } from '@domain/capabilities';
import type { SessionDraft } from '@domain/contract';
import { recordingsVolumeDirectory } from '@domain/plan/container';
import type { RunContext } from '@domain/plan/types';
import { presetSchemaVersion, type Preset } from '@domain/preset';
import { namesSeconds, recordingFileName } from '@domain/recording-name';
import { sourceLabel, type SessionRecord } from '@domain/session';
import { isSplit } from '@domain/split';
import { posixTimeZone } from './time-zone';
import type { OutputTarget } from '../engine';
import type { Settings, StartOptions } from '../types';

export type PlanOptions = StartOptions & { readonly id?: string; readonly part?: SessionRecord['part'] };

export interface RunPlace {
  /** Null where nothing is written. */
  readonly target: OutputTarget | null;
  readonly destination: string;
  readonly channels: RunContext['channels'];
  /** Both give the file its name, where the template asks for them. */
  readonly hostName: string;
  readonly capabilities: Pick<Capabilities, 'captureDevices'>;
}

/** Name, time and place of a session that is about to be planned. */
export function runContext(
  { ownerId, nameTemplate }: Pick<Settings, 'ownerId' | 'nameTemplate'>,
  draft: SessionDraft,
  { purpose = 'record', id = newSessionId(), part = null }: PlanOptions,
  { target, destination, channels, hostName, capabilities }: RunPlace,
): RunContext {
  const startedAt = new Date();
  const timeZone = posixTimeZone(startedAt.getTime());
  const values = { preset: draft.presetName, source: sourceName(draft, capabilities), host: hostName };
  const fileName = recordingFileName(nameTemplate, values, {
    ...{ startedAt, muxer: draft.settings.muxer },
    ...(isSplit(draft.settings) ? { part: splitPartName(id, part), isSplit: true } : { part: partName(id, part, nameTemplate) }),
  });
  const record = {
    id,
    ownerId,
    purpose,
    presetName: draft.presetName,
    destination: purpose === 'watch' ? null : destination,
    startedAt: startedAt.toISOString(),
    part,
  };
  if (target === null || purpose === 'watch') return { record, output: null, channels, timeZone };
  const { storage } = target;
  const staged = target.stageFor === null ? target.directory : join(target.directory, `${fileName}.recording`);
  const source = storage === 'shared' ? staged : target.source;
  const directory = target.stageFor === null ? target.directory : openToOthers(target.directory);
  return { record, output: { directory, fileName, storage, source }, channels, timeZone };
}

/** A device by its own name, a file without its ending. */
function sourceName({ settings }: SessionDraft, capabilities: Pick<Capabilities, 'captureDevices'>): string {
  const { source } = settings;
  const label = sourceLabel(settings);
  if (source.type === 'file') return label.replace(/\.[A-Za-z0-9]{1,5}$/, '');
  return (source.type === 'capture-device' && findCaptureDevice(capabilities, source.device)?.name) || label;
}

/** Root's home is closed to other users inside images too, so a folder in it is mounted elsewhere. */
const openToOthers = (directory: string): string => (/^\/root(\/|$)/.test(directory) ? recordingsVolumeDirectory : directory);

/** What tells the files of one second, or of one template without a time, apart; parts of one recording share it and are numbered. */
function partName(id: string, part: SessionRecord['part'], template: string): string {
  const own = (sessionId: string) => (namesSeconds(template) ? sessionId.slice(0, 4) : sessionId);
  return part === null ? own(id) : `${own(part.firstSessionId)}-${numbered(part)}`;
}

/** Nothing but its name keeps a split recording from writing over another: it bears the whole id of its session. */
const splitPartName = (id: string, part: SessionRecord['part']): string => (part === null ? id : `${part.firstSessionId.slice(0, 4)}-${numbered(part)}-${id}`);

const numbered = ({ number }: NonNullable<SessionRecord['part']>): string => `p${String(number).padStart(2, '0')}`;

/** Ten characters of 32: unlike any other on a host, and short enough to type. */
export function newSessionId(): string {
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
