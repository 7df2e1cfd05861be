import { decode } from '../../support/media';
import { testDaemon } from '../../support/pieces';
import { fault } from '../support/fault';
import { endOf, Workplace } from '../support/workplace';

fault('encoder-too-slow', { needs: ['daemon'] }, async (found, context) => {
  const place = new Workplace(testDaemon(context));
  try {
    const cli = place.record(['--size', '1920x1080', '--rate', '60', '--cpus', '0.3']);
    const told = await cli.event('alert', undefined, 120);
    found.check(told['kind'] === 'encoder-behind' && told['cause'] === 'encoder', `told: ${String(told['kind'])}, ${String(told['cause'])}`);
    cli.child.kill('SIGINT');
    await cli.exit;
    const { reason, recording } = endOf(cli);
    found.check(reason === 'stopped', `it ended as ${reason}`);
    found.check((await decode(recording?.path ?? '')).complaints === '', 'decode errors');
    const alerts = cli.events.filter(({ type }) => type === 'alert');
    found.check(alerts.length === 1, `${alerts.length} alerts`);
    found.figure(`${String(told['detail'])} At ${Number(told['atSeconds']).toFixed(1)} s of the recording, once`);
    await place.checkNothingLeft(found);
  } finally {
    await place.remove();
  }
});
