import { diagnosisSchema, type Diagnosis } from '@domain/capabilities';
import { failureRules } from '@domain/diagnosis/diagnose';
import { onlyOutput } from '@domain/diagnosis/facts';
import { findFailure, saidIn } from '@domain/diagnosis/rule';
import type { PastFailure } from '@domain/doctor/evidence';
import { capstanErrorSchema, type CapstanError, type ErrorKind } from '@domain/errors';
import type { SessionView } from '@domain/session';
import { z } from 'zod';
import { Document } from '../store/document';
import type { OpenStore } from '../types';

const entrySchema = z.object({
  hostId: z.string(),
  at: z.string(),
  /** What failed, so that the same one's success lets it be forgotten. */
  source: z.string(),
  encoder: z.string().nullable(),
  error: capstanErrorSchema,
  diagnosis: diagnosisSchema.nullable(),
});
type Entry = z.infer<typeof entrySchema>;

interface FailuresDocument extends Record<string, unknown> {
  schemaVersion: 1;
  failures: Entry[];
}

/** Of each host so many are remembered. */
const maximumPerHost = 10;

/** Refusals of what was asked for: they say nothing of a host. */
const ownMistakes: ReadonlySet<ErrorKind> = new Set(['preset-invalid', 'preset-unknown-version', 'start-cancelled', 'image-cancelled', 'probe-cancelled', 'credential-missing', 'source-missing', 'host-unknown', 'host-invalid', 'session-unknown']);

export interface FailedSession {
  readonly hostId: string;
  readonly source: string;
  readonly encoder: string | null;
  readonly error: CapstanError;
  /** What the recorder said; null where none ran, or nothing is left of it. */
  readonly log: string | null;
}

/** What sessions of this owner failed by, in `failures.json`: the last ten of each host. */
export class PastFailures {
  private document: Document<FailuresDocument> | null = null;

  constructor(
    private readonly openStore: OpenStore,
    private readonly directory: string,
  ) {}

  /** Newest first. */
  of(hostId: string): PastFailure[] {
    return this.store.read().failures.flatMap(({ hostId: of, at, error, diagnosis }) => (of === hostId ? [{ at, error, diagnosis }] : []));
  }

  add({ log, ...failed }: FailedSession): void {
    if (ownMistakes.has(failed.error.kind)) return;
    const entry: Entry = { ...failed, at: new Date().toISOString(), diagnosis: diagnosisOf(failed.error, log) };
    this.store.update(({ failures }) => {
      const others = failures.filter(({ hostId }) => hostId !== entry.hostId);
      const ofHost = failures.filter(({ hostId }) => hostId === entry.hostId);
      return { schemaVersion: 1, failures: [entry, ...ofHost.slice(0, maximumPerHost - 1), ...others] };
    });
  }

  /** The same source with the same encoder has recorded there: what it failed by before is mended. */
  succeeded({ host, source, encode }: SessionView): void {
    const isMended = (entry: Entry) => entry.hostId === host.id && entry.source === source && entry.encoder === (encode?.encoder ?? null);
    if (!this.store.read().failures.some(isMended)) return;
    this.store.update(({ failures }) => ({ schemaVersion: 1, failures: failures.filter((entry) => !isMended(entry)) }));
  }

  /** Opened at the first need. */
  private get store(): Document<FailuresDocument> {
    this.document ??= new Document<FailuresDocument>(this.openStore, this.directory, {
      name: 'failures',
      schemaVersion: 1,
      defaults: () => ({ schemaVersion: 1, failures: [] }),
      parse: ({ failures }) => {
        const parsed = z.array(entrySchema).safeParse(failures);
        return parsed.success ? { value: { schemaVersion: 1, failures: parsed.data }, rejected: [] } : null;
      },
    });
    return this.document;
  }
}

const diagnosisOf = ({ detail }: CapstanError, log: string | null): Diagnosis | null => findFailure(failureRules, onlyOutput(log === null || log.trim() === '' ? saidIn(detail) : log))?.diagnosis ?? null;
