import { resolve } from 'node:path';
import { kubernetesManifest, usualNamespace, type KubernetesOptions } from '@domain/benchmark/kubernetes';
import { CapstanFailure, failure } from '@domain/errors';
import { manifestText } from './bench-manifest';
import { oneOf, type Shell } from './shell';

/** Of `capstan bench --format kubernetes`. */
export interface KubernetesFlags {
  readonly image?: string;
  /** `true` for i915. */
  readonly devicePlugin?: string | true;
  readonly hostPath?: boolean;
  readonly namespace?: string;
  readonly node?: string;
}

/** What is asked for besides, as read by `bench`; null is the usual. */
export interface KubernetesWish {
  readonly encoders: readonly string[] | null;
  readonly clips: readonly string[] | null;
  readonly secondsPerRun: number;
  readonly runs: number;
  /** File for the manifest; null for stdout. */
  readonly report: string | null;
}

export const kubernetesFlags = ['image', 'devicePlugin', 'hostPath', 'namespace', 'node'] as const satisfies readonly (keyof KubernetesFlags)[];

/** Prints the benchmark as a manifest, or writes it to a file. Throws what is refused. */
export async function writeManifest(shell: Shell, flags: KubernetesFlags, { encoders, clips, secondsPerRun, runs, report }: KubernetesWish): Promise<void> {
  const { image = null, namespace = usualNamespace, node = null } = flags;
  const made = kubernetesManifest({ image, namespace, node, access: accessOf(flags), encoders, clips, secondsPerRun, runs });
  if (!made.ok) throw new CapstanFailure(made.error);
  const text = manifestText(made.value.documents);
  if (report === null) shell.out.raw(text);
  else {
    if (!/\.ya?ml$/i.test(report)) throw failure('preset-invalid', `--report: ${JSON.stringify(report)} does not end with .yaml.`, { field: 'report', nextStep: 'A manifest is written to a file such as benchmark.yaml, or to stdout.' });
    await shell.writeText(report, text);
    shell.out.note(`Wrote ${resolve(shell.cwd, report)}. Start it with \`kubectl apply -f ${report}\`.`);
  }
  for (const note of made.value.notes) shell.out.note(`Note: ${note}`);
}

function accessOf({ devicePlugin, hostPath }: KubernetesFlags): KubernetesOptions['access'] {
  if (hostPath !== true) return devicePlugin === undefined || devicePlugin === true ? 'i915' : oneOf('device-plugin', devicePlugin, ['i915', 'xe']);
  if (devicePlugin !== undefined) throw failure('preset-invalid', '--host-path: the GPU comes either by --device-plugin or by --host-path.', { field: 'hostPath' });
  return 'host-path';
}
