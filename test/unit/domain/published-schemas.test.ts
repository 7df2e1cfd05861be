import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { capabilitiesSchema } from '@domain/capabilities';
import { parseHostProbe } from '@domain/host-probe/host-probe';
import { benchmarkJsonSchema, capabilitiesJsonSchema, doctorJsonSchema } from '@domain/published-schemas';
import { report } from './benchmark/reports';
import { dockerHost } from './plan/fixtures';

const fileOf = (name: string) => resolve(import.meta.dirname, `../../../resources/schemas/${name}.schema.json`);
const published = fileOf('capabilities');
const schemaOf = (name: string) => z.fromJSONSchema(JSON.parse(readFileSync(fileOf(name), 'utf8')));
const textOf = (schema: object) => `${JSON.stringify(schema, undefined, 2)}\n`;
const look = (name: string) => parseHostProbe(readFileSync(resolve(import.meta.dirname, `../../fixtures/host-probe/${name}.txt`), 'utf8'));

describe('the published schema of capstan probe --json', () => {
  it('is the one of the source: `npm run schemas` writes it', async () => {
    await expect(textOf(capabilitiesJsonSchema())).toMatchFileSnapshot(published);
  });

  const schema = () => schemaOf('capabilities');

  it.each(['rig-two-usb-cameras-and-loopback-sound', 'hdmi-and-twin-usb-cameras'])('takes what a real host has: %s', (name) => {
    const { captureDevices, renderNodes, nvidiaGpus, alsaInputs } = look(name);
    const printed: unknown = JSON.parse(JSON.stringify({ ...dockerHost(), captureDevices, renderNodes, nvidiaGpus, audioInputs: alsaInputs }));
    expect(schema().safeParse(printed).error).toBeUndefined();
    expect(capabilitiesSchema.parse(printed)).toEqual(printed);
  });

  it('refuses what is none', () => {
    expect(schema().safeParse({ ...dockerHost(), captureDevices: [{ path: 7 }] }).success).toBe(false);
    expect(schema().safeParse({ ...dockerHost(), schemaVersion: 2 }).success).toBe(false);
  });

  it('forbids no property that a later version may add', () => {
    expect(schema().safeParse({ ...dockerHost(), later: true }).success).toBe(true);
  });
});

describe('the published schema of capstan bench --json', () => {
  const printed = (changes: object = {}): unknown => JSON.parse(JSON.stringify({ ...report(), ...changes }));

  it('is the one of the source', async () => {
    await expect(textOf(benchmarkJsonSchema())).toMatchFileSnapshot(fileOf('benchmark'));
  });

  it('takes a whole report, and what a later version adds', () => {
    expect(schemaOf('benchmark').safeParse(printed()).error).toBeUndefined();
    expect(schemaOf('benchmark').safeParse(printed({ later: true })).success).toBe(true);
  });

  it('refuses rows without their command, speeds without a spread, and another version', () => {
    const [row] = report().rows;
    expect(schemaOf('benchmark').safeParse(printed({ rows: [{ ...row, argv: undefined }] })).success).toBe(false);
    expect(schemaOf('benchmark').safeParse(printed({ rows: [{ ...row, framesPerSecond: 61 }] })).success).toBe(false);
    expect(schemaOf('benchmark').safeParse(printed({ schemaVersion: 2 })).success).toBe(false);
  });
});

describe('the published schema of capstan doctor --json', () => {
  const finding = { id: 'render-group', title: 'Group of the render nodes', group: 'gpus', status: 'ok', evidence: '', reason: 'It fits.', remedy: '', commands: [] };

  it('is the one of the source', async () => {
    await expect(textOf(doctorJsonSchema())).toMatchFileSnapshot(fileOf('doctor'));
  });

  it('takes an array of findings, and no other status', () => {
    expect(schemaOf('doctor').safeParse([finding, { ...finding, status: 'not-applicable' }]).error).toBeUndefined();
    expect(schemaOf('doctor').safeParse([{ ...finding, status: 'maybe' }]).success).toBe(false);
    expect(schemaOf('doctor').safeParse(finding).success).toBe(false);
  });
});
