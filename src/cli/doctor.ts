import type { Finding } from '@domain/doctor/finding';
import { failure } from '@domain/errors';
import { doctorText } from './doctor-text';
import { answering, exitStatus, stationChoice, tellNotices, withStation, type Shell, type StationFlags } from './shell';

export interface DoctorFlags extends StationFlags {
  readonly encoders?: boolean;
  readonly all?: boolean;
  readonly json?: boolean;
}

/** Looks why something does not work. Answers 0 only where no check has failed; Ctrl-C ends it with nothing left behind. */
export async function doctor(shell: Shell, options: DoctorFlags): Promise<number> {
  let findings: Finding[] = [];
  const { out } = shell;
  const status = await answering(shell, options.json === true, () =>
    withStation(shell, stationChoice(options), async (station) => {
      const controller = new AbortController();
      const release = shell.onInterrupt(() => controller.abort(failure('doctor-cancelled', 'The examination was ended before everything was looked at.')));
      const progress = new Progress(shell);
      try {
        findings = await station.doctor.examine({
          tryEncoders: options.encoders === true,
          signal: controller.signal,
          onProgress: ({ doing, finding }) => finding === null && progress.tell(doing),
        });
      } finally {
        progress.close();
        release();
      }
      tellNotices(shell, station.hosts.notices);
      if (options.json) out.document(findings);
      else out.print(doctorText(findings, { all: options.all === true, columns: out.isLive ? out.columns : Number.POSITIVE_INFINITY }));
    }),
  );
  return status === exitStatus.done && findings.some((finding) => finding.status === 'failed') ? exitStatus.failed : status;
}

/** What is being looked at: a line that moves in a terminal, elsewhere each once on stderr. */
class Progress {
  private readonly told = new Set<string>();

  constructor(private readonly shell: Shell) {}

  tell(doing: string): void {
    const { out } = this.shell;
    if (out.isLive) return out.status(`Looking at ${doing} ...`);
    for (const part of doing.split(', ')) {
      if (this.told.has(part)) continue;
      this.told.add(part);
      out.note(`Looking at ${part} ...`);
    }
  }

  close(): void {
    this.shell.out.status('');
  }
}
