import script from './encoder-trials.sh?raw';

/** The command that runs trials in `directory`, as it is asked on its standard input; `readAnswer` reads what it answers. */
export const trialsArgv = (directory: string): string[] => ['sh', '-c', script, 'capstan-encoder-trials', directory];

/** What follows `run` and the id: the number of words and of copies, and each word on a line of its own. */
export const runRequest = (argv: readonly string[], copies = 1): string => `${argv.length}${copies === 1 ? '' : ` ${copies}`}\n${argv.join('\n')}`;

/** What became of one command. */
export interface RunOutcome {
  /** Null where it had to be killed, because it did not end. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Reads the answer to a run of several copies, in the order of their start. */
export const readAnswers = (text: string): RunOutcome[] => [...text.matchAll(/(?:.*\n)*?status \d{1,3}\n/gy)].map(([part]) => readAnswer(part));

/** Reads the answer to one run. Never throws: what does not tell a status has failed. */
export function readAnswer(text: string): RunOutcome {
  const lines = text.split('\n');
  const of = (key: string) =>
    lines
      .filter((line) => line.startsWith(`${key} `))
      .map((line) => line.slice(key.length + 1).trimEnd())
      .join('\n');
  const status = lines.map((line) => /^status (\d{1,3})$/.exec(line)?.[1]).find((match) => match !== undefined);
  return { exitCode: status === undefined ? 255 : Number(status), stdout: of('out'), stderr: of('err') };
}
