import { beforeAll, expect, test } from 'vitest';
import { capabilitiesSchema, type Capabilities } from '@domain/capabilities';
import { describeOnRig, endOf, patienceSeconds } from './support/rig';

describeOnRig('render nodes without a video driver', (rig) => {
  let tried: Capabilities;

  beforeAll(async () => {
    tried = capabilitiesSchema.parse(await rig.json('probe', '--encoders'));
  });

  test('are each told why they cannot encode, and what to do', () => {
    expect(tried.renderNodes.map(({ path }) => path)).toEqual(['/dev/dri/renderD128', '/dev/dri/renderD129']);
    for (const { identity, path } of tried.renderNodes) {
      const proofs = (tried.encoders ?? []).filter(({ gpu }) => gpu === identity);
      expect(proofs.map(({ encoder }) => encoder)).toEqual(expect.arrayContaining(['h264_vaapi', 'hevc_vaapi']));
      for (const { usable, diagnosis } of proofs) {
        expect(usable).toBe(false);
        expect(diagnosis).toMatchObject({ id: 'no-video-hardware', evidence: expect.stringContaining('Failed to initialise VAAPI connection'), reason: expect.stringContaining(path), remedy: expect.stringMatching(/software encoder/i) });
      }
    }
  });

  test('make an automatic encoder fall back to software, and say so', async () => {
    const cli = rig.record('--encoder', 'auto', '--source', 'test-pattern', '--size', '320x180', '--rate', '5', '--seconds', '4');
    const planned = await cli.event('planned', undefined, 2 * patienceSeconds);
    expect(planned['plan']).toMatchObject({ encoder: 'libx264', gpu: null, path: { name: 'software' }, fallback: { wanted: 'auto', chosen: 'libx264', reason: expect.stringContaining('no video encoder') } });
    const ended = await endOf(cli);
    expect(ended).toMatchObject({ reason: 'completed', error: null, recording: { frames: 20 } });
  });
});
