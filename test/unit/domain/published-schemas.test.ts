import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { capabilitiesSchema } from '@domain/capabilities';
import { parseHostProbe } from '@domain/host-probe/host-probe';
import { capabilitiesJsonSchema } from '@domain/published-schemas';
import { dockerHost } from './plan/fixtures';

const published = resolve(import.meta.dirname, '../../../resources/schemas/capabilities.schema.json');
const look = (name: string) => parseHostProbe(readFileSync(resolve(import.meta.dirname, `../../fixtures/host-probe/${name}.txt`), 'utf8'));

describe('the published schema of capstan probe --json', () => {
  it('is the one of the source: `npm run schemas` writes it', async () => {
    await expect(`${JSON.stringify(capabilitiesJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot(published);
  });

  const schema = () => z.fromJSONSchema(JSON.parse(readFileSync(published, 'utf8')));

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
