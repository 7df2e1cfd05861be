import { describe, expect, it } from 'vitest';
import type { Capabilities } from '@domain/capabilities';
import type { RunOutcome } from '@domain/encoder-probe/script';
import type { TrialSubject } from '@domain/encoder-probe/trial';
import { freshMemory, tryEncoder, type GpuMemory } from '@domain/encoder-probe/try-encoder';
import { findEncoder } from '@domain/plan/encoders';
import { gpusOf } from '@domain/plan/gpus';
import { exampleHost } from '../plan/example-hosts';
import { conduct, isComparison, killed, recorded, recordedFailure, workingGpu, works } from './recorded';

const noDisplay = recordedFailure('vaapi-no-display');
const failed = (stderr: string): RunOutcome => ({ exitCode: 1, stdout: '', stderr });

function subjectOn(capabilities: Capabilities, encoder: string): TrialSubject {
  const terms = findEncoder(encoder)!;
  const [gpu] = gpusOf(terms.family, capabilities);
  const { engine } = capabilities;
  const ffmpeg = (engine.kind === 'docker' ? engine.images.find(({ family }) => family === terms.family)?.ffmpeg : undefined) ?? capabilities.ffmpeg;
  return { terms, gpu: gpu!, ffmpeg: { ...ffmpeg, encoders: [...ffmpeg.encoders, encoder] }, image: 'sha256:1' };
}

function trial(capabilities: Capabilities, encoder: string, answer: Parameters<typeof conduct>[1], memory?: GpuMemory) {
  const subject = subjectOn(capabilities, encoder);
  const context = { capabilities, memory: memory ?? freshMemory(subject.terms.family, subject.gpu), secondsPerRun: 40 };
  const { result: proof, runs } = conduct(tryEncoder(subject, context), answer);
  return { proof, runs, memory: context.memory, lines: runs.filter((run) => !isComparison(run)).map(({ argv }) => argv.join(' ')) };
}

const intel = exampleHost('intel');
const amd = exampleHost('amd');
const nvidia = exampleHost('nvidia');

describe('an encoder that works', () => {
  it.each([
    [intel, 'h264_vaapi'],
    [intel, 'hevc_qsv'],
    [amd, 'hevc_vaapi'],
    [nvidia, 'hevc_nvenc'],
    [exampleHost('jetson'), 'h264_nvmpi'],
  ])('is tried by every path of its family, in ten bit and with low power: %#', (host, encoder) => {
    const { proof, lines } = trial(host, encoder, workingGpu());
    expect({ proof, lines }).toMatchSnapshot();
  });

  it('is used without low power where both work, and with it where nothing else does', () => {
    const both = trial(intel, 'h264_vaapi', workingGpu());
    expect(both.proof.lowPower).toEqual({ off: true, on: true });
    const refused = failed('[h264_vaapi @ 0x5] No usable encoding entrypoint found for profile VAProfileH264High (7).');
    const only = trial(intel, 'h264_vaapi', workingGpu((line) => (line.includes('-low_power 1') ? null : refused)));
    expect(only.proof).toMatchObject({ usable: true, lowPower: { off: false, on: true } });
    expect(only.lines.at(-1)).toContain('-low_power 1');
  });

  it('keeps only the paths that work', () => {
    const noJpeg = failed('[mjpeg @ 0x5] Failed setup for format vaapi: hwaccel initialisation returned error.\nImpossible to convert between the formats supported by the filter');
    expect(trial(intel, 'h264_vaapi', workingGpu((line) => (line.includes('-hwaccel_output_format') ? noJpeg : null))).proof.paths).toEqual(['gpu-convert', 'cpu-convert']);
    expect(trial(intel, 'h264_vaapi', workingGpu((line) => (line.includes('scale_vaapi') ? failed('no VideoProc') : null))).proof.paths).toEqual(['cpu-convert']);
  });

  it('is not said to decode on the GPU where ffmpeg has fallen back to the CPU', () => {
    const fellBack = { ...works, stderr: '[mjpeg @ 0x5] Failed setup for format vaapi: hwaccel initialisation returned error.' };
    const { proof } = trial(intel, 'h264_vaapi', workingGpu((line) => (line.includes('-hwaccel_output_format') ? fellBack : null)));
    expect(proof.paths).not.toContain('zero-copy');
  });

  it('has no ten bit where that alone fails', () => {
    const { proof } = trial(intel, 'hevc_vaapi', workingGpu((line) => (line.includes('p010') ? failed('No usable encoding profile found.') : null)));
    expect(proof).toMatchObject({ usable: true, tenBit: false });
  });

  it('has its libva driver found by trying: the old one after the new', () => {
    const { proof, memory } = trial(intel, 'h264_vaapi', workingGpu((line) => (line.includes('=iHD') ? noDisplay : null)));
    expect(proof).toMatchObject({ usable: true, libvaDriver: 'i965' });
    expect(memory.libvaDrivers).toEqual(['i965', null]);
  });

  it('is only counted where its codec cannot be decoded', () => {
    const answer = workingGpu();
    const undecoded = failed('Decoder (codec av1) not found for input stream #0:0');
    expect(trial(intel, 'av1_vaapi', (run) => (isComparison(run) ? undecoded : answer(run))).proof.usable).toBe(true);
  });
});

describe('an encoder that does not work', () => {
  it('costs a node that cannot be opened three runs for the first encoder, and none for the next', () => {
    const first = trial(intel, 'h264_vaapi', () => noDisplay);
    expect(first.lines.map((line) => /LIBVA_DRIVER_NAME=(\w+)/.exec(line)?.[1] ?? null)).toEqual(['iHD', 'i965', null]);
    expect(first.proof).toMatchObject({ usable: false, paths: [], diagnosis: { evidence: expect.stringContaining('No VA display found for device /dev/dri/renderD250') } });
    const next = trial(intel, 'hevc_vaapi', () => noDisplay, first.memory);
    expect(next.runs).toEqual([]);
    expect(next.proof.diagnosis).toEqual(first.proof.diagnosis);
  });

  it('is told by what it said itself, not by the driver that could not be opened before', () => {
    const profile = failed('[av1_vaapi @ 0x5] No usable encoding profile found.');
    const { proof, memory } = trial(intel, 'av1_vaapi', (run) => (run.argv.join(' ').includes('=iHD') ? profile : noDisplay));
    expect(proof.diagnosis?.evidence).toContain('No usable encoding profile found');
    expect(memory.blocked).toBeNull();
    expect(memory.libvaDrivers).toEqual(['iHD', null]);
  });

  it('writes broken pictures without a word: green, undecodable, or none', () => {
    const seeing = (comparison: RunOutcome, encoded = works) => trial(intel, 'h264_vaapi', (run) => (isComparison(run) ? comparison : encoded)).proof;
    expect(seeing(recorded('compare-green', 0))).toMatchObject({ usable: false, diagnosis: { id: 'encoder-garbage', evidence: expect.stringContaining('10.2 dB') } });
    expect(seeing(recorded('compare-noise', 1)).diagnosis).toMatchObject({ id: 'encoder-garbage', evidence: 'file:encoded.mkv: Invalid data found when processing input' });
    expect(seeing(recorded('compare-good', 0), { ...works, stdout: '' }).diagnosis?.id).toBe('encoder-garbage');
  });

  it('hangs: after the second time nothing of that GPU is tried again', () => {
    const first = trial(intel, 'h264_vaapi', () => killed);
    expect(first.runs).toHaveLength(1);
    expect(first.proof.diagnosis).toMatchObject({ id: 'encoder-hung', evidence: expect.stringContaining('40 s') });
    const second = trial(intel, 'hevc_vaapi', () => killed, first.memory);
    expect(second.runs).toHaveLength(1);
    const third = trial(intel, 'vp9_vaapi', () => killed, second.memory);
    expect([third.runs.length, third.proof.diagnosis?.id]).toEqual([0, 'encoder-hung']);
  });

  it('that hangs in a later path keeps what worked before', () => {
    const { proof } = trial(intel, 'h264_vaapi', workingGpu((line) => (line.includes('-hwaccel_output_format') ? killed : null)));
    expect(proof).toMatchObject({ usable: true, paths: ['gpu-convert', 'cpu-convert'] });
  });

  it('is not in the ffmpeg: nothing is run', () => {
    const subject = subjectOn(intel, 'h264_vaapi');
    const context = { capabilities: intel, memory: freshMemory('vaapi', subject.gpu), secondsPerRun: 40 };
    const { result, runs } = conduct(tryEncoder({ ...subject, ffmpeg: { ...subject.ffmpeg, encoders: [] } }, context), workingGpu());
    expect([result.diagnosis?.id, runs.length]).toEqual(['encoder-not-built', 0]);
  });

  it.each([
    ['vgem', null, 'virtual driver'],
    ['virtio-pci', '1af4', 'virtual machine'],
    ['nouveau', '10de', 'free driver of NVIDIA'],
    ['panfrost', null, 'another part of this chip'],
    [null, null, 'virtual node'],
  ])('is on a GPU without video: %s', (driver, vendorId, reason) => {
    const node = { ...intel.renderNodes[0]!, driver, vendorId };
    const { proof, lines } = trial({ ...intel, renderNodes: [node] }, 'h264_vaapi', () => noDisplay);
    expect(lines).toHaveLength(1);
    expect(proof.diagnosis).toMatchObject({ id: 'no-video-hardware', reason: expect.stringContaining(reason), evidence: expect.stringContaining('No VA display') });
  });
});
