import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { openStation } from '../../src/station';
import { openConfStore } from '../../src/station/store/conf-store';
import type { Station } from '../../src/station/types';
import { noCredentials } from './credentials';
import { testDaemon } from './pieces';

/** A station with its data in `home`, on the daemon of the tests or with this computer's own ffmpeg. */
export function openTestStation(context: TestContext, engine: 'docker' | 'local', home: string): Promise<Station> {
  const docker = engine === 'docker' ? testDaemon(context) : null;
  return openStation({
    dataDirectory: join(home, 'data'),
    openStore: openConfStore,
    engine,
    credentials: noCredentials,
    env: { ...process.env, HOME: home, ...(docker && { DOCKER_HOST: docker.dockerHost, CAPSTAN_IMAGE: docker.image }) },
    version: '0.0.0',
  });
}
