import { describe, expect, it } from 'vitest';
import { faultsOf, plansOf } from '../../../scripts/gpu-check/check.mjs';
import { publicReport } from '../../../scripts/gpu-check/public.mjs';
import { refusals } from '../../../scripts/gpu-check/report.mjs';

const plan = (name: string) => ({ argv: ['ffmpeg'], encoder: 'h264_vaapi', gpu: { id: 'pci:0', name: 'Intel UHD 630' }, path: { name }, fallback: null });
const planned = (name: string) => ({ type: 'planned', plan: plan(name) });

describe('the plan of a check', () => {
  it('is the one that ran, with those that were refused beside it', () => {
    const plans = plansOf([planned('zero-copy'), { type: 'started' }, planned('cpu-convert'), { type: 'ended' }]);
    expect(plans.plan).toEqual(plan('cpu-convert'));
    expect(plans.refusedPlans).toEqual([{ encoder: 'h264_vaapi', gpu: 'Intel UHD 630', path: 'zero-copy', fallback: null }]);
    expect(refusals(plans.refusedPlans)).toBe(' (refused: h264_vaapi by zero-copy)');
    expect(plansOf([])).toEqual({ plan: null, refusedPlans: [] });
    expect(refusals([])).toBe('');
  });

  it('that was refused is a fault, though another ran', () => {
    const good = { error: null, decodedFrames: 150, expectedFrames: 150, psnrDb: 40, fallback: null, encoder: 'h264_vaapi' };
    expect(faultsOf({ ...good, refusedPlans: [] })).toEqual([]);
    expect(faultsOf({ ...good, refusedPlans: plansOf([planned('zero-copy'), planned('cpu-convert')]).refusedPlans })).toEqual(['h264_vaapi by zero-copy was refused when it started']);
  });
});

describe('the report', () => {
  it('names neither registry nor home folder, also where an error quotes them', () => {
    const report = {
      host: { images: [{ reference: 'registry.example.org:5000/team/vaapi:1' }, { reference: 'capstan/nvenc:1.2' }] },
      checks: [{ error: 'No registry.example.org:5000/team/vaapi:1; see /home/someone/log', psnrDb: null }],
    };
    expect(publicReport(report, '/home/someone')).toEqual({
      host: { images: [{ reference: 'team/vaapi:1' }, { reference: 'capstan/nvenc:1.2' }] },
      checks: [{ error: 'No team/vaapi:1; see ~/log', psnrDb: null }],
    });
  });
});
