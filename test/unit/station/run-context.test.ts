import { describe, expect, it } from 'vitest';
import type { PresetSettings } from '@domain/preset';
import { runContext, type PlanOptions } from '../../../src/station/session/run-context';
import { camera, dockerHost, file, settings } from '../domain/plan/fixtures';

const target = { directory: '/videos', source: '/videos', freeBytes: 1e9, storage: 'shared', stageFor: null } as const;
const channels = { progressPort: 5001, previewPort: 5000, levelPort: 5001, progressLocalPort: null, previewLocalPort: null, levelLocalPort: null };

function fileName(nameTemplate: string, overrides: Partial<PresetSettings> = {}, options: PlanOptions = {}) {
  const draft = { presetName: 'Camera', settings: { ...settings, ...overrides } };
  const place = { target, destination: '/videos', channels, hostName: 'Studio', capabilities: dockerHost() };
  return runContext({ ownerId: 'owner', nameTemplate }, draft, { id: 'abcdefghjk', ...options }, place).output?.fileName;
}

describe('the file of a session', () => {
  it('is named by the template of the settings', () => expect(fileName('{preset}-{date}-{time}')).toMatch(/^camera-\d{8}-\d{6}-abcd\.mkv$/));
  it('names a device as it calls itself, a file without its ending, and the host', () => {
    expect(fileName('{source}', { source: camera })).toBe('hd-pro-webcam-abcdefghjk.mkv');
    expect(fileName('{host}-{source}', { source: { ...file, path: '/media/My talk.mp4' } as typeof file, muxer: 'mp4' })).toBe('studio-my-talk-abcdefghjk.mp4');
    expect(fileName('{source}')).toBe('test-pattern-abcdefghjk.mkv');
  });
  it('has the whole id where the template does not tell seconds apart', () => {
    expect(fileName('{preset}-{date}')).toMatch(/^camera-\d{8}-abcdefghjk\.mkv$/);
  });
  it('has the first part’s id and its own number where it goes on', () => {
    const part = { number: 2, firstSessionId: 'xyzxyzxyzx' };
    expect(fileName('{preset}-{date}-{time}', {}, { part })).toMatch(/^camera-\d{8}-\d{6}-xyzx-p02\.mkv$/);
    expect(fileName('{preset}', {}, { part })).toBe('camera-xyzxyzxyzx-p02.mkv');
  });
  it('has the whole id of its own session where it becomes several files, and room for their numbers', () => {
    const split = { mode: 'time', seconds: 600 } as const;
    expect(fileName('{preset}-{date}-{time}', { split })).toMatch(/^camera-\d{8}-\d{6}-abcdefghjk\.mkv$/);
    expect(fileName('{preset}', { split }, { part: { number: 2, firstSessionId: 'xyzxyzxyzx' } })).toBe('camera-xyzx-p02-abcdefghjk.mkv');
    expect(fileName('a'.repeat(80) + '{date}{time}', { split })).toHaveLength(94);
  });
});
