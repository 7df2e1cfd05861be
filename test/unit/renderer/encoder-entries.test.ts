import { describe, expect, it } from 'vitest';
import { usualVideoFor } from '@domain/plan/carry-over';
import type { PresetSettings, VideoEncode } from '@domain/preset';
import { openTexts } from '../../../src/locales/i18n';
import { encoderEntry } from '../../../src/renderer/encoders/encoder-entries';
import { gpuHost } from '../domain/plan/gpu-host';
import { settings } from '../domain/plan/fixtures';

const t = (await openTexts('en')).getFixedT('en', 'encoders');
const nvidia = 'GPU-11111111-2222-3333-4444-555555555555';
const withVideo = (encoder: string, change: Partial<VideoEncode>): PresetSettings => ({ ...settings, video: { ...usualVideoFor(encoder)!, ...change } });
const summary = (video: PresetSettings) => encoderEntry(t, 'auto', gpuHost(), video);

describe('the summary of an automatic encoder', () => {
  it('is of the GPU that the settings name, whichever encoder they are for now', () => {
    for (const encoder of ['auto', 'libx264']) {
      expect(summary(withVideo(encoder, { gpu: nvidia }))).toMatchObject({ state: 'works', summary: 'Now h264_nvenc on NVIDIA RTX A4000' });
      expect(summary(withVideo(encoder, { gpu: 'pci:0000:00:02.0' }))?.summary).toContain('on Intel UHD 630');
    }
  });

  it('fails where the settings allow no other and none works', () => {
    const host = gpuHost();
    const broken = { ...host, encoders: host.encoders!.map((proof) => ({ ...proof, usable: false, paths: [] })) };
    expect(encoderEntry(t, 'auto', broken, withVideo('auto', { fallback: 'none' }))?.state).toBe('fails');
    expect(encoderEntry(t, 'auto', broken, withVideo('auto', { fallback: 'software' }))).toMatchObject({ state: 'works', summary: 'Now libx264, on the CPU' });
  });
});
