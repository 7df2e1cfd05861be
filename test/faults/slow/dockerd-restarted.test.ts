import { bootstrapSoftwareImage } from '../../../scripts/setup/software-image.mjs';
import { hasEnded } from '@domain/session';
import { daemonAnswers, daemonProcess, startLastingDaemon } from '../../support/daemon';
import { decode } from '../../support/media';
import { testDaemon } from '../../support/pieces';
import { until } from '../../support/until';
import { fault, seconds } from '../support/fault';
import { framesAbove, framesPerSecond, Workplace } from '../support/workplace';

const frozenSeconds = 30;

fault('dockerd-restarted', { needs: ['daemon'], withinSeconds: 600 }, async (found, context) => {
  // One of this row alone: the others go on with theirs. Known to be possible where that one runs.
  testDaemon(context);
  const daemon = await startLastingDaemon();
  let place: Workplace | null = null;
  try {
    const image = await bootstrapSoftwareImage({ ...process.env, DOCKER_HOST: daemon.dockerHost }, () => {});
    place = new Workplace({ dockerHost: daemon.dockerHost, image });
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGSTOP'] as const) {
      const station = await place.station();
      const session = await place.start(station);
      await framesAbove(session, 90);
      const reported = session.view.progress?.timeSeconds ?? 0;
      const pid = daemonProcess(daemon)!;
      process.kill(pid, signal);
      if (signal === 'SIGSTOP') {
        const since = performance.now();
        await until('the freeze to pass', () => performance.now() - since > frozenSeconds * 1000, { withinSeconds: frozenSeconds + 5 });
        process.kill(pid, 'SIGCONT');
      } else {
        await until('another dockerd', () => ![pid, null].includes(daemonProcess(daemon)), { withinSeconds: 60 });
      }
      await daemonAnswers(daemon);
      const since = performance.now();
      const isGrowing = () => (session.view.progress?.timeSeconds ?? 0) > reported + (signal === 'SIGSTOP' ? frozenSeconds : 0) + 2;
      await until('an end, or more frames', () => hasEnded(session.view.state) || isGrowing(), { withinSeconds: 60 }).catch(() => null);
      const settled = (performance.now() - since) / 1000;
      const goesOn = !hasEnded(session.view.state) && isGrowing();
      found.check(goesOn || hasEnded(session.view.state), `${signal}: it is still called ${session.view.state}`);
      const view = goesOn ? await session.stop() : session.view;
      found.check(view.recording !== null, `${signal}: no recording is told of`);
      if (view.recording) {
        const { frames, complaints } = await decode(view.recording.path);
        found.check(complaints === '', `${signal}: decode errors: ${complaints}`);
        found.check(frames / framesPerSecond > reported - 1, `${signal}: ${seconds(reported - frames / framesPerSecond)} of what was reported are missing`);
      }
      found.figure(`${signal}: ${goesOn ? 'goes on' : `ends as ${view.state} (${view.error?.kind ?? 'no error'})`} ${seconds(settled)} after the daemon’s return, plays`);
      await place.leave(station);
      // What a lost session left is closed by the next start.
      await place.json(['sessions']);
      await place.checkNothingLeft(found);
    }
  } finally {
    await daemonAnswers(daemon).catch(() => null);
    await place?.remove();
    await daemon.stop();
  }
});
