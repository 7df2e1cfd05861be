import type { Capabilities } from '@domain/capabilities';
import type { EngineStatus, StationEvent } from '@domain/contract';
import { failure } from '@domain/errors';
import type { Station } from '../station/types';
import { describeDevices } from './describe-devices';
import { describeEncoders } from './describe-encoders';
import { TextReport } from './record-report';
import { answering, stationChoice, tellNotices, withStation, type Shell, type StationFlags } from './shell';
import { table } from './text';

export interface ProbeFlags extends StationFlags {
  readonly json?: boolean;
  readonly encoders?: boolean;
  readonly refresh?: boolean;
}

/** Shows what this host was proved to offer. As JSON it is what `plan --capabilities` reads. */
export function probe(shell: Shell, options: ProbeFlags): Promise<number> {
  return answering(shell, options.json === true, () =>
    withStation(shell, stationChoice(options), async (station) => {
      const progress = new TextReport(shell.out);
      const stopListening = options.json ? () => {} : station.onEvent((event) => progress.station(event));
      const found = await station.capabilities({ refresh: true });
      stopListening();
      const capabilities = options.encoders ? await withEncodersTried(shell, station, options) : found;
      const { engine, notices } = await station.status();
      tellNotices(shell, notices);
      shell.out.status('');
      if (options.json) shell.out.document(capabilities);
      else shell.out.print(describe(capabilities, engine));
    }),
  );
}

/** Ctrl-C ends the trials; what was tried is remembered. Told on stderr, step by step. */
async function withEncodersTried(shell: Shell, station: Station, { refresh = false }: ProbeFlags): Promise<Capabilities> {
  const controller = new AbortController();
  const release = shell.onInterrupt(() => controller.abort(failure('probe-cancelled', 'The trials were ended before every encoder was tried.')));
  const tell = trialTeller(shell);
  const stopListening = station.onEvent(tell);
  try {
    const encoders = await station.probeEncoders({ refresh, signal: controller.signal });
    // Images may have been made for the trials.
    return { ...(await station.capabilities()), encoders };
  } finally {
    stopListening();
    release();
  }
}

/** A line as soon as an encoder is tried, and a line with what came of it. */
function trialTeller({ out }: Shell): (event: StationEvent) => void {
  let told = '';
  const once = (line: string) => {
    if (line === told) return;
    told = line;
    out.note(line);
  };
  return (event) => {
    if (event.type === 'image') once(`${event.step} ...`);
    if (event.type !== 'encoder-probe') return;
    const { done, total, trying, proof } = event;
    if (trying !== null) once(`Trying ${trying} ...`);
    if (proof !== null) once(`${done} of ${total}: ${proof.encoder} ${proof.diagnosis === null ? 'works' : `does not work: ${proof.diagnosis.title}`}`);
  };
}

function describe(capabilities: Capabilities, status: EngineStatus): string {
  const { engine, ffmpeg } = capabilities;
  const docker = status.dockerError ? [['', `${status.dockerError.title}. ${status.dockerError.nextStep}`]] : [];
  return [
    table([
      [
        'Engine',
        engine.kind === 'docker' ? `Docker ${engine.serverVersion} at ${engine.endpoint}` : "this computer's ffmpeg",
      ],
      ['', status.because],
      ...docker,
      ...(engine.kind === 'docker' ? [['Image', engine.image]] : []),
      ['ffmpeg', ffmpeg.version],
    ]),
    describeEncoders(capabilities),
    describeDevices(capabilities),
  ].join('\n');
}
