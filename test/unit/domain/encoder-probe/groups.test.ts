import { describe, expect, it } from 'vitest';
import { trialsContainer } from '@domain/encoder-probe/container';
import { lanesOf, proofConditions, trialGroups } from '@domain/encoder-probe/groups';
import { exampleHost, exampleHosts, type ExampleHost } from '../plan/example-hosts';

const groups = (name: ExampleHost) => trialGroups(exampleHost(name)).map(({ family, gpu, encoders }) => `${family} on ${gpu.id}: ${encoders.map(({ encoder }) => encoder).join(' ')}`);

describe('what has to be tried', () => {
  it.each(exampleHosts)('on %s', (name) => {
    expect(groups(name)).toMatchSnapshot();
  });

  it('is nothing where there is no GPU, and only what was asked for', () => {
    expect(groups('software-only')).toEqual([]);
    expect(trialGroups(exampleHost('intel'), ['hevc_qsv', 'libx264']).map(({ encoders }) => encoders.map(({ encoder }) => encoder))).toEqual([['hevc_qsv']]);
  });

  it('at the same time is never of one GPU, nor two of NVENC', () => {
    const names = (name: ExampleHost) => lanesOf(trialGroups(exampleHost(name))).map((lane) => lane.map(({ family, gpu }) => `${family} ${gpu.id}`));
    const [first, ...others] = names('intel');
    expect([first?.map((group) => group.split(' ')[0]), others]).toEqual([['vaapi', 'quicksync'], []]);
    expect(names('nvidia').filter((lane) => lane.some((group) => group.startsWith('nvenc')))).toHaveLength(1);
  });
});

describe('the conditions of a proof', () => {
  const host = exampleHost('intel');
  const [group] = trialGroups(host);
  const subject = { terms: group!.encoders[0]!, gpu: group!.gpu, ffmpeg: host.ffmpeg, image: 'sha256:1' };
  const conditions = proofConditions(subject, host, 'sha256:1');
  const node = group!.gpu.kind === 'render-node' ? group!.gpu.node : null;

  const daemonWith = (changed: object) => ({ ...host, engine: { ...host.engine, ...changed } as typeof host.engine });

  it('are the same for the same', () => {
    expect(proofConditions(subject, exampleHost('intel'), 'sha256:1')).toBe(conditions);
  });

  it.each([
    ['image', () => proofConditions(subject, host, 'sha256:2')],
    ['kernel', () => proofConditions(subject, { ...host, kernel: '6.99' }, 'sha256:1')],
    ['ffmpeg', () => proofConditions({ ...subject, ffmpeg: { ...host.ffmpeg, version: '9.9' } }, host, 'sha256:1')],
    ['driver', () => proofConditions({ ...subject, gpu: { ...group!.gpu, node: { ...node!, driver: 'xe' } } as typeof subject.gpu }, host, 'sha256:1')],
    ['encoder', () => proofConditions({ ...subject, terms: group!.encoders[1]! }, host, 'sha256:1')],
    ['group of the node', () => proofConditions({ ...subject, gpu: { ...group!.gpu, node: { ...node!, groupId: 4242 } } as typeof subject.gpu }, host, 'sha256:1')],
    ['daemon’s runtimes', () => proofConditions(subject, daemonWith({ runtimes: ['runc', 'nvidia'] }), 'sha256:1')],
    ['daemon’s CDI devices', () => proofConditions(subject, daemonWith({ cdiDevices: ['nvidia.com/gpu=all'] }), 'sha256:1')],
    ['kind of daemon', () => proofConditions(subject, daemonWith({ podman: true }), 'sha256:1')],
    ['rights of the daemon', () => proofConditions(subject, daemonWith({ rootless: true }), 'sha256:1')],
  ])('change with the %s', (_what, changed) => {
    expect(changed()).not.toBe(conditions);
  });
});

describe('the container of the trials', () => {
  const containerOn = (name: ExampleHost) => {
    const capabilities = exampleHost(name);
    const { engine } = capabilities;
    const [group] = trialGroups(capabilities);
    if (engine.kind !== 'docker' || !group) throw new Error('not such a host');
    return trialsContainer({ image: 'sha256:1', ownerId: 'owner', gpu: group.gpu, capabilities: { ...capabilities, engine } });
  };

  it.each(['intel', 'nvidia', 'jetson'] as const)('has one GPU of %s and nothing else', (name) => {
    const spec = containerOn(name);
    if (!spec.ok) throw new Error(spec.error.detail);
    // The script is the same for all.
    expect({ ...spec.value, Cmd: spec.value.Cmd.with(1, 'SCRIPT') }).toMatchSnapshot();
  });

  it('is refused where the daemon cannot give it the GPU', () => {
    const capabilities = exampleHost('jetson');
    const { engine } = capabilities;
    const [group] = trialGroups(capabilities);
    if (engine.kind !== 'docker') throw new Error('not such a host');
    const bare = { ...engine, runtimes: ['runc'], cdiDevices: [], podman: false };
    expect(trialsContainer({ image: 'sha256:1', ownerId: 'owner', gpu: group!.gpu, capabilities: { ...capabilities, engine: bare } })).toMatchObject({ ok: false, error: { kind: 'runtime-missing' } });
  });
});
