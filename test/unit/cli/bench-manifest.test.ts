import { ConfigMap, Namespace } from 'kubernetes-models/v1';
import { Job } from 'kubernetes-models/batch/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { kubernetesManifest, type KubernetesOptions } from '@domain/benchmark/kubernetes';
import { manifestText } from '../../../src/cli/bench-manifest';

const options = (changes: Partial<KubernetesOptions> = {}): KubernetesOptions => ({
  image: 'registry.example/capstan-vaapi:1',
  namespace: 'capstan-benchmark',
  access: 'i915',
  node: null,
  encoders: null,
  clips: null,
  secondsPerRun: 5,
  runs: 3,
  ...changes,
});

function textOf(changes: Partial<KubernetesOptions> = {}): string {
  const made = kubernetesManifest(options(changes));
  if (!made.ok) throw new Error(made.error.detail);
  return manifestText(made.value.documents);
}

/** As Kubernetes reads it: YAML 1.1. */
const documentsIn = (text: string): { kind: string; [key: string]: unknown }[] =>
  parseAllDocuments(text, { version: '1.1' }).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });

const models: Readonly<Record<string, new (data: never) => { validate(): void }>> = { Namespace, NetworkPolicy, ConfigMap, Job };
function validate(document: { kind: string }): void {
  const Model = models[document.kind];
  if (Model === undefined) throw new Error(`no model of ${document.kind}`);
  new Model(document as never).validate();
}

const jobIn = (text: string) => documentsIn(text).find(({ kind }) => kind === 'Job') as unknown as Job;
const podIn = (text: string) => jobIn(text).spec!.template.spec!;

const variants: readonly (readonly [string, Partial<KubernetesOptions>])[] = [
  ['by the device plugin', {}],
  ['by the device plugin of xe', { access: 'xe' }],
  ['by the folder of the node', { access: 'host-path' }],
  ['software alone, on one node', { encoders: ['libx264'], clips: ['1080p-8bit'], node: 'node-1' }],
];

describe('the manifest of a benchmark', () => {
  it.each(variants)('%s: every document is valid against the schema of Kubernetes', (_name, changes) => {
    const documents = documentsIn(textOf(changes));
    expect(documents.map(({ kind }) => kind)).toEqual(['Namespace', 'NetworkPolicy', 'ConfigMap', 'Job']);
    for (const document of documents) expect(() => validate(document)).not.toThrow();
  });

  it('is refused by the same schema where it is broken', () => {
    const job = jobIn(textOf());
    const { containers } = job.spec!.template.spec!;
    expect(() => validate({ ...job, spec: { ...job.spec, backoffLimit: 'none' } } as never)).toThrow(/backoffLimit/);
    expect(() => validate({ ...job, spec: { ...job.spec, template: { spec: { containers: [{ ...containers[0], name: undefined }] } } } } as never)).toThrow(/name/);
    expect(() => validate({ ...job, spec: { ...job.spec, template: undefined } } as never)).toThrow(/template/);
  });

  it('reads well', async () => {
    const text = textOf({ clips: ['1080p-8bit'], encoders: ['libx264', 'h264_qsv'], node: 'intel.feature.node.kubernetes.io/gpu=true' });
    await expect(text).toMatchFileSnapshot(resolve(import.meta.dirname, '__snapshots__/bench-device-plugin.yaml'));
    const job = textOf({ access: 'host-path', clips: ['1080p-8bit'], encoders: ['h264_qsv'] }).split('---\n').at(-1) ?? '';
    await expect(job).toMatchFileSnapshot(resolve(import.meta.dirname, '__snapshots__/bench-host-path-job.yaml'));
  });

  it('asks for no privilege but where a folder of the node is the only way to the GPU', () => {
    for (const [, changes] of variants) {
      const pod = podIn(textOf(changes));
      const all = [...(pod.initContainers ?? []), ...pod.containers];
      const privileged = all.filter(({ securityContext }) => securityContext?.privileged === true).map(({ name }) => name);
      expect(privileged).toEqual(changes.access === 'host-path' ? ['check', 'benchmark'] : []);
      for (const { securityContext, name } of all) {
        expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true, runAsNonRoot: true });
        if (!privileged.includes(name)) expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
      }
      expect(pod.volumes?.some(({ hostPath }) => hostPath !== undefined)).toBe(changes.access === 'host-path');
    }
  });

  it('asks for a GPU in the way that is chosen, and for none where software alone is measured', () => {
    const gpuOf = (changes: Partial<KubernetesOptions>) => Object.keys(podIn(textOf(changes)).containers[0]?.resources?.limits ?? {}).filter((key) => key.includes('/'));
    expect(gpuOf({})).toEqual(['gpu.intel.com/i915']);
    expect(gpuOf({ access: 'xe' })).toEqual(['gpu.intel.com/xe']);
    expect(gpuOf({ access: 'host-path' })).toEqual([]);
    expect(gpuOf({ encoders: ['libx264'] })).toEqual([]);
    expect(textOf({ encoders: ['libx264'], access: 'host-path' })).not.toMatch(/privileged|\/dev\/dri'|Talos/);
  });

  it('goes to a node by its name or by a label, also where YAML could take them for something else', () => {
    expect(podIn(textOf({ node: 'no' })).nodeSelector).toEqual({ 'kubernetes.io/hostname': 'no' });
    expect(podIn(textOf({ node: 'gpu=on' })).nodeSelector).toEqual({ gpu: 'on' });
    expect(documentsIn(textOf({ namespace: '1e3' }))[0]).toMatchObject({ metadata: { name: '1e3' } });
  });

  it('ends by itself, and goes', () => {
    expect(jobIn(textOf()).spec).toMatchObject({ backoffLimit: 0, ttlSecondsAfterFinished: 3600, activeDeadlineSeconds: expect.any(Number), template: { spec: { restartPolicy: 'Never' } } });
  });
});
