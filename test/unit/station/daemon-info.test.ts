import { expect, test } from 'vitest';
import { daemonInfo } from '../../../src/station/docker/daemon-info';

const old = { ID: 'a', ServerVersion: '20.10.24', OperatingSystem: 'Debian GNU/Linux 12 (bookworm)', SwapLimit: true, Architecture: 'x86_64', Runtimes: { runc: { path: 'runc' }, nvidia: { path: 'nvidia-container-runtime' } } };
const cdi = (info: object, podman = false) => {
  const { cdiDevices, cdiDirectories } = daemonInfo(info, podman);
  return { cdiDevices, cdiDirectories };
};

test('runtimes are told by name', () => {
  expect(daemonInfo(old, false)).toMatchObject({ runtimes: ['runc', 'nvidia'], operatingSystem: 'Debian GNU/Linux 12 (bookworm)', podman: false, rootless: false });
});

test('a daemon that knows no CDI has no CDI devices', () => {
  expect(cdi(old)).toEqual({ cdiDevices: [], cdiDirectories: [] });
  expect(cdi({ ...old, CDISpecDirs: [] })).toEqual({ cdiDevices: [], cdiDirectories: [] });
});

test('one that reads CDI specifications and does not tell what is in them leaves that to the agent', () => {
  expect(cdi({ ...old, CDISpecDirs: ['/etc/cdi', '/var/run/cdi'] })).toEqual({ cdiDevices: null, cdiDirectories: ['/etc/cdi', '/var/run/cdi'] });
  expect(cdi({ ID: '', Runtimes: { crun: {} } }, true)).toEqual({ cdiDevices: null, cdiDirectories: ['/etc/cdi', '/var/run/cdi'] });
});

test('one that tells its devices is believed', () => {
  const found = { ...old, CDISpecDirs: ['/etc/cdi'], DiscoveredDevices: [{ Source: 'cdi', ID: 'nvidia.com/gpu=all' }, { Source: 'other', ID: 'x' }] };
  expect(cdi(found).cdiDevices).toEqual(['nvidia.com/gpu=all']);
  expect(cdi({ ...found, DiscoveredDevices: [] }).cdiDevices).toEqual([]);
});

test('an answer with nothing in it is no reason to fail', () => {
  expect(daemonInfo({}, false)).toMatchObject({ serverVersion: 'unknown', runtimes: [], cdiDevices: [] });
});
