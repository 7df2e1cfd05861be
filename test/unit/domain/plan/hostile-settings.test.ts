import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionDraft } from '@domain/contract';
import { defaultVideoFor, encoderTable } from '@domain/plan/encoders';
import { plan } from '@domain/plan/plan';
import type { VideoEncode } from '@domain/preset';
import { goodInputs } from '../../../support/payloads';
import { context, dockerHost, ffmpeg, localHost, preset } from './fixtures';

const hostileWords = ['-y', '-f', '--', '-i /etc/passwd', 'a -y', 'x:y=z', "a',movie=x", '[in]', 'a;b', 'x\ny', '%s', '$(x)', '/etc/passwd', 'file:x'];

describe('free words of a preset', () => {
  const encoders = encoderTable.filter(({ encoder }) => ffmpeg['7.1'].encoders.includes(encoder));
  it.each(encoders.map(({ encoder }) => encoder))('%s: are one of those that it knows, or refused by their field', (encoder) => {
    const usual = defaultVideoFor(encoder) as VideoEncode;
    for (const field of ['encoderPreset', 'profile', 'tune'] as const) {
      for (const word of hostileWords) {
        const result = plan({ preset: preset({ video: { ...usual, [field]: word } }), capabilities: { ...localHost(), ffmpeg: ffmpeg['7.1'] }, run: context() });
        if (result.ok) throw new Error(`${encoder} takes ${field} ${JSON.stringify(word)}: ${result.value.argv.join(' ')}`);
      }
    }
  });
});

describe('any preset that is one', () => {
  const drafts = fc.sample(goodInputs('plan.preview') as fc.Arbitrary<SessionDraft>, { numRuns: 400, seed: 8 });

  it('plans a line whose files and devices are those of the preset, or is refused with a reason', { timeout: 30_000 }, () => {
    let planned = 0;
    for (const { settings: drawn, presetName } of drafts) {
      // What a host offers cannot be drawn by chance: encoder, sound input and memory are usual ones.
      const settings = { ...drawn, video: defaultVideoFor('libx264')!, audio: { mode: 'none' as const }, limits: { ...drawn.limits, memoryMiB: null } };
      const result = plan({ preset: { ...preset(), ...settings, name: presetName }, capabilities: dockerHost(), run: context() });
      if (!result.ok) {
        expect(result.error.detail.length).toBeGreaterThan(5);
        continue;
      }
      planned += 1;
      const { container } = result.value;
      // A text that is drawn may hold anything: overlay.test.ts shows that it stays one value.
      const argv = result.value.argv.map((word) => word.replaceAll(/:expansion=none:text=.*?:fontsize=/gs, ':fontsize='));
      // Words that make ffmpeg write over a file, read a script or run something are never in it.
      expect(argv.filter((word) => /^-(y|filter_script|filter_complex_script|report|dump|sdp_file|passlogfile|vstats_file)$/.test(word))).toEqual([]);
      expect(argv.filter((word) => /\bmovie=|\bamovie=|textfile=|sendcmd|zmq/.test(word))).toEqual([]);
      expect(argv.every((word) => !word.includes('\0') && !word.includes('\n'))).toBe(true);
      expect(container?.HostConfig.Mounts.every(({ Source }) => Source === context().output?.source || (settings.source.type === 'file' && Source === settings.source.path))).toBe(true);
      expect(container?.HostConfig).toMatchObject({ Privileged: settings.limits.privileged ?? false, ReadonlyRootfs: true, SecurityOpt: ['no-new-privileges'] });
    }
    expect(planned).toBeGreaterThan(5);
  });
});
