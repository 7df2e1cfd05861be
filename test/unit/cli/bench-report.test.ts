import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { benchmarkReportSchema } from '@domain/benchmark/report';
import { bench, type BenchFlags } from '../../../src/cli/bench';
import { checkReportFile, writeReportFile } from '../../../src/cli/bench-report';
import { createNodeShell } from '../../../src/cli/node-shell';
import { Output } from '../../../src/cli/output';
import type { Shell } from '../../../src/cli/shell';
import { report } from '../domain/benchmark/reports';
import { Written } from './fakes';

let folder: string;
let stdout: Written;
let stderr: Written;
let shell: Shell;
const nodeShell = createNodeShell('0.1.0');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'capstan-bench-report-'));
  [stdout, stderr] = [new Written(), new Written()];
  shell = { ...nodeShell, cwd: folder, out: new Output(stdout, stderr, {}), openStation: () => Promise.reject(new Error('no engine is needed')) };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('--report', () => {
  it('writes JSON or Markdown by its ending', async () => {
    await writeReportFile(shell, join(folder, 'a.json'), report(), null);
    expect(benchmarkReportSchema.parse(JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8')))).toEqual(report());
    await writeReportFile(shell, join(folder, 'a.md'), report(), null);
    expect(readFileSync(join(folder, 'a.md'), 'utf8')).toMatch(/^# Encoder benchmark of `studio`\n/);
  });

  it('is refused before anything is measured, where it could not be written afterwards', () => {
    writeFileSync(join(folder, 'old.md'), 'mine');
    expect(() => checkReportFile(shell, 'new.md')).not.toThrow();
    expect(() => checkReportFile(shell, 'old.md')).toThrow(/is there already/);
    expect(() => checkReportFile(shell, 'nowhere/new.md')).toThrow(/There is no folder/);
    expect(() => checkReportFile(shell, 'new.txt')).toThrow(/neither .json nor .md/);
  });

  it('replaces nothing', async () => {
    writeFileSync(join(folder, 'old.md'), 'mine');
    await expect(writeReportFile(shell, join(folder, 'old.md'), report(), null)).rejects.toThrow();
    expect(readFileSync(join(folder, 'old.md'), 'utf8')).toBe('mine');
  });
});

describe('--format kubernetes', () => {
  const run = (flags: BenchFlags) => bench(shell, { format: 'kubernetes', encoders: 'libx264', clips: '1080p-8bit', ...flags });

  it('prints a manifest without an engine', async () => {
    expect(await run({ image: 'capstan:1', hostPath: true, namespace: 'bench' })).toBe(0);
    expect(stdout.text).toMatch(/^# A benchmark of encoders by Capstan/);
    expect(stdout.text).toContain('\n  namespace: bench\n');
  });

  it('goes to a file that ends with .yaml', async () => {
    const file = join(folder, 'bench.yaml');
    expect(await run({ image: 'capstan:1', report: file })).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^# A benchmark/);
    expect(await run({ image: 'capstan:1', report: join(folder, 'bench.md') })).toBe(1);
    expect(stderr.text).toContain('does not end with .yaml');
  });

  it('refuses what is missing, unknown or said twice', async () => {
    expect(await run({})).toBe(1);
    expect(stderr.text).toContain('docker push');
    expect(await run({ image: 'capstan:1', devicePlugin: 'nvidia' })).toBe(1);
    expect(stderr.text).toContain('--device-plugin: "nvidia" is none of i915, xe');
    expect(await run({ image: 'capstan:1', devicePlugin: true, hostPath: true })).toBe(1);
    expect(stderr.text).toContain('either by --device-plugin or by --host-path');
    expect(await run({ image: 'capstan:1', host: 'studio' })).toBe(1);
    expect(stderr.text).toContain('--host is not for --format kubernetes');
    expect(await run({ format: 'text', devicePlugin: true })).toBe(1);
    expect(stderr.text).toContain('--device-plugin is for --format kubernetes');
    expect(stdout.text).toBe('');
  });
});
