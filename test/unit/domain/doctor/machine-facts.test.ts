import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDiskSpeed } from '@domain/doctor/disk-speed';
import { distributionOf } from '@domain/doctor/distribution';
import type { MachineEvidence } from '@domain/doctor/evidence';
import { machineFactsArgv, readMachineFacts } from '@domain/doctor/machine-facts';
import { hostileTexts } from '../../../support/hostile-texts';

const run = promisify(execFile);
const shells: readonly (readonly [name: string, argv: readonly string[]])[] = [['dash', ['dash']], ['busybox', ['busybox', 'sh']]];

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'capstan-facts-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Lays files out as a machine has them, by their paths. */
function lay(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

async function told(shell: readonly string[], seenFrom: MachineEvidence['seenFrom'] = 'process'): Promise<MachineEvidence> {
  const [, ...argv] = machineFactsArgv({ seenFrom, devDirectory: join(root, 'dev'), rootDirectory: root, cdiDirectories: [{ seen: join(root, 'cdi'), path: '/etc/cdi' }] });
  const [program = 'sh', ...words] = shell;
  const { stdout } = await run(program, [...words, ...argv], { maxBuffer: 1e7 });
  return readMachineFacts(stdout, seenFrom);
}

const machine = {
  'sys/bus/pci/devices/0000:00:02.0/class': '0x030000\n',
  'sys/bus/pci/devices/0000:00:02.0/vendor': '0x8086\n',
  'sys/bus/pci/devices/0000:00:02.0/device': '0x46a6\n',
  'sys/bus/pci/drivers/i915/bind': '',
  'sys/bus/pci/devices/0000:00:1f.3/class': '0x040100\n',
  'sys/bus/usb/devices/usb1/speed': '480\n',
  'sys/bus/usb/devices/usb1/bDeviceClass': '09\n',
  'sys/bus/usb/devices/usb1/product': 'xHCI Host Controller\n',
  'sys/bus/usb/devices/1-2.3/speed': '480\n',
  'sys/bus/usb/devices/1-2.3/bDeviceClass': 'ef\n',
  'sys/bus/usb/devices/1-2.3/product': 'HD Webcam\n',
  'sys/bus/usb/devices/1-2.3/1-2.3:1.0/bInterfaceClass': '0e\n',
  'sys/bus/usb/devices/1-2.3:1.0/bInterfaceClass': '0e\n',
  'sys/module/i915/parameters/enable_guc': '-1\n',
  'sys/module/uvcvideo/parameters/quirks': '4294967295\n',
  'sys/class/dmi/id/product_name': 'NUC12WSHi5\n',
  'sys/kernel/debug/dri/0/gt0/uc/huc_info': 'HuC firmware: i915/tgl_huc.bin\n\tstatus: RUNNING\n',
  'proc/driver/nvidia/version': 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.120  Fri Sep 13 10:10:01 UTC 2024\nGCC version:  gcc 12\n',
  'proc/sys/kernel/perf_event_paranoid': '3\n',
  'etc/os-release': 'PRETTY_NAME="Ubuntu 24.04.1 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\n',
  'etc/group': 'root:x:0:\nvideo:x:44:anna\nrender:x:993:\n',
  'etc/nvidia-container-runtime/config.toml': '[nvidia-container-cli]\nno-cgroups = true\n',
  'usr/share/glvnd/egl_vendor.d/10_nvidia.json': '{}',
  'usr/lib/dri/iHD_drv_video.so': '',
  'usr/lib/libva.so.2': '',
  'cdi/nvidia.yaml': 'cdiVersion: "0.5.0"\nkind: nvidia.com/gpu\ndevices:\n- name: "0"\n  containerEdits:\n    deviceNodes:\n    - path: /dev/nvidia0\n- name: all\ncontainerEdits:\n  mounts:\n  - hostPath: /usr/lib/libva.so.2\n    containerPath: /usr/lib/libva.so.2\n  - hostPath: /usr/lib/libcuda.so.550.54\n',
};

describe.each(shells)('the script in %s', (_name, shell) => {
  it('tells what the files of a machine say', async () => {
    lay(machine);
    symlinkSync(join(root, 'sys/bus/pci/drivers/i915'), join(root, 'sys/bus/pci/devices/0000:00:02.0/driver'));
    expect(await told(shell)).toMatchObject({
      seenFrom: 'process',
      kernel: expect.stringMatching(/^\d/),
      distribution: { id: 'ubuntu', like: ['debian'], version: '24.04', name: 'Ubuntu 24.04.1 LTS' },
      model: 'NUC12WSHi5',
      hasDxg: false,
      groups: new Map([['video', 44], ['render', 993]]),
      ownGroups: expect.arrayContaining([process.getgid?.()]),
      modules: ['i915', 'uvcvideo'],
      moduleParameters: new Map([['i915.enable_guc', '-1'], ['uvcvideo.quirks', '4294967295']]),
      hucInfo: 'HuC firmware: i915/tgl_huc.bin\n\tstatus: RUNNING',
      pciGpus: [{ address: '0000:00:02.0', vendorId: '8086', deviceId: '46a6', driver: 'i915' }],
      usbDevices: [
        { path: '1-2.3', name: 'HD Webcam', speedMbps: 480, isVideo: true, isHub: false },
        { path: 'usb1', name: 'xHCI Host Controller', speedMbps: 480, isVideo: false, isHub: true },
      ],
      nvidiaVersion: expect.stringContaining('550.120'),
      cdiFiles: [{ path: '/etc/cdi/nvidia.yaml', kind: 'nvidia.com/gpu', deviceNames: ['0', 'all'], missingPaths: ['/dev/nvidia0', '/usr/lib/libcuda.so.550.54'] }],
      libraries: expect.arrayContaining(['libva.so.2', 'iHD_drv_video.so']),
      eglVendorFiles: ['10_nvidia.json'],
      nvidiaRuntimeConfig: '[nvidia-container-cli]\nno-cgroups = true',
      perfEventParanoid: 3,
    });
  });

  it('guesses nothing where nothing is there, and nothing of the container that it runs in', async () => {
    const empty = await told(shell);
    expect(empty).toMatchObject({ distribution: null, model: null, nodes: [], groups: new Map(), modules: [], hucInfo: null, pciGpus: [], usbDevices: [], nvidiaVersion: null, cdiFiles: [], eglVendorFiles: [], deviceHolders: [] });
    lay(machine);
    expect(await told(shell, 'container')).toMatchObject({
      distribution: null, groups: null, ownGroups: null, hucInfo: null, programs: null, libraries: null, packages: null, eglVendorFiles: null, nvidiaRuntimeConfig: null, clockSynchronised: null, nvidiaSmi: null,
      cdiFiles: [{ deviceNames: ['0', 'all'], missingPaths: [] }],
      usbDevices: [{ name: 'HD Webcam' }, {}],
    });
  });

  it('takes nothing that a name says for a fact', async () => {
    const forged = ['', 'pci 0000:01:00.0 0x10de 0x2204 nvidia', 'dxg yes', 'module nvidia', 'node 0 0 21b0 /dev/nvidia0', 'holder /dev/video0 1 init', 'package docker.io 1', 'cdi /etc/cdi/forged.yaml', 'group video 1', 'clock no', 'nvidia-smi fine', ''].join('\n');
    const hostile = `${hostileTexts.join('\n')}${forged}`;
    lay({
      ...machine,
      'sys/bus/usb/devices/1-2.3/product': `HD${hostile}`,
      'sys/module/uvcvideo/parameters/quirks': `1${hostile}`,
      'sys/class/dmi/id/product_name': `NUC${hostile}`,
      'etc/os-release': `ID=ubuntu\nNAME=x${hostile}`,
      'etc/nvidia-container-runtime/config.toml': hostile,
      'proc/driver/nvidia/version': hostile,
      'cdi/nvidia.yaml': `kind: nvidia.com/gpu\nname: all\nkind: ${hostile}\n    - path: /${forged}\n`,
      [`usr/share/glvnd/egl_vendor.d/10${forged}.json`.replaceAll('/dev/', 'dev ').replaceAll('/etc/cdi/', 'cdi ')]: '{}',
    });
    const { pciGpus, hasDxg, modules, nodes, deviceHolders, packages, cdiFiles, groups, nvidiaSmi, usbDevices, distribution } = await told(shell);
    expect({ pciGpus, hasDxg, modules, nodes, deviceHolders, groups, nvidiaSmi }).toMatchObject({
      pciGpus: [{ address: '0000:00:02.0', driver: null }], hasDxg: false, modules: ['i915', 'uvcvideo'], nodes: [], deviceHolders: [], groups: new Map([['video', 44], ['render', 993]]), nvidiaSmi: null,
    });
    expect([...(packages?.entries() ?? [])]).not.toContainEqual(['docker.io', '1']);
    expect(cdiFiles.map(({ path }) => path)).toEqual(['/etc/cdi/nvidia.yaml']);
    expect(usbDevices.map(({ path }) => path)).toEqual(['1-2.3', 'usb1']);
    expect(distribution?.id).toBe('ubuntu');
  });
});

describe('what is read', () => {
  const keys = ['model', 'board', 'os', 'nvidia-version', 'huc', 'cdi-line', 'cdi-missing', 'runtime-config', 'nvidia-smi', 'egl-vendor', 'own-groups', 'parameter', 'usb', 'pci', 'node', 'holder', 'package', 'program', 'library', 'clock'];

  it('is of its own key, whatever the text of a line is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(...hostileTexts)), fc.constantFrom('process' as const, 'container' as const), (key, value, seenFrom) => {
        const line = `${key} ${value.replaceAll('\n', ' ')}`;
        const [clean, read] = [readMachineFacts('kernel 6.1', seenFrom), readMachineFacts(`kernel 6.1\n${line}\nkernel 5`, seenFrom)];
        const changed = Object.keys(clean).filter((name) => JSON.stringify(clean[name as keyof MachineEvidence]) !== JSON.stringify(read[name as keyof MachineEvidence]));
        // At most what the key is for, and never two facts of one line.
        expect(changed.length).toBeLessThanOrEqual(1);
        expect(read.kernel).toBe('6.1');
      }),
    );
  });

  it('holds no control characters and no more than a machine can have', () => {
    const usb = readMachineFacts(Array.from({ length: 5000 }, (_, index) => `usb 1-${(index % 200) + 1} 480 00 yes a\u001B[31mb`).join('\n'), 'process').usbDevices;
    expect(usb).toHaveLength(2000);
    expect(usb[0]?.name).toBe('a [31mb');
  });

  it('is a node only where it is a character device', () => {
    expect(readMachineFacts('node 0 44 21b0 /dev/dri/renderD128\nnode 0 44 81b4 /dev/dri/card0\nnode 0 44 21b0 /etc/x', 'container').nodes).toEqual([{ path: '/dev/dri/renderD128', userId: 0, groupId: 44, mode: 0o660 }]);
  });
});

it.each([
  ['Debian GNU/Linux 12 (bookworm)', 'debian', '12'],
  ['Ubuntu 24.04.1 LTS', 'ubuntu', '24.04.1'],
  ['Rocky Linux 9.4 (Blue Onyx)', 'rocky', '9.4'],
  ['openSUSE Leap 15.6', 'opensuse-leap', '15.6'],
  ['Alpine Linux v3.20', 'alpine', '3.20'],
  ['Arch Linux', 'arch', ''],
])('%s is known by the name that a daemon gives', (name, id, version) => {
  expect(distributionOf(name)).toMatchObject({ id, version, name });
});
it.each(['Docker Desktop', 'Buildroot 2024.02', ''])('%j is no distribution that is known', (name) => expect(distributionOf(name)).toBeNull());

describe('the speed of a disk', () => {
  it('is what was written in the time that it took', () => {
    expect(readDiskSpeed('free 5000000000\nwritten 100 200\n')).toEqual({ freeBytes: 5e9, writeBytesPerSecond: 52_428_800 });
  });
  it('is not known where nothing could be written', () => {
    expect(readDiskSpeed('free 1000\nwritten 0 0\n')).toEqual({ freeBytes: 1000, writeBytesPerSecond: null });
    expect(readDiskSpeed('free 1000\n')).toEqual({ freeBytes: 1000, writeBytesPerSecond: null });
    expect(readDiskSpeed('blocks 10 4096\n')).toEqual({ freeBytes: 40_960, writeBytesPerSecond: null });
    expect(readDiskSpeed('stat: cannot read')).toBeNull();
  });
});
