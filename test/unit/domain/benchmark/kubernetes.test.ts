import { describe, expect, it } from 'vitest';
import { kubernetesManifest, type KubernetesOptions } from '@domain/benchmark/kubernetes';
import { clusterPlan, planText, secondsWord } from '@domain/benchmark/kubernetes-plan';

const refusalOf = (changes: Partial<KubernetesOptions>) => {
  const made = kubernetesManifest({ image: 'localhost:5000/capstan:1', namespace: 'capstan-benchmark', access: 'i915', node: null, encoders: null, clips: null, secondsPerRun: 3, runs: 3, ...changes });
  return made.ok ? null : made.error;
};

describe('a benchmark for a cluster', () => {
  it('asks for an image, and says how to push one', () => {
    expect(refusalOf({ image: null })).toMatchObject({ kind: 'preset-invalid', field: 'image', nextStep: expect.stringContaining('docker push') });
    expect(refusalOf({ image: 'ghcr.io/someone/capstan-vaapi@sha256:' + 'a'.repeat(64) })).toBeNull();
  });

  it.each<[field: string, changes: Partial<KubernetesOptions>]>([
    ['image', { image: 'two words' }],
    ['image', { image: '-x' }],
    ['namespace', { namespace: 'Upper' }],
    ['namespace', { namespace: 'kube-system' }],
    ['namespace', { namespace: 'default' }],
    ['namespace', { namespace: 'a\nb' }],
    ['node', { node: '' }],
    ['node', { node: 'a b' }],
    ['node', { node: '=true' }],
    ['node', { node: 'gpu=a/b' }],
    ['encoders', { encoders: ['h264_nvenc'] }],
    ['encoders', { encoders: [] }],
    ['clips', { clips: ['480p'] }],
    ['runs', { runs: 0 }],
    ['seconds', { secondsPerRun: 0 }],
  ])('refuses by name what it cannot do: %s %o', (field, changes) => {
    expect(refusalOf(changes)).toMatchObject({ field, detail: expect.stringContaining(`--${field}`) });
  });

  it('runs the commands of a benchmark, with a word for the length of a run', () => {
    const plan = clusterPlan(['libx264', 'hevc_qsv', 'h264_vaapi'], ['1080p-8bit', '2160p-10bit'], '/work');
    if (!plan.ok) throw new Error(plan.error.detail);
    const { checks, clips, notes, needsGpu, clipMiB } = plan.value;
    expect(clips.map(({ recipe, rows }) => [recipe.name, rows.map(({ encoder }) => encoder)])).toEqual([
      ['1080p-8bit', ['libx264', 'h264_vaapi', 'hevc_qsv']],
      ['2160p-10bit', ['libx264', 'hevc_qsv']],
    ]);
    for (const { argv } of clips.flatMap(({ rows }) => rows)) {
      expect(argv.filter((word) => word === secondsWord)).toHaveLength(1);
      expect(argv[argv.indexOf(secondsWord) - 1]).toBe('-t');
    }
    for (const { argv } of checks.flatMap(({ rows }) => rows)) expect(argv).not.toContain(secondsWord);
    expect(notes).toEqual(['2160p-10bit is left out for h264_vaapi: no 10 bit.']);
    expect(needsGpu).toBe(true);
    expect(clipMiB).toBeGreaterThan((3840 * 2160 * 3 * 16) / 1024 / 1024);
  });

  it('is written so that every line has its place', () => {
    const plan = clusterPlan(['libx264', 'hevc_qsv'], null, '/work');
    if (!plan.ok) throw new Error(plan.error.detail);
    const lines = planText(plan.value).split('\n');
    const heads: string[] = [];
    let at = 0;
    while (at < lines.length - 1) {
      const head = lines[at] ?? '';
      heads.push(head);
      at += 1 + Number(/ (\d+)$/.exec(head)?.[1]);
    }
    expect(at).toBe(lines.length - 1);
    expect(heads.every((head) => /^(check-clip|check|clip|row) \S+ (8|10) \d+ \d+ \d+$/.test(head))).toBe(true);
    expect(heads.filter((head) => head.startsWith('row '))).toHaveLength(8);
  });
});
