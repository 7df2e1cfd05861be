import { benchmarkReportSchema, type BenchmarkReport } from '@domain/benchmark/report';
import { failure } from '@domain/errors';
import { Document } from '../store/document';
import { readEntries } from '../store/entries';
import type { OpenStore } from '../types';

interface BenchmarksDocument extends Record<string, unknown> {
  schemaVersion: 1;
  reports: BenchmarkReport[];
}

const mostReports = 50;

/** The reports of this data folder, in `benchmarks.json`; the oldest fall off the end. */
export class BenchmarkLibrary {
  private readonly document: Document<BenchmarksDocument>;

  constructor(openStore: OpenStore, directory: string) {
    this.document = new Document<BenchmarksDocument>(openStore, directory, {
      name: 'benchmarks',
      schemaVersion: 1,
      defaults: () => ({ schemaVersion: 1, reports: [] }),
      parse: ({ reports }) => {
        if (!Array.isArray(reports)) return null;
        const { good, rejected } = readEntries(reports, benchmarkReportSchema, 'name');
        return { value: { schemaVersion: 1, reports: good }, rejected };
      },
    });
  }

  get notices(): readonly string[] {
    return this.document.notices;
  }

  list(): BenchmarkReport[] {
    return this.document.read().reports.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
  }

  get(id: string): BenchmarkReport {
    const report = this.document.read().reports.find((entry) => entry.id === id);
    if (!report) throw failure('benchmark-unknown', `No benchmark has the id ${JSON.stringify(id)}.`);
    return report;
  }

  add(report: BenchmarkReport): void {
    this.document.update(({ reports }) => ({ schemaVersion: 1, reports: [report, ...reports].slice(0, mostReports) }));
  }

  remove(id: string): void {
    this.get(id);
    this.document.update(({ reports }) => ({ schemaVersion: 1, reports: reports.filter((entry) => entry.id !== id) }));
  }
}
