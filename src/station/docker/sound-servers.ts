import { errorOf } from '@domain/errors';
import { pulseSocketPath, type SoundServer } from '@domain/host-probe/audio-inputs';
import { toolContainer } from '@domain/plan/container';
import type { DockerClient } from './client';

/** Each question costs the making of a container, which is never started. */
const mostQuestions = 4;

export interface SoundServerOptions {
  readonly client: DockerClient;
  readonly image: string;
  readonly ownerId: string;
  /** Users of this computer's own daemon are known; of another machine any that is logged in will do, a person first. */
  readonly onlyUid: number | null;
}

/**
 * The user whose sound server can be recorded; null where there is none. The agent may not look into the folders of the
 * users, but the daemon may: it refuses a bind to a socket that is not there.
 */
export async function findSoundServer(servers: readonly SoundServer[], { client, image, ownerId, onlyUid }: SoundServerOptions): Promise<number | null> {
  const isPerson = (uid: number): number => (uid >= 1000 && uid < 60_000 ? 0 : 1);
  const candidates = servers
    .filter(({ uid }) => onlyUid === null || uid === onlyUid)
    .toSorted((one, other) => isPerson(one.uid) - isPerson(other.uid) || one.uid - other.uid)
    .slice(0, mostQuestions);
  for (const { uid, isSeen } of candidates) {
    if (isSeen) return uid;
    const socket = pulseSocketPath(uid);
    const spec = toolContainer({ image, ownerId, user: '65534:65534', argv: ['true'], mounts: [{ Type: 'bind', Source: socket, Target: socket, ReadOnly: true }] });
    try {
      await client.remove(await client.create(spec));
      return uid;
    } catch (thrown) {
      if (!/bind source path does not exist/.test(errorOf(thrown).detail)) throw thrown;
    }
  }
  return null;
}
