import { appendFileSync } from 'node:fs';
import { expect, inject, test, type TestContext } from 'vitest';
import { need } from '../../support/pieces';
import { faults, type Fault } from '../rows.mjs';

const rowsFile = process.env['CAPSTAN_FAULT_ROWS'];

/** All tries and the whole length of each fault, as `npm run test:faults` asks for; `npm test` makes a short measure. */
export const isWhole = rowsFile !== undefined;

/** What a measure saw: a figure, and all that a promise was broken by. */
export class Findings {
  readonly problems: string[] = [];
  private readonly figures: string[] = [];

  /** One figure of the row, in the order of the calls. */
  figure(text: string): void {
    this.figures.push(text);
  }

  check(isKept: boolean, problem: string): void {
    if (!isKept) this.problems.push(problem);
  }

  toString(): string {
    const broken = this.problems.length > 0 ? [`BROKEN: ${this.problems.join('; ')}`] : [];
    return [...this.figures, ...broken].join('; ');
  }
}

export type Need = 'daemon' | 'electron' | 'rig';

export interface FaultOptions {
  readonly needs: readonly Need[];
  readonly withinSeconds?: number;
}

/** The test of one row. Whatever happens in it, the row is told: with its figure, or with why there is none. */
export function fault(name: string, { needs, withinSeconds = 240 }: FaultOptions, measure: (found: Findings, context: TestContext) => Promise<void>): void {
  const row = faults.find((candidate) => candidate.name === name);
  if (!row) throw new Error(`rows.mjs has no row ${name}`);
  test(`${row.fault}: ${row.promise}`, { timeout: withinSeconds * 1000 }, async (context) => {
    for (const piece of needs.map((one) => inject(one))) {
      if (piece.missing === null) continue;
      report(row, false, `not run: ${piece.missing}`);
      need(piece, context);
    }
    const found = new Findings();
    try {
      await measure(found, context);
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      found.check(false, reason.slice(0, 300));
      report(row, false, String(found));
      throw thrown;
    }
    report(row, found.problems.length === 0, String(found));
    expect(found.problems, String(found)).toEqual([]);
  });
}

function report({ name }: Fault, held: boolean, figure: string): void {
  if (rowsFile !== undefined) appendFileSync(rowsFile, `${JSON.stringify({ name, figure, held })}\n`);
  process.stderr.write(`${held ? 'held' : 'NOT HELD'}  ${name}: ${figure}\n`);
}

export const seconds = (value: number): string => `${value.toFixed(1)} s`;
export const ms = (value: number): string => `${Math.round(value)} ms`;
export const greatest = (values: readonly number[]): number => Math.max(...values);
