import type { Page } from 'playwright-core';
import { failure } from '@domain/errors';
import { waits } from '../answers';
import { benchmarks, measuredRows } from '../material/benchmarks';
import { awayFindings, mixedFindings } from '../material/findings';
import { studio, thisMachine } from '../material/hosts';
import type { Scene } from '../scene';

const hostId = thisMachine.id;
const examine = async (page: Page) => {
  await page.getByTestId('examine').click();
};
const measure = async (page: Page) => {
  await page.getByTestId('measure').click();
};
const rowEvents = measuredRows.map((row, index) => ({ type: 'benchmark' as const, hostId, done: index + 1, total: 23, doing: `${row.encoder} with ${row.clip}, run 2 of 3`, row }));

/** A benchmark that ends once it is cancelled. */
function untilCancelled(): NonNullable<Scene['answers']> {
  let cancel = () => {};
  return {
    'benchmark.run': () =>
      new Promise<never>((_done, reject) => {
        cancel = () => reject(failure('benchmark-cancelled', 'It was cancelled before it was through.'));
      }),
    'benchmark.cancel': async () => cancel(),
  };
}

/** The doctor and the benchmark. */
export const toolScenes: readonly Scene[] = [
  {
    name: 'doctor',
    title: 'What the doctor found: failed, warnings, and what is fine',
    answers: { 'doctor.run': async () => [...mixedFindings] },
    commands: ['show-doctor'],
    act: async (page) => {
      await examine(page);
      await page.getByTestId('doctor-sum').waitFor();
    },
  },
  {
    name: 'doctor-running',
    title: 'A host that is being examined',
    answers: { 'doctor.run': waits },
    commands: ['show-doctor'],
    act: async (page, tell) => {
      await examine(page);
      await tell(mixedFindings.slice(0, 30).map((finding, index) => ({ type: 'doctor', hostId, done: index + 1, total: mixedFindings.length, doing: finding.title, finding })));
    },
  },
  {
    name: 'doctor-away',
    title: 'The doctor at a host that refuses the login',
    answers: { 'doctor.run': async () => [...awayFindings] },
    commands: ['show-doctor'],
    act: async (page) => {
      await page.getByTestId('doctor').locator('select').selectOption(studio.id);
      await examine(page);
      await page.getByTestId('doctor-sum').waitFor();
    },
  },
  { name: 'benchmark-0', title: 'The benchmark, before anything was measured', commands: ['show-benchmark'] },
  {
    name: 'benchmark',
    title: 'A benchmark, beside an earlier one and the published figures',
    world: { benchmarks },
    commands: ['show-benchmark'],
    act: (page) => page.getByTestId('benchmark-report').waitFor(),
  },
  {
    name: 'benchmark-running',
    title: 'A benchmark that is under way',
    world: { benchmarks },
    answers: { 'benchmark.run': waits },
    commands: ['show-benchmark'],
    act: async (page, tell) => {
      await measure(page);
      await tell(rowEvents);
    },
  },
  {
    name: 'benchmark-cancelled',
    title: 'A benchmark that was cancelled, with what it had measured and why one row did not run',
    answers: untilCancelled(),
    commands: ['show-benchmark'],
    act: async (page, tell) => {
      await measure(page);
      await tell(rowEvents);
      await page.getByTestId('benchmark-run').getByRole('button').click();
      await page.locator('[data-testid=benchmark][data-state=broken]').waitFor();
      await page.locator('[data-testid=benchmark-row][data-ran=false]').getByRole('button').click();
    },
  },
];
