import { findCaptureDevice } from '@domain/capabilities';
import { busyError, type DeviceHolder, type SessionHolder } from '@domain/busy';
import { capstanError, type CapstanError } from '@domain/errors';
import { thisComputer } from '@domain/host';
import { shellWord } from '@domain/plan/docker-run';
import { missingDevice, nameAndPlace } from '@domain/plan/source';
import type { SessionRecord } from '@domain/session';
import type { Engine } from '../engine';
import { programsHolding } from '../local/device-programs';

/** A device as a preset names it, and the node that it was found at. */
export interface DeviceUse {
  readonly engine: Engine;
  readonly ownerId: string;
  readonly reference: string;
  readonly devicePath: string;
}

/** Why the device cannot be taken: a session of any Capstan has it. Null where none has. @param except sessions that are known to make room */
export async function heldBySession(use: DeviceUse, except: (sessionId: string) => boolean): Promise<CapstanError | null> {
  const holders = (await sessionsOn(use)).filter(({ id }) => !except(id));
  return holders.length > 0 ? busy(use, holders) : null;
}

/** The story behind a failure of the device itself; other errors as they are. @param sessionId the one that failed */
export async function explainDeviceFailure(use: DeviceUse, sessionId: string, error: CapstanError): Promise<CapstanError> {
  switch (error.kind) {
    case 'device-busy': {
      const sessions = (await sessionsOn(use)).filter(({ id }) => id !== sessionId);
      const programs = use.engine.status.host.id === thisComputer ? await programsHolding(use.devicePath) : [];
      return busy(use, [...sessions, ...programs]);
    }
    case 'device-missing':
      return (await movedOrGone(use)) ?? error;
    default:
      return error;
  }
}

/**
 * What is wrong with the node by now: it is gone, or it is another device. Null where it is still the device that was
 * asked for. Node numbers are given anew when cameras are plugged.
 */
export async function movedOrGone({ engine, reference, devicePath }: DeviceUse): Promise<CapstanError | null> {
  const capabilities = await engine.capabilities({ devicesMaximumAgeSeconds: 0, directory: null });
  const now = findCaptureDevice(capabilities, reference);
  if (now?.path === devicePath) return null;
  if (!now) return missingDevice(reference, capabilities);
  const there = capabilities.captureDevices.find(({ path }) => path === devicePath);
  const detail = `${reference} was at ${devicePath} and is at ${now.path} now${there ? `; ${devicePath} is ${nameAndPlace(there)}` : ''}.`;
  return capstanError('device-missing', detail, { field: 'source.device', nextStep: 'Start again: it is found where it is now.' });
}

async function sessionsOn({ engine, ownerId, devicePath }: DeviceUse): Promise<SessionHolder[]> {
  const records = await engine.recordersOf(devicePath);
  return records.map((record: SessionRecord) => ({
    kind: 'session',
    id: record.id,
    presetName: record.presetName,
    purpose: record.purpose,
    isOwn: record.ownerId === ownerId,
  }));
}

const busy = ({ engine, devicePath }: DeviceUse, holders: readonly DeviceHolder[]): CapstanError =>
  busyError(devicePath, holders, stopOptions(engine.status.host));

/** What `capstan stop` needs beside the session. */
export const stopOptions = ({ id, name }: { readonly id: string; readonly name: string }): string => (id === thisComputer ? '' : ` --host ${shellWord(name)}`);
