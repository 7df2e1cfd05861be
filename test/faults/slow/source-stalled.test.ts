import { spawn } from 'node:child_process';
import { decode } from '../../support/media';
import { fault, seconds } from '../support/fault';
import { endOf, recorded, Workplace } from '../support/workplace';

/** A port of the loopback that nobody listens at. */
const address = `udp://127.0.0.1:${20_000 + (process.pid % 10_000)}`;

fault('source-stalled', { needs: [] }, async (found) => {
  const place = new Workplace(null);
  const graph = 'testsrc2=size=160x120:rate=15';
  const sender = spawn('ffmpeg', ['-v', 'error', '-re', '-f', 'lavfi', '-i', graph, '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '15', '-f', 'mpegts', `${address}?pkt_size=1316`], { stdio: 'ignore' });
  try {
    const cli = place.capstan(['record', '--engine', 'local', '--source', address, '--encoder', 'libx264', '--output', place.output, '--json']);
    await recorded(cli, 60);
    const alert = (isOver: boolean) => cli.event('alert', (event) => event['kind'] === 'no-frames' && event['isOver'] === isOver);
    // What was sent and not read yet is still recorded: the three seconds are those after the last frame.
    sender.kill('SIGSTOP');
    const stopped = performance.now();
    const told = await alert(false);
    const noticed = (performance.now() - stopped) / 1000;
    found.check(told['cause'] === 'source', `the cause is called ${String(told['cause'])}`);
    sender.kill('SIGCONT');
    await alert(true);
    cli.child.kill('SIGINT');
    await cli.exit;
    const { reason, recording } = endOf(cli);
    const kept = recording?.alerts?.map(({ kind, times, isOver }) => `${kind} ${times} ${isOver}`).join();
    found.check(reason === 'stopped', `it ended as ${reason}`);
    found.check(kept?.includes('no-frames 1 true') === true, `the recording keeps ${kept ?? 'nothing'}`);
    found.check((await decode(recording?.path ?? '')).frames > 60, 'the recording does not play');
    found.figure(`told ${seconds(noticed)} after the last frame was sent (limit 10 s), taken back, kept with the recording`);
    found.check(noticed <= 10, `told after ${seconds(noticed)}`);
  } finally {
    sender.kill('SIGCONT');
    sender.kill('SIGKILL');
    await place.remove();
  }
});
