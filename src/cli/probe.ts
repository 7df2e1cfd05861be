import type { Capabilities } from '@domain/capabilities';
import type { EngineStatus } from '@domain/contract';
import { encoderTable } from '@domain/plan/encoders';
import { describeDevices } from './describe-devices';
import { TextReport } from './record-report';
import { answering, stationChoice, tellNotices, withStation, type Shell, type StationFlags } from './shell';
import { table } from './text';

/** Shows what this host was proved to offer. As JSON it is what `plan --capabilities` reads. */
export function probe(shell: Shell, options: StationFlags & { readonly json?: boolean }): Promise<number> {
  return answering(shell, options.json === true, () =>
    withStation(shell, stationChoice(options), async (station) => {
      const progress = new TextReport(shell.out);
      const stopListening = options.json ? () => {} : station.onEvent((event) => progress.station(event));
      const capabilities = await station.capabilities({ refresh: true });
      stopListening();
      const { engine, notices } = await station.status();
      tellNotices(shell, notices);
      shell.out.status('');
      if (options.json) shell.out.document(capabilities);
      else shell.out.print(describe(capabilities, engine));
    }),
  );
}

function describe(capabilities: Capabilities, status: EngineStatus): string {
  const { engine, ffmpeg } = capabilities;
  const encoders = encoderTable.map(({ encoder, label }) => {
    return [`  ${encoder}`, label, ffmpeg.encoders.includes(encoder) ? 'available' : 'not in this ffmpeg'];
  });
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
    'Encoders',
    table(encoders),
    describeDevices(capabilities),
  ].join('\n');
}
