import { describe, expect, it } from 'vitest';
import type { Capabilities, EncoderFamily } from '@domain/capabilities';
import { diagnose } from '@domain/diagnosis/diagnose';
import { onlyOutput } from '@domain/diagnosis/facts';
import { allGpus } from '@domain/plan/gpus';
import { triedOutputs } from './cases/trials';
import { capabilities, failedBy, read, refused, told } from './evidence';

const each = triedOutputs.map((one) => [one[0], one] as const);
const gpuOf = (host: Capabilities): string | null => allGpus(host)[0]?.id ?? null;
const known = (output: string, encoder: string, family: EncoderFamily, host: Capabilities) => diagnose({ ...onlyOutput(output), encoder, family, capabilities: host });

describe('what a trial said', () => {
  it.each(each)('%s', (id, [, name, encoder, family, output, changes]) => {
    const host = capabilities(name, changes);
    const diagnosis = known(output, encoder, family, host);
    expect(diagnosis.id).toBe(id);
    const proof = { ...refused(encoder, family, gpuOf(host), output), diagnosis };

    const alone = told(id, { capabilities: { ...host, encoders: [proof] } });
    expect(alone).toMatchObject({ status: 'failed', evidence: diagnosis.evidence, remedy: diagnosis.remedy, commands: diagnosis.commands });
    expect(alone.reason).toContain(encoder);
    expect(alone.reason).toContain(diagnosis.reason);

    // Where another encoder of that GPU works, recordings do.
    const works = { ...proof, encoder: 'mjpeg_vaapi', usable: true, paths: ['cpu-convert' as const], diagnosis: null };
    expect(told(id, { capabilities: { ...host, encoders: [works, proof] } })).toMatchObject({ status: 'warning', evidence: diagnosis.evidence });
  });
});

describe('what a recording failed by', () => {
  it.each(each)('%s', (id, [, name, encoder, family, output, changes]) => {
    const host = capabilities(name, changes);
    const diagnosis = known(output, encoder, family, host);
    const finding = told(id, { capabilities: { ...host, encoders: null }, failures: [{ ...failedBy(output), diagnosis }] });
    expect(finding.evidence).toBe(diagnosis.evidence);
    expect(finding.reason).toContain('2026-03-04 05:06 UTC');
    expect(finding).toMatchObject({ status: 'warning', remedy: diagnosis.remedy });
  });
});

describe('where nothing failed', () => {
  it.each(each)('%s', (id, [, name, encoder, family, , changes]) => {
    const host = capabilities(name, changes);
    const works = { ...refused(encoder, family, gpuOf(host), ''), usable: true, paths: ['cpu-convert' as const], diagnosis: null };
    // What is wrong with the set-up of these hosts is seen without a trial.
    const seen = ['jetson-no-encoder', 'podman-gpu', 'wsl-no-gpu', 'cuda-gl-interop', 'nvidia-gpu-lost'];
    const { status, evidence } = told(id, { capabilities: { ...host, encoders: [works] } });
    if (!seen.includes(id)) expect(['ok', 'not-applicable']).toContain(status);
    if (status === 'ok') expect(evidence).not.toBe('');
  });

  it('a trial that failed by something else is told', () => {
    const host = capabilities('intel');
    const other = refused('h264_vaapi', 'vaapi', gpuOf(host), read('diagnosis/5.1-libva-mismatch.txt'));
    expect(told('vaapi-profile', { capabilities: { ...host, encoders: [other] } })).toMatchObject({
      status: 'not-applicable',
      reason: 'The trials ended by something else: The VAAPI driver and libva do not fit together.',
      evidence: expect.stringContaining('__vaDriverInit'),
    });
  });

  it('an untried host says how encoders are tried', () => {
    expect(told('cuda-start', { capabilities: capabilities('nvidia', { encoders: null }) })).toMatchObject({
      status: 'not-applicable',
      reason: 'No encoder was tried on this host yet.',
      commands: ['capstan doctor --encoders'],
    });
  });

  it('a host without the hardware says so', () => {
    expect(told('cuda-start', { capabilities: capabilities('intel') })).toMatchObject({ status: 'not-applicable', reason: 'This host has no NVIDIA GPU.', commands: [] });
    expect(told('low-power', { capabilities: capabilities('nvidia') }).reason).toBe('This host has no Intel GPU.');
    expect(told('amd-driver-missing', { capabilities: capabilities('intel') }).reason).toBe('This host has no AMD GPU.');
    expect(told('vaapi-profile', { capabilities: capabilities('software-only') }).reason).toBe('This host has no GPU.');
  });
});

