import { resolve } from 'node:path';
import { failure } from '@domain/errors';
import { recordingsStorageSchema, type Host, type HostCheck, type HostCheckStep, type RecordingsStorage } from '@domain/host';
import type { Station } from '../station/types';
import { answering, exitStatus, tellNotices, withStation, type Shell } from './shell';
import { table } from './text';

export interface JsonOption {
  readonly json?: boolean;
}

/** No host is connected to for its own sake. */
const withHosts = <T>(shell: Shell, use: (station: Station) => Promise<T>): Promise<T> => withStation(shell, { engine: 'auto' }, use);

export const listHosts = (shell: Shell, { json }: JsonOption): Promise<number> =>
  answering(shell, json === true, () =>
    withHosts(shell, async (station) => {
      const hosts = await station.hosts.list();
      tellNotices(shell, station.hosts.notices);
      if (json) shell.out.document(hosts);
      else shell.out.print(table([['NAME', 'ADDRESS', 'FROM', 'RECORDINGS'], ...hosts.map(row)]));
    }),
  );

const row = ({ name, address, origin, recordings }: Host): string[] => [
  name,
  address ?? 'found by itself',
  { 'this-computer': 'here', 'docker-context': 'docker context', added: 'added', 'command-line': 'command line' }[origin],
  address === null || address.startsWith('unix://') ? '-' : recordings.kind === 'volume' ? `volume ${recordings.name}` : recordings.path,
];

export interface AddHostOptions extends JsonOption {
  readonly certificates?: string;
  readonly recordingsVolume?: string;
  readonly recordingsFolder?: string;
}

export const addHost = (shell: Shell, name: string, address: string, options: AddHostOptions): Promise<number> =>
  answering(shell, options.json === true, () =>
    withHosts(shell, async (station) => {
      const recordings = storageOf(options);
      const host = await station.hosts.add({
        name,
        address,
        certificateDirectory: options.certificates === undefined ? null : resolve(shell.cwd, options.certificates),
        ...(recordings !== null && { recordings }),
      });
      if (options.json) shell.out.document(host);
      else shell.out.print(`Added ${quoted(host)} at ${host.address}. \`capstan hosts check ${quoted(host)}\` tells whether it can be used.`);
    }),
  );

function storageOf({ recordingsVolume, recordingsFolder }: AddHostOptions): RecordingsStorage | null {
  if (recordingsVolume === undefined && recordingsFolder === undefined) return null;
  if (recordingsVolume !== undefined && recordingsFolder !== undefined) {
    throw failure('host-invalid', 'Recordings are kept in a volume or in a folder, not in both.', { field: 'recordings' });
  }
  const given = recordingsVolume === undefined ? { kind: 'folder', path: recordingsFolder } : { kind: 'volume', name: recordingsVolume };
  const parsed = recordingsStorageSchema.safeParse(given);
  if (!parsed.success) throw failure('host-invalid', `recordings: ${parsed.error.issues[0]?.message ?? 'is not valid'}`, { field: 'recordings' });
  return parsed.data;
}

export const removeHost = (shell: Shell, name: string, { json }: JsonOption): Promise<number> =>
  answering(shell, json === true, () =>
    withHosts(shell, async (station) => {
      const host = await station.hosts.find(name);
      await station.hosts.remove(host.id);
      if (json) shell.out.document(host);
      else shell.out.print(`Removed ${quoted(host)}. Nothing on the machine itself was touched.`);
    }),
  );

export const renameHost = (shell: Shell, name: string, newName: string, { json }: JsonOption): Promise<number> =>
  answering(shell, json === true, () =>
    withHosts(shell, async (station) => {
      const before = await station.hosts.find(name);
      const host = await station.hosts.rename(before.id, newName);
      if (json) shell.out.document(host);
      else shell.out.print(`Renamed ${quoted(before)} to ${quoted(host)}.`);
    }),
  );

export interface CheckHostOptions extends JsonOption {
  /** Fingerprint of the key to accept, as an earlier check showed it. */
  readonly acceptKey?: string;
}

/** Prints the steps as they pass. Answers 0 only where all have passed. */
export async function checkHost(shell: Shell, reference: string, { json, acceptKey }: CheckHostOptions): Promise<number> {
  let check: HostCheck | undefined;
  const status = await answering(shell, json === true, () =>
    withHosts(shell, async (station) => {
      const host = await station.hosts.find(reference);
      const onStep = (step: HostCheckStep) => {
        if (!json) tellStep(shell, step);
      };
      check = await (acceptKey === undefined ? station.hosts.check(host, onStep) : station.hosts.trustKey(host, acceptKey, onStep));
      if (json) shell.out.document(check);
    }),
  );
  if (check === undefined) return status;
  if (!json && check.offeredKey) {
    shell.out.note(`To accept the key: capstan hosts check ${JSON.stringify(reference)} --accept-key ${check.offeredKey.fingerprint}`);
  }
  if (!json && !check.passed) shell.out.note(`What else can be seen of it: capstan doctor --host ${JSON.stringify(reference)}`);
  return check.passed ? status : exitStatus.failed;
}

function tellStep(shell: Shell, { step, state, detail, error }: HostCheckStep): void {
  shell.out.print(`${state === 'passed' ? 'ok    ' : 'FAILED'}  ${step.padEnd(10)}  ${error === null ? detail : ''}`.trimEnd());
  if (error) shell.out.error(error);
}

const quoted = ({ name }: Host): string => JSON.stringify(name);
