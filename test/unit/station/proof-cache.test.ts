import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { EncoderProof } from '@domain/capabilities';
import { hung, notBuilt, notStarted } from '@domain/encoder-probe/diagnoses';
import { capstanError } from '@domain/errors';
import { ProofCache } from '../../../src/station/encoders/proof-cache';
import { temporaryDirectory } from './temporary';

const proof: EncoderProof = {
  encoder: 'h264_vaapi',
  family: 'vaapi',
  gpu: 'pci:0000:00:02.0',
  usable: true,
  paths: ['zero-copy', 'cpu-convert'],
  libvaDriver: 'iHD',
  lowPower: { off: true, on: false },
  tenBit: null,
  framesPerSecond: 400,
  diagnosis: null,
};
let directory: string;
const path = (): string => join(directory, readdirSync(directory)[0]!);

beforeEach(() => {
  directory = join(temporaryDirectory(), 'cache');
});

describe('what was proved', () => {
  it('is found again under the same conditions alone, also by another process', () => {
    new ProofCache(directory, 'daemon-1').add('kernel 6.1', proof);
    const cache = new ProofCache(directory, 'daemon-1');
    expect(cache.find('h264_vaapi', 'kernel 6.1')).toEqual(proof);
    expect(cache.find('h264_vaapi', 'kernel 6.2')).toBeUndefined();
    expect(cache.find('hevc_vaapi', 'kernel 6.1')).toBeUndefined();
    expect(new ProofCache(directory, 'daemon-2').find('h264_vaapi', 'kernel 6.1')).toBeUndefined();
  });

  it('gives way to what is proved later of the same encoder and GPU', () => {
    const cache = new ProofCache(directory, 'daemon-1');
    cache.add('kernel 6.1', proof);
    cache.add('kernel 6.1', { ...proof, gpu: 'pci:0000:03:00.0' });
    cache.add('kernel 6.2', { ...proof, framesPerSecond: 500 });
    expect(cache.find('h264_vaapi', 'kernel 6.1')?.gpu).toBe('pci:0000:03:00.0');
    expect(cache.find('h264_vaapi', 'kernel 6.2')?.framesPerSecond).toBe(500);
    expect(JSON.parse(readFileSync(path(), 'utf8')).proofs).toHaveLength(2);
    expect(readdirSync(directory)).toHaveLength(1);
  });

  it('is not kept where it may be otherwise the next minute, and what was known before is not either', () => {
    const cache = new ProofCache(directory, 'daemon-1');
    cache.add('kernel 6.1', proof);
    cache.add('kernel 6.1', { ...proof, usable: false, diagnosis: hung(40) });
    expect(cache.find('h264_vaapi', 'kernel 6.1')).toBeUndefined();
  });

  it.each([
    ['the toolkit is missing', { ...hung(1), id: 'nvidia-toolkit-missing' }],
    ['the group of the node may not open it', { ...hung(1), id: 'render-group' }],
    ['the container could not be started', notStarted(capstanError('runtime-missing', 'No runtime.'))],
  ])('is not kept where the set-up of the host is to blame: %s', (_what, diagnosis) => {
    const cache = new ProofCache(directory, 'daemon-1');
    cache.add('kernel 6.1', { ...proof, usable: false, diagnosis });
    expect(cache.find('h264_vaapi', 'kernel 6.1')).toBeUndefined();
  });

  it('is kept where the image or the hardware is to blame', () => {
    const cache = new ProofCache(directory, 'daemon-1');
    const failed = { ...proof, usable: false, diagnosis: notBuilt('h264_vaapi', { version: '7.1', major: 7, minor: 1, encoders: [] }) };
    cache.add('kernel 6.1', failed);
    expect(cache.find('h264_vaapi', 'kernel 6.1')).toEqual(failed);
  });

  it.each(['', 'not JSON', '{"schemaVersion":2,"proofs":[]}', '{"schemaVersion":1,"proofs":[{"conditions":1}]}'])('is written anew where its file is broken: %j', (text) => {
    const cache = new ProofCache(directory, 'daemon-1');
    cache.add('kernel 6.1', proof);
    writeFileSync(path(), text);
    expect(cache.find('h264_vaapi', 'kernel 6.1')).toBeUndefined();
    cache.add('kernel 6.1', proof);
    expect(cache.find('h264_vaapi', 'kernel 6.1')).toEqual(proof);
  });
});
