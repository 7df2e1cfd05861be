import { dirname, resolve } from 'node:path';
import type { Comparison } from '@domain/benchmark/comparison';
import { reportMarkdown } from '@domain/benchmark/markdown';
import type { BenchmarkReport } from '@domain/benchmark/report';
import { failure } from '@domain/errors';
import type { Shell } from './shell';

const nextStep = 'Choose another file; none is replaced.';

/** Refuses before anything is measured what could not be written afterwards. @param path of `--report` */
export function checkReportFile(shell: Shell, path: string): void {
  formatOf(path);
  const file = resolve(shell.cwd, path);
  if (shell.exists(file)) throw failure('output-unwritable', `${file} is there already.`, { nextStep });
  if (!shell.exists(dirname(file))) throw failure('output-unwritable', `There is no folder ${dirname(file)}.`, { nextStep: 'Make the folder, or choose another.' });
}

/** As JSON or Markdown, by the ending of the file. */
export async function writeReportFile(shell: Shell, path: string, report: BenchmarkReport, comparison: Comparison | null): Promise<void> {
  const text = formatOf(path) === 'json' ? `${JSON.stringify(report, undefined, 2)}\n` : reportMarkdown(report, comparison);
  await shell.writeText(path, text);
  shell.out.note(`Wrote ${resolve(shell.cwd, path)}.`);
}

function formatOf(path: string): 'json' | 'markdown' {
  if (/\.json$/i.test(path)) return 'json';
  if (/\.(md|markdown)$/i.test(path)) return 'markdown';
  throw failure('preset-invalid', `--report: ${JSON.stringify(path)} ends with neither .json nor .md.`, { field: 'report', nextStep: 'The ending chooses the format: report.json or report.md.' });
}
