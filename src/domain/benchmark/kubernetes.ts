import { capstanError, refuse, type CapstanError } from '../errors';
import { err, ok, type Result } from '../result';
import benchmarkScript from './kubernetes-benchmark.sh?raw';
import monitorScript from './kubernetes-monitor.sh?raw';
import { clusterPlan, planText, type ClusterPlan } from './kubernetes-plan';

export interface KubernetesOptions {
  /** Reference of an image with ffmpeg that the cluster can pull; null is refused with how to push one. */
  readonly image: string | null;
  /** A namespace of its own, which is removed afterwards. */
  readonly namespace: string;
  /** How pods get the GPU: by Intel's device plugin as one of its resources, or by /dev/dri of the node. */
  readonly access: 'i915' | 'xe' | 'host-path';
  /** Name of a node, or a label as `KEY=VALUE`; null for any node. */
  readonly node: string | null;
  /** ffmpeg's names; null for `clusterEncoders`. */
  readonly encoders: readonly string[] | null;
  /** Names of standard clips; null for all. */
  readonly clips: readonly string[] | null;
  readonly secondsPerRun: number;
  readonly runs: number;
}

/** One document of a manifest. */
export interface KubernetesDocument {
  readonly value: object;
  /** Written above it. */
  readonly comment: string | null;
  /** Written above the key at each path. */
  readonly comments: readonly { readonly path: readonly (string | number)[]; readonly text: string }[];
}

export interface KubernetesManifest {
  readonly documents: readonly KubernetesDocument[];
  /** In words: what was left out. */
  readonly notes: readonly string[];
}

export const usualNamespace = 'capstan-benchmark';
const jobName = 'capstan-benchmark';
const workDirectory = '/work';
const scriptsDirectory = '/capstan';
/** Of no user of the node, and with what it needs in numeric groups alone. */
const userId = 1000;
/** Of video and render on Debian, Ubuntu and what is made from them. */
const gpuGroups = [44, 104, 105, 109, 110, 992, 993];
const keptSeconds = 3600;

/** The benchmark as a Job in a namespace of its own; a refusal that names the option where it cannot be made. */
export function kubernetesManifest(options: KubernetesOptions): Result<KubernetesManifest, CapstanError> {
  const refused = refusedOption(options);
  if (refused) return err(refused);
  const made = clusterPlan(options.encoders, options.clips, workDirectory);
  if (!made.ok) return made;
  const plan = made.value;
  return ok({ documents: [namespace(options, plan), networkPolicy(options), scripts(options, plan), job(options, plan)], notes: plan.notes });
}

const labels = { 'app.kubernetes.io/name': 'capstan-benchmark', 'app.kubernetes.io/managed-by': 'capstan' };
const metadata = ({ namespace: name }: KubernetesOptions) => ({ name: jobName, namespace: name, labels });

const isPrivileged = ({ access }: KubernetesOptions, { needsGpu }: ClusterPlan): boolean => needsGpu && access === 'host-path';

function namespace(options: KubernetesOptions, plan: ClusterPlan): KubernetesDocument {
  const { namespace: name } = options;
  const level = isPrivileged(options, plan) ? 'privileged' : 'restricted';
  const logs = (container: string) => `kubectl --namespace ${name} logs job/${jobName} --container ${container}`;
  return {
    value: { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { ...labels, 'pod-security.kubernetes.io/enforce': level } } },
    comment: [
      'A benchmark of encoders by Capstan, as a Job of Kubernetes.',
      '',
      'Start it:        kubectl apply -f FILE',
      `Follow it:       ${logs('benchmark')} --follow`,
      `Read the result: ${logs('benchmark')} | grep '^{"rows"'`,
      `Load meanwhile:  ${logs('monitor')}`,
      `If it fails:     ${logs('check')}`,
      `                 kubectl --namespace ${name} describe pods`,
      'Start it again:  kubectl replace --force -f FILE',
      `Remove it all:   kubectl delete namespace ${name}`,
      '',
      `The Job and its logs go by themselves ${keptSeconds / 60} minutes after its end.`,
    ].join('\n'),
    comments: [
      {
        path: ['metadata', 'labels', 'pod-security.kubernetes.io/enforce'],
        text: level === 'privileged' ? 'Folders of a node are only for privileged pods. Also on Talos, where pods are held to `baseline` otherwise.' : 'The strictest level: nothing here needs more.',
      },
    ],
  };
}

const networkPolicy = (options: KubernetesOptions): KubernetesDocument => ({
  value: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: metadata(options), spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } },
  comment: 'Nothing is sent or fetched: the clips are drawn, the results are in the log.',
  comments: [],
});

const scripts = (options: KubernetesOptions, plan: ClusterPlan): KubernetesDocument => ({
  value: { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(options), data: { 'benchmark.sh': benchmarkScript, 'monitor.sh': monitorScript, plan: planText(plan) } },
  comment: null,
  comments: [{ path: ['data', 'plan'], text: 'Each command, word by word.' }],
});

function job(options: KubernetesOptions, plan: ClusterPlan): KubernetesDocument {
  const { image, node, access, runs, secondsPerRun } = options;
  const viaPlugin = plan.needsGpu && access !== 'host-path';
  const gpu = viaPlugin ? { [`gpu.intel.com/${access}`]: 1 } : {};
  const rows = plan.clips.reduce((sum, clip) => sum + clip.rows.length, 0);
  const limitSeconds = Math.ceil(60 + secondsPerRun * 10);
  const privileged = isPrivileged(options, plan);
  const mounts = [
    { name: 'work', mountPath: workDirectory },
    { name: 'scripts', mountPath: scriptsDirectory, readOnly: true },
  ];
  const command = (mode: string) => ['sh', `${scriptsDirectory}/benchmark.sh`, mode, `${scriptsDirectory}/plan`, workDirectory, String(runs), String(secondsPerRun), String(limitSeconds)];
  const encoding = (name: string, mode: string) => ({
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    command: command(mode),
    workingDir: workDirectory,
    securityContext: privileged ? { privileged, readOnlyRootFilesystem: true, runAsNonRoot: true } : unprivileged,
    volumeMounts: privileged ? [...mounts, { name: 'dri', mountPath: '/dev/dri' }] : mounts,
    resources: {
      requests: { cpu: '1', memory: `${plan.memoryMiB + plan.clipMiB}Mi`, ...gpu },
      limits: { memory: `${plan.memoryMiB + plan.clipMiB}Mi`, ...gpu },
    },
  });
  const pod = {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    shareProcessNamespace: true,
    terminationGracePeriodSeconds: 10,
    ...(node === null ? {} : { nodeSelector: nodeSelector(node) }),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: userId,
      runAsGroup: userId,
      fsGroup: userId,
      ...(plan.needsGpu ? { supplementalGroups: gpuGroups } : {}),
      seccompProfile: { type: 'RuntimeDefault' },
    },
    initContainers: [encoding('check', 'check')],
    containers: [
      encoding('benchmark', 'run'),
      {
        name: 'monitor',
        image,
        imagePullPolicy: 'IfNotPresent',
        command: ['sh', `${scriptsDirectory}/monitor.sh`, workDirectory, '2'],
        workingDir: workDirectory,
        securityContext: unprivileged,
        volumeMounts: mounts.map((mount) => ({ ...mount, readOnly: true })),
        resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { cpu: '200m', memory: '64Mi' } },
      },
    ],
    volumes: [
      { name: 'work', emptyDir: { medium: 'Memory', sizeLimit: `${plan.clipMiB}Mi` } },
      { name: 'scripts', configMap: { name: jobName } },
      ...(privileged ? [{ name: 'dri', hostPath: { path: '/dev/dri', type: 'Directory' } }] : []),
    ],
  };
  const inPod = ['spec', 'template', 'spec'];
  return {
    value: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: metadata(options),
      spec: {
        backoffLimit: 0,
        activeDeadlineSeconds: Math.ceil(600 + (plan.clips.length + rows) * 60 + rows * runs * secondsPerRun * 4),
        ttlSecondsAfterFinished: keptSeconds,
        template: { metadata: { labels }, spec: pod },
      },
    },
    comment: plan.needsGpu ? gpuComment(access) : null,
    comments: [
      { path: ['spec', 'ttlSecondsAfterFinished'], text: 'Save the logs before.' },
      ...(plan.needsGpu ? [{ path: [...inPod, 'securityContext', 'supplementalGroups'], text: `Usual numbers of the groups video and render. Where the check says that the GPU may not be opened, put\nhere what it names, or what the node says: stat -c %g /dev/dri/renderD128` }] : []),
      { path: [...inPod, 'initContainers'], text: 'Tries every encoder with a few frames. Ends the Job at once where none works; those that do not are left out.' },
      ...(privileged ? [{ path: [...inPod, 'initContainers', 0, 'securityContext', 'privileged'], text: 'A folder of the node shows its devices, but only a privileged container may open them. With a device\nplugin none is needed: --device-plugin.' }] : []),
      { path: [...inPod, 'containers', 0, 'resources', 'requests'], text: 'No limit on the CPU: one would slow down the encoders that are measured.' },
      { path: [...inPod, 'volumes', 0, 'emptyDir'], text: 'One clip at a time, in memory: no disk is measured.' },
    ],
  };
}

const unprivileged = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, runAsNonRoot: true };

function gpuComment(access: KubernetesOptions['access']): string {
  const module = access === 'xe' ? 'xe' : 'i915';
  const label = 'intel.feature.node.kubernetes.io/gpu';
  return [
    ...(access === 'host-path'
      ? ['The node needs a kernel driver for its GPU and /dev/dri; no plugin is needed.']
      : [`The cluster needs Intel's GPU device plugin, which offers gpu.intel.com/${access}:`, `  kubectl get nodes --output jsonpath='{.items[*].status.allocatable}' | grep gpu.intel.com`]),
    '',
    'On Talos the driver is a system extension, made part of the image by the Image Factory:',
    `  customization.systemExtensions.officialExtensions: [siderolabs/${module}]${module === 'i915' ? '   (i915-ucode before Talos 1.9)' : ''}`,
    'and in the configuration of the machine the module, and a label where the plugin or --node looks for one:',
    '  machine:',
    '    kernel:',
    '      modules:',
    `        - name: ${module}`,
    '    nodeLabels:',
    `      ${label}: "true"`,
    'Whether it is there: talosctl --nodes NODE ls /dev/dri',
  ].join('\n');
}

const label = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const labelKey = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const namespaceName = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const imageReference = /^[a-z0-9][a-z0-9._:/-]*(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[0-9a-f]{64})?$/;

function nodeSelector(node: string): Record<string, string> {
  const [key, ...value] = node.split('=');
  return key !== undefined && value.length > 0 ? { [key]: value.join('=') } : { 'kubernetes.io/hostname': node };
}

function refusedOption({ image, namespace: name, node, secondsPerRun, runs }: KubernetesOptions): CapstanError | null {
  const no = (field: string, detail: string) => refuse('preset-invalid', `--${field}: ${detail}`, { field }).error;
  if (image === null) {
    return capstanError('preset-invalid', '--image is missing: the cluster pulls the image from a registry, and Capstan’s own are in none.', {
      field: 'image',
      nextStep: 'Make it and push it: `capstan images build vaapi`, `capstan images list` for its name, `docker tag NAME REGISTRY/capstan-vaapi`, `docker push REGISTRY/capstan-vaapi`; then --image REGISTRY/capstan-vaapi.',
    });
  }
  if (image.length > 255 || !imageReference.test(image)) return no('image', `${JSON.stringify(image)} is no reference of an image.`);
  if (!namespaceName.test(name)) return no('namespace', `${JSON.stringify(name)} is no name of a namespace: lower-case letters, digits and hyphens, 63 at most.`);
  if (name === 'default' || name.startsWith('kube-')) return no('namespace', `${name} is the cluster’s own. The benchmark is removed with its namespace, so it needs one of its own.`);
  const [[key, value] = []] = node === null ? [] : Object.entries(nodeSelector(node));
  if (node !== null && (node === '' || key === undefined || value === undefined || !labelKey.test(key) || (value !== '' && !label.test(value)))) {
    return no('node', `${JSON.stringify(node)} is neither the name of a node nor a label as KEY=VALUE.`);
  }
  if (!(secondsPerRun >= 1 && secondsPerRun <= 60)) return no('seconds', `${secondsPerRun} is not between 1 and 60.`);
  return Number.isInteger(runs) && runs >= 1 && runs <= 10 ? null : no('runs', `${runs} is no whole number between 1 and 10.`);
}
