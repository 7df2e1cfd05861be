import { describe, expect, it } from 'vitest';
import { FileGrants } from '../../../src/main/grants';
import { WatchSessions } from '../../../src/main/watch-sessions';
import type { LiveSession } from '../../../src/station/types';
import { camera, settings } from '../renderer/fixtures';

const file = (path: string) => ({
  type: 'file' as const,
  path,
  pace: 'fastest' as const,
  frameSize: null,
  frameRate: null,
});

describe('media files that the page may name', () => {
  it('are those that were chosen in a dialog, and those of saved presets', () => {
    const grants = new FileGrants();
    const asks = (path: string) => () =>
      grants.check(settings({ source: file(path) }), [{ source: file('/saved.mkv') }]);
    expect(asks('/etc/shadow')).toThrow(/not chosen/);
    expect(asks('/saved.mkv')).not.toThrow();
    grants.grant('/chosen.mkv');
    expect(asks('/chosen.mkv')).not.toThrow();
    expect(asks('/chosen.mkv/../etc/shadow')).toThrow(/not chosen/);
  });

  it('concern files alone, and one that is yet to be chosen', () => {
    const grants = new FileGrants();
    for (const source of [camera, file('')]) expect(() => grants.check(settings({ source }), [])).not.toThrow();
  });
});

describe('sessions that only show a picture', () => {
  it('end with the page, also one that is being started in that moment', async () => {
    const sessions = new WatchSessions();
    const stopped: string[] = [];
    const session = (id: string) =>
      ({ id, ended: new Promise(() => undefined), stop: async () => stopped.push(id) }) as unknown as LiveSession;
    await sessions.start(async () => session('first'));
    let finish: (session: LiveSession) => void = () => undefined;
    const starting = sessions.start(() => new Promise((resolve) => (finish = resolve)));
    const ending = sessions.endAll();
    finish(session('second'));
    await ending;
    await starting;
    expect(stopped).toEqual(['first', 'second']);
  });
});
