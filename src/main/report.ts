import { homedir, hostname } from 'node:os';
import type { About } from '@domain/contract';
import { errorOf, type CapstanError } from '@domain/errors';
import type { Host } from '@domain/host';
import { dockerRunLine, shellLine } from '@domain/plan/docker-run';
import { redact } from '@domain/redact';
import type { SessionView } from '@domain/session';
import type { Station } from '../station/types';

export interface ReportServices {
  readonly station: () => Promise<Station>;
  readonly about: () => About;
}

const keptErrors = 20;
const keptLogLines = 200;
/** A host that hangs must not keep the report back. */
const longestExaminationMilliseconds = 60_000;

/** Texts for an issue: what runs where, what was checked, what the last session did, and what was refused. */
export class Reports {
  private readonly errors: string[] = [];
  private made = '';

  constructor(private readonly services: ReportServices) {}

  /** The text that was made last; empty before the first. */
  get last(): string {
    return this.made;
  }

  /** Something that the window was refused. */
  note(request: string, { kind, title, detail }: CapstanError): void {
    this.errors.push(`${new Date().toISOString()} ${request}: ${kind}: ${title}: ${detail}`);
    this.errors.splice(0, this.errors.length - keptErrors);
  }

  async create(): Promise<string> {
    const { version, electron, chromium, node, system } = this.services.about();
    const parts = [part('Capstan', [`Capstan ${version}, Electron ${electron}, Chromium ${chromium}, Node ${node}`, system])];
    const names = [hostname()];
    try {
      const station = await this.services.station();
      const hosts = await hostsInUse(station);
      names.push(...hosts.flatMap(namesOf));
      parts.push(await this.engine(station), await encoders(station));
      parts.push(...(await Promise.all(hosts.map((host) => examined(station, host)))));
      parts.push(...(await lastSession(station)));
    } catch (thrown) {
      parts.push(part('The station', [errorOf(thrown).detail]));
    }
    parts.push(part('Refused in this window', this.errors));
    this.made = `${redact(parts.join('\n\n'), { homeDirectory: homedir(), hostNames: names })}\n`;
    return this.made;
  }

  private async engine(station: Station): Promise<string> {
    return said('Engine', async () => {
      const { engine, notices } = await station.status();
      const dockerError = engine.dockerError && `Docker: ${engine.dockerError.title}: ${engine.dockerError.detail}`;
      return [engine.kind, engine.because, ...(dockerError ? [dockerError] : []), ...notices];
    });
  }
}

const part = (title: string, lines: readonly string[]): string => `## ${title}\n${lines.length > 0 ? lines.join('\n') : 'nothing'}`;

/** One part that cannot be had is no reason to lack the others. */
async function said(title: string, lines: () => Promise<readonly string[]>): Promise<string> {
  try {
    return part(title, await lines());
  } catch (thrown) {
    const { kind, detail } = errorOf(thrown);
    return part(title, [`not known: ${kind}: ${detail}`]);
  }
}

async function hostsInUse({ hosts, sessions }: Station): Promise<Host[]> {
  const { id: chosenId } = await hosts.chosen();
  const used = new Set([chosenId, ...sessions.list().map(({ host }) => host.id)]);
  return (await hosts.list()).filter(({ id }) => used.has(id));
}

const namesOf = ({ address, name }: Host): string[] => {
  const host = /^\w+:\/\/(?:[^@/]*@)?([^:/]+)/.exec(address ?? '')?.[1];
  return host === undefined ? [] : [host, name];
};

/** The steps of the check are among what the doctor finds; what does not apply is left out. */
const examined = ({ doctor }: Station, host: Host) =>
  said(`What the doctor finds on ${host.name}`, async () =>
    (await doctor.examine({ host, signal: AbortSignal.timeout(longestExaminationMilliseconds) }))
      .filter(({ status }) => status !== 'not-applicable')
      .map(({ id, status, evidence, reason }) => `${id}: ${status}: ${evidence}${status === 'ok' ? '' : ` (${reason})`}`),
  );

const encoders = (station: Station) =>
  said('Encoders', async () => {
    const { ffmpeg, kernel, encoders: proofs } = await station.capabilities();
    const tried = proofs?.map((proof) => JSON.stringify(proof)) ?? ['none was tried yet'];
    return [`ffmpeg ${ffmpeg.version}, kernel ${kernel ?? 'not known'}`, ...tried];
  });

async function lastSession(station: Station): Promise<string[]> {
  const views = station.sessions.list().toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
  const view = views.find(({ purpose }) => purpose === 'record') ?? views[0];
  if (!view) return [part('Last session', [])];
  const { settings, warnings, error, recording: _recording, ...rest } = view;
  return [
    part('Last session', [JSON.stringify(rest), ...warnings, ...(error ? [`${error.kind}: ${error.title}: ${error.detail}`] : [])]),
    part('Its settings', [JSON.stringify(settings)]),
    await said('Its plan', () => planOf(station, view)),
    await said('Its log', async () => (await station.sessions.get(view.id).log()).trimEnd().split('\n').slice(-keptLogLines)),
  ];
}

async function planOf(station: Station, { presetName, settings, host }: SessionView): Promise<string[]> {
  if (host.id !== (await station.hosts.chosen()).id) return ['not made: another host is chosen now'];
  const plan = await station.plan({ presetName, settings });
  if (!plan.ok) return [`${plan.error.kind}: ${plan.error.detail}`];
  const { argv, container, warnings } = plan.value;
  return [container ? dockerRunLine(container) : shellLine(argv), ...warnings];
}
