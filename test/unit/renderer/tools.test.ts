import { usualBenchmarkWish } from '@domain/benchmark/wish';
import { capstanError } from '@domain/errors';
import type { Finding, FindingStatus } from '@domain/doctor/finding';
import { openTexts } from '@locales/i18n';
import { describe, expect, it } from 'vitest';
import { wantedRows } from '../../../src/renderer/benchmark/wanted-rows';
import { findingGroups, findingsText, helpFor } from '../../../src/renderer/doctor/findings';
import { noBenchmark, reduceBenchmark, withBenchmarkProgress, type BenchmarkAction } from '../../../src/renderer/state/benchmark';
import { examinationOf, noDoctor, reduceDoctor, withDoctorProgress } from '../../../src/renderer/state/doctor';
import { report, row } from '../domain/benchmark/reports';

const finding = (id: string, group: Finding['group'], status: FindingStatus, change: Partial<Finding> = {}): Finding => ({ id, title: `Title ${id}`, group, status, evidence: '', reason: `Because ${id}`, remedy: '', commands: [], ...change });
const hostId = 'h-studio';
const at = '2026-11-21T10:30:00.000Z';

describe('findings', () => {
  it('come by group in the order of the report, what is wrong first', () => {
    const groups = findingGroups([finding('a', 'intel', 'ok'), finding('b', 'connection', 'not-applicable'), finding('c', 'intel', 'warning'), finding('d', 'intel', 'failed')]);
    expect(groups.map(({ group, troubles, fine, notApplicable }) => [group, [troubles, fine, notApplicable].map((list) => list.map(({ id }) => id).join())])).toEqual([
      ['connection', ['', '', 'b']],
      ['intel', ['d,c', 'a', '']],
    ]);
  });

  it('name the host in their commands, as it is reached', () => {
    const help = helpFor({ remedy: 'Check that `ssh HOST true` works.', commands: ['ssh HOST true', 'sudo modprobe i915'] }, { address: 'ssh://video@studio:2222' });
    expect(help).toEqual({ remedy: 'Check that `ssh -p 2222 video@studio true` works.', commands: ['ssh -p 2222 video@studio true', 'sudo modprobe i915'] });
  });

  it('are one text to pass on, with every line of the evidence', async () => {
    const texts = await openTexts('en');
    const t = texts.getFixedT('en', 'doctor');
    const text = findingsText('Doctor: studio', [finding('a', 'disk', 'failed', { evidence: 'one\ntwo', remedy: 'Do it.', commands: ['df -h'] })], { address: null }, t);
    expect(text).toBe('Doctor: studio\n\n## Disk\n[Failed] Title a\n    one\n    two\n    Because a\n    Do it.\n    $ df -h');
  });
});

describe('an examination', () => {
  const begun = reduceDoctor(noDoctor, { type: 'doctor-begun', hostId, triesEncoders: false });
  const progress = (id: string) => ({ type: 'doctor' as const, hostId, done: 1, total: 2, doing: 'Disk', finding: finding(id, 'disk', 'ok') });

  it('shows each finding as it comes, and keeps the result of the one before when it is cancelled', () => {
    expect(examinationOf(withDoctorProgress(begun, progress('a')), hostId).run).toMatchObject({ done: 1, total: 2, findings: [{ id: 'a' }] });
    const result = { findings: [finding('a', 'disk', 'ok')], at, triedEncoders: false };
    const through = reduceDoctor(begun, { type: 'doctor-through', hostId, result });
    const again = reduceDoctor(through, { type: 'doctor-begun', hostId, triesEncoders: true });
    const cancelled = reduceDoctor(again, { type: 'doctor-refused', hostId, error: capstanError('doctor-cancelled', 'x') });
    expect(examinationOf(cancelled, hostId)).toEqual({ run: null, result, end: { state: 'cancelled' } });
  });

  it('of another window is not shown', () => {
    expect(withDoctorProgress(noDoctor, progress('a'))).toBe(noDoctor);
  });
});

describe('a benchmark', () => {
  const through = (...actions: BenchmarkAction[]) => actions.reduce(reduceBenchmark, noBenchmark);
  const begun = through({ type: 'benchmark-reports', reports: { state: 'ready', value: [] } }, { type: 'benchmark-begun', hostId });
  const measured = withBenchmarkProgress(begun, { type: 'benchmark', hostId, done: 1, total: 4, doing: 'libx264', row: row('libx264', '1080p-8bit') });

  it('fills row by row, and is shown once it is through', () => {
    expect(measured.runs[hostId]).toMatchObject({ done: 1, total: 4, rows: [{ encoder: 'libx264' }] });
    const ended = reduceBenchmark(measured, { type: 'benchmark-through', hostId, report: report() });
    expect(ended).toMatchObject({ runs: {}, shownId: report().id, reports: { value: [report()] } });
  });

  it('leaves an earlier one in view that was opened meanwhile', () => {
    const elsewhere = reduceBenchmark(measured, { type: 'benchmark-shown', id: 'earlier' });
    expect(reduceBenchmark(elsewhere, { type: 'benchmark-through', hostId, report: report() }).shownId).toBe('earlier');
  });

  it.each([
    ['benchmark-cancelled', null],
    ['connection-lost', 'connection-lost'],
  ] as const)('that ends with %s keeps the rows in view', (kind, shown) => {
    const ended = reduceBenchmark(measured, { type: 'benchmark-refused', hostId, error: capstanError(kind, 'x') });
    expect(ended.runs).toEqual({});
    expect(ended.broken[hostId]?.error?.kind ?? null).toBe(shown);
    expect(ended.broken[hostId]?.rows).toHaveLength(1);
  });

  it('of another host asks for nothing that only the one before has', () => {
    const camera = reduceBenchmark(begun, { type: 'benchmark-wish', wish: { encoders: ['h264_qsv'], source: { kind: 'camera', device: 'usb:1' }, runs: 7 } });
    expect(reduceBenchmark(camera, { type: 'benchmark-host', hostId: 'other' }).wish).toEqual({ ...usualBenchmarkWish, runs: 7 });
  });

  it('comes to a row for each encoder on each GPU with each clip, or with the pictures of a source', () => {
    const offer = { encoders: ['libx264', 'h264_qsv', 'h264_qsv'].map((encoder, index) => ({ encoder, gpu: index === 0 ? null : `gpu${index}`, codec: 'H.264' })), clips: ['1080p-8bit', '2160p-8bit'] };
    expect(wantedRows(usualBenchmarkWish, offer)).toBe(6);
    expect(wantedRows({ ...usualBenchmarkWish, encoders: ['h264_qsv'], clips: ['1080p-8bit'] }, offer)).toBe(2);
    expect(wantedRows({ ...usualBenchmarkWish, source: { kind: 'file' } }, offer)).toBe(3);
  });
});
