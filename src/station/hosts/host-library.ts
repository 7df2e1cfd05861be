import { randomUUID } from 'node:crypto';
import { formatEndpoint, parseEndpoint } from '@domain/endpoint';
import { CapstanFailure, failure } from '@domain/errors';
import { hostNameSchema, hostSchema, thisComputer, usualRecordingsStorage, type Host, type RecordingsStorage } from '@domain/host';
import { nearWord } from '@domain/near-word';
import { readCertificates } from '../docker/certificates';
import { Document } from '../store/document';
import { readEntries } from '../store/entries';
import type { OpenStore } from '../types';
import { dockerContexts } from './docker-contexts';

interface HostsDocument extends Record<string, unknown> {
  schemaVersion: 1;
  hosts: Host[];
}

export interface NewHost {
  readonly name: string;
  readonly address: string;
  readonly certificateDirectory?: string | null;
  readonly recordings?: RecordingsStorage;
}

const here: Host = {
  id: thisComputer,
  name: 'This computer',
  address: null,
  origin: 'this-computer',
  certificateDirectory: null,
  recordings: usualRecordingsStorage,
};

/** The machines that can be recorded on: this one, every docker context, and those in `hosts.json`. */
export class HostLibrary {
  private readonly document: Document<HostsDocument>;
  private contextNotices: readonly string[] = [];

  constructor(
    openStore: OpenStore,
    directory: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.document = new Document<HostsDocument>(openStore, directory, {
      name: 'hosts',
      schemaVersion: 1,
      defaults: () => ({ schemaVersion: 1, hosts: [] }),
      parse: ({ hosts }) => {
        if (!Array.isArray(hosts)) return null;
        const { good, rejected } = readEntries(hosts, hostSchema, 'name');
        return { value: { schemaVersion: 1, hosts: good }, rejected };
      },
    });
  }

  /** Of the file with the hosts, and of the contexts as they were listed last. */
  get notices(): readonly string[] {
    return [...this.document.notices, ...this.contextNotices];
  }

  async list(): Promise<Host[]> {
    const { hosts, notices } = await dockerContexts(this.env);
    this.contextNotices = notices;
    return [here, ...hosts, ...this.document.read().hosts];
  }

  /** By id, else by name without regard to case, else as an address that is used once. Throws `host-unknown` or `host-invalid`. */
  async find(reference: string): Promise<Host> {
    const all = await this.list();
    const same = (name: string) => name.toLowerCase() === reference.toLowerCase();
    const known = all.find(({ id }) => id === reference) ?? all.find(({ name }) => same(name));
    if (known) return known;
    if (!reference.includes('://')) throw unknown(reference, all);
    const address = checkedAddress(reference, null);
    return (
      all.find((host) => host.address === address) ??
      { id: `address:${address}`, name: address.replace(/^[a-z]+:\/\//, ''), address, origin: 'command-line', certificateDirectory: null, recordings: usualRecordingsStorage }
    );
  }

  /** Throws `host-invalid` for an address or name that cannot be, or a name in use. */
  async add({ name, address, certificateDirectory = null, recordings = usualRecordingsStorage }: NewHost): Promise<Host> {
    const checked = checkedAddress(address, certificateDirectory);
    if (certificateDirectory !== null) {
      if (!checked.startsWith('tcp://')) throw failure('host-invalid', 'Certificates belong to a tcp:// address.', { field: 'certificates' });
      await readCertificates(certificateDirectory);
    }
    const host: Host = {
      id: randomUUID(),
      name: await this.freeName(name),
      address: checked,
      origin: 'added',
      certificateDirectory,
      recordings,
    };
    this.document.update(({ hosts }) => ({ schemaVersion: 1, hosts: [...hosts, host] }));
    return host;
  }

  async rename(id: string, name: string): Promise<Host> {
    const before = this.own(id);
    const renamed = { ...before, name: await this.freeName(name, id) };
    this.document.update(({ hosts }) => ({ schemaVersion: 1, hosts: hosts.map((host) => (host.id === id ? renamed : host)) }));
    return renamed;
  }

  remove(id: string): void {
    this.own(id);
    this.document.update(({ hosts }) => ({ schemaVersion: 1, hosts: hosts.filter((host) => host.id !== id) }));
  }

  private own(id: string): Host {
    const host = this.document.read().hosts.find((candidate) => candidate.id === id);
    if (!host) {
      throw failure('host-invalid', `${id} is not a host that was added here.`, { nextStep: 'Docker contexts are changed with `docker context`.' });
    }
    return host;
  }

  private async freeName(given: string, ofId?: string): Promise<string> {
    const parsed = hostNameSchema.safeParse(given);
    if (!parsed.success) throw failure('host-invalid', `name: ${parsed.error.issues[0]?.message ?? 'is not valid'}`, { field: 'name' });
    const name = parsed.data;
    const taken = (await this.list()).some((host) => host.id !== ofId && host.name.toLowerCase() === name.toLowerCase());
    if (taken) throw failure('host-invalid', `A host is already called ${name}.`, { field: 'name' });
    return name;
  }
}

/** Names what may have been meant. What has an @ in it may be an address with a password, and is not repeated. */
function unknown(reference: string, all: readonly Host[]): CapstanFailure {
  const detail = reference.includes('@') ? 'This is neither the name of a host nor an address.' : `No host is called ${JSON.stringify(reference)}.`;
  const near = nearWord(reference, all.map(({ name }) => name));
  return failure('host-unknown', detail, {
    field: 'host',
    ...(near !== null && { nextStep: `Did you mean ${JSON.stringify(near)}? \`capstan hosts list\` shows all hosts.` }),
  });
}

/** The address as it is written everywhere. Throws `host-invalid`. */
function checkedAddress(address: string, certificateDirectory: string | null): string {
  const endpoint = parseEndpoint(address, certificateDirectory !== null);
  if (!endpoint.ok) throw new CapstanFailure(endpoint.error);
  return formatEndpoint(endpoint.value);
}
