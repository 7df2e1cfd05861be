import { capstanError, type CapstanError } from './errors';
import type { SessionRecord } from './session';

/** A session of this Capstan, of another one of its windows or terminals, or of somebody else. */
export interface SessionHolder extends Pick<SessionRecord, 'id' | 'presetName' | 'purpose'> {
  readonly kind: 'session';
  /** Of the same data folder, so that it can be stopped from here. */
  readonly isOwn: boolean;
}

/** A program of this computer. */
export interface ProgramHolder {
  readonly kind: 'program';
  readonly name: string;
  readonly processId: number;
}

/** Who has a capture device open. */
export type DeviceHolder = SessionHolder | ProgramHolder;

/** @param device for people @param stopOptions what `capstan stop` needs beside the session, such as ` --host NAME` */
export function busyError(device: string, holders: readonly DeviceHolder[], stopOptions = ''): CapstanError {
  const field = 'source.device';
  const session = holders.find((holder) => holder.kind === 'session');
  if (session) {
    const { id, presetName, purpose, isOwn } = session;
    const who = isOwn ? `the session ${id} (${presetName})` : `the session ${id} (${presetName}) of another Capstan on this host`;
    return capstanError('device-busy', `${device} is ${purpose === 'watch' ? 'shown live' : 'being recorded'} by ${who}.`, {
      field,
      nextStep: isOwn ? `Stop that session first: \`capstan stop ${id}${stopOptions}\`.` : 'It can be stopped where it was started.',
    });
  }
  const programs = holders.flatMap((holder) => (holder.kind === 'program' ? [`${holder.name} (process ${holder.processId})`] : []));
  if (programs.length === 0) return capstanError('device-busy', `${device} is in use by another program.`, { field });
  return capstanError('device-busy', `${device} is in use by ${programs.join(' and ')}.`, { field, nextStep: 'Close it, then try again.' });
}
