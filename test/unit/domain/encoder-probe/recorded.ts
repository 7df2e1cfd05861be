import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { compareArgv } from '@domain/encoder-probe/trial';
import type { RunOutcome } from '@domain/encoder-probe/script';
import type { TrialRun } from '@domain/encoder-probe/try-encoder';

const folder = resolve(import.meta.dirname, '../../../fixtures/encoder-probe');
const read = (name: string): string => readFileSync(resolve(folder, name), 'utf8');

/** What ffmpeg 5.1 wrote in a trial. */
export const recorded = (name: string, exitCode: number): RunOutcome => ({ exitCode, stdout: read(`${name}.out`), stderr: read(`${name}.err`) });
export const recordedFailure = (name: string): RunOutcome => ({ exitCode: 1, stdout: '', stderr: read(`${name}.err`) });

export const works = recorded('encode-works', 0);
export const killed: RunOutcome = { exitCode: null, stdout: '', stderr: '' };
export const isComparison = ({ argv }: TrialRun): boolean => argv.join() === compareArgv.join();

/** Ends a generator of trials with what `answer` makes of each command; what it said, and the commands. */
export function conduct<T>(trials: Generator<TrialRun, T, RunOutcome>, answer: (run: TrialRun) => RunOutcome): { readonly result: T; readonly runs: TrialRun[] } {
  const runs: TrialRun[] = [];
  let step = trials.next();
  while (!step.done) {
    runs.push(step.value);
    step = trials.next(answer(step.value));
  }
  return { result: step.value, runs };
}

/** A GPU on which all works, but for what `refuses` says of a command line. */
export const workingGpu =
  (refuses: (line: string) => RunOutcome | null = () => null) =>
  (run: TrialRun): RunOutcome =>
    isComparison(run) ? recorded('compare-good', 0) : (refuses(run.argv.join(' ')) ?? works);
