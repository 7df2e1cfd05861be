import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { array, assert, constantFrom, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { audioInputSchema, nvidiaGpuSchema, renderNodeSchema } from '@domain/capabilities';
import { parseHostProbe } from '@domain/host-probe/host-probe';

const fixtures = resolve(import.meta.dirname, '../../../fixtures');
const rig = readFileSync(resolve(fixtures, 'host-probe/rig-two-usb-cameras-and-loopback-sound.txt'), 'utf8');

describe('render nodes', () => {
  it('of a real machine, with and without PCI', () => {
    expect(parseHostProbe(rig).renderNodes).toMatchObject([
      { path: '/dev/dri/renderD128', driver: 'virtio-pci', vendorId: '1af4', vendor: 'Virtio', groupId: 105 },
      { path: '/dev/dri/renderD129', driver: null, vendorId: null, vendor: null, groupId: 105 },
    ]);
  });

  it('name the vendors of graphics', () => {
    const node = (number: number, vendor: string) => `render renderD${number}\nvendor ${vendor}\nend renderD${number}\n`;
    const text = node(128, '0x8086') + node(129, '0x1002') + node(130, '0x10de') + node(131, '0xABCD') + node(132, 'evil');
    expect(parseHostProbe(text).renderNodes.map(({ vendorId, vendor }) => [vendorId, vendor])).toEqual([
      ['8086', 'Intel'],
      ['1002', 'AMD'],
      ['10de', 'NVIDIA'],
      ['abcd', null],
      [null, null],
    ]);
  });
});

describe('a render node of PCI', () => {
  const uevent = (lines: string[]) => lines.map((line) => `uevent ${line}\n`).join('');
  const onPci = (driver: string, id: string, slot: string) =>
    uevent([`DRIVER=${driver}`, 'PCI_CLASS=30000', `PCI_ID=${id}`, 'PCI_SUBSYS_ID=1028:0869', `PCI_SLOT_NAME=${slot}`, `MODALIAS=pci:v0000`]);

  it('is known by its address, at whatever number', () => {
    const text = (number: number) => `stat /dev/dri/renderD${number} 9 992 660\nrender renderD${number}\ndriver i915\nvendor 0x8086\n${onPci('i915', '8086:3E92', '0000:00:02.0')}\nend renderD${number}\n`;
    const found = [128, 130].map((number) => parseHostProbe(text(number)).renderNodes[0]);
    expect(found).toEqual([128, 130].map((number) => ({
      identity: 'pci:0000:00:02.0',
      path: `/dev/dri/renderD${number}`,
      name: 'Intel 3e92',
      driver: 'i915',
      vendorId: '8086',
      deviceId: '3e92',
      vendor: 'Intel',
      groupId: 992,
    })));
  });

  it('of a vendor that is not known here is called by both numbers', () => {
    expect(parseHostProbe(`render renderD128\n${onPci('gpu', '1ed5:0222', '0000:03:00.0')}\nend renderD128\n`).renderNodes[0]).toMatchObject({ name: '1ed5 0222', vendor: null });
  });

  it('of an SoC is known by its path, and its driver by itself', () => {
    const text = `render renderD128\n${uevent(['DRIVER=panfrost', 'OF_NAME=gpu', 'OF_COMPATIBLE_0=arm,mali-bifrost'])}\nend renderD128\n`;
    expect(parseHostProbe(text).renderNodes[0]).toMatchObject({ identity: '/dev/dri/renderD128', name: null, driver: 'panfrost', vendorId: null });
  });
});

describe('NVIDIA GPUs', () => {
  const gpu = (model: string, bus: string, uuid: string) => `gpu\ninfo Model: \t\t ${model}\ninfo GPU UUID: \t ${uuid}\ninfo Bus Location: \t ${bus}\n\nend\n`;
  const version = 'nvidia-version NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.161.07  Sat Feb 17 22:55:48 UTC 2024\nnvidia-version GCC version:  gcc 12\n';

  it('are those of the driver, by PCI address, with no tool of the vendor', () => {
    expect(parseHostProbe(version + gpu('NVIDIA A10', '0000:65:00.0', 'GPU-b') + gpu('Quadro, P2000', '0000:17:00.0', 'GPU-????????')).nvidiaGpus).toMatchObject([
      { index: 0, name: 'Quadro, P2000', uuid: null, driverVersion: '535.161.07', memoryMiB: null, pciAddress: '0000:17:00.0' },
      { index: 1, name: 'NVIDIA A10', uuid: 'GPU-b', driverVersion: '535.161.07', memoryMiB: null },
    ]);
  });

  it('know the version of the open kernel module too', () => {
    const open = version.replace('Kernel Module  ', 'Open Kernel Module for x86_64  ').replace('UNIX x86_64 Open', 'UNIX Open');
    expect(parseHostProbe(open + gpu('NVIDIA L4', '0000:01:00.0', 'GPU-a')).nvidiaGpus[0]?.driverVersion).toBe('535.161.07');
  });

  it('have their memory where nvidia-smi is installed', () => {
    const smi = 'nvidia-smi 0, GPU-b, 535.161.07, 23028, NVIDIA A10, 24 GB\n';
    expect(parseHostProbe(version + smi + gpu('NVIDIA A10', '0000:65:00.0', 'GPU-b')).nvidiaGpus[0]).toMatchObject({ memoryMiB: 23_028 });
    expect(parseHostProbe(version + smi + gpu('NVIDIA A10', '0000:65:00.0', 'GPU-????????')).nvidiaGpus).toMatchObject([{ uuid: null, memoryMiB: 23_028 }]);
    expect(parseHostProbe(smi).nvidiaGpus).toMatchObject([{ index: 0, name: 'NVIDIA A10, 24 GB', uuid: 'GPU-b', driverVersion: '535.161.07', memoryMiB: 23_028 }]);
    expect(parseHostProbe('nvidia-smi 1, [N/A], [Not Supported], [N/A], Tesla K80\n').nvidiaGpus).toMatchObject([
      { index: 1, name: 'Tesla K80', uuid: null, driverVersion: null, memoryMiB: null },
    ]);
  });

  it.each(readdirSync(resolve(fixtures, 'nvidia-smi')).filter((name) => name.startsWith('error-')))('are not made from %s', (name) => {
    const text = readFileSync(resolve(fixtures, 'nvidia-smi', name), 'utf8');
    expect(parseHostProbe(text.split('\n').map((line) => `nvidia-smi ${line}`).join('\n')).nvidiaGpus).toEqual([]);
  });
});

describe('audio inputs', () => {
  const card = (id: string, number: number, facts: string) => `pcm ${number} 0\ncard-id ${id}\n${facts}end ${number} 0\n`;
  const usb = 'vendor 046d\nproduct 0825\nserial A:1\nproduct-name HD Webcam C270\ninfo name: USB Audio\n';

  it('of a real machine: both devices of a loopback card, by its name', () => {
    expect(parseHostProbe(rig).alsaInputs).toEqual([
      { identity: 'alsa:Loopback:0', kind: 'alsa', name: 'Loopback: Loopback PCM', device: 'hw:CARD=Loopback,DEV=0', cardNumber: 0, groupId: 29, socketPath: null },
      { identity: 'alsa:Loopback:1', kind: 'alsa', name: 'Loopback: Loopback PCM', device: 'hw:CARD=Loopback,DEV=1', cardNumber: 0, groupId: 29, socketPath: null },
    ]);
  });

  it('of USB devices are known by their serial number, at whatever card number', () => {
    const identities = [1, 4].map((number) => parseHostProbe(card('C270', number, usb)).alsaInputs[0]);
    expect(identities).toMatchObject([
      { identity: 'alsa:usb:046d:0825:A_1:0', name: 'HD Webcam C270', cardNumber: 1 },
      { identity: 'alsa:usb:046d:0825:A_1:0', cardNumber: 4 },
    ]);
  });

  it('of two USB devices with one serial number are known by their cards', () => {
    const text = card('C270', 1, usb) + card('C270_1', 2, usb);
    expect(parseHostProbe(text).alsaInputs.map(({ identity }) => identity)).toEqual(['alsa:C270:0', 'alsa:C270_1:0']);
  });

  it('are called as the card and its device are called', () => {
    const text = `cards  0 [PCH            ]: HDA-Intel - HDA Intel PCH\ncards                       HDA Intel PCH at 0xf7f10000 irq 32\n${card('PCH', 0, 'info name: ALC257 Analog\n')}`;
    expect(parseHostProbe(text).alsaInputs[0]?.name).toBe('HDA Intel PCH: ALC257 Analog');
  });

  it('never take a card name that could say more to ffmpeg', () => {
    for (const id of ['A,DEV=9', 'a b', '', 'x\u001b']) expect(parseHostProbe(card(id, 0, '')).alsaInputs).toEqual([]);
  });

  it('tell the users whose sound servers may be asked', () => {
    expect(parseHostProbe('user 0\nsound 1000\nuser evil\nuser 1001 2\n').soundServers).toEqual([
      { uid: 1000, isSeen: true },
      { uid: 0, isSeen: false },
    ]);
  });
});

describe('any text', () => {
  it('gives valid answers', () => {
    const key = constantFrom('pcm 0 0', 'pcm 1 0', 'end 0 0', 'render renderD128', 'end renderD128', 'gpu', 'end', 'info ', 'card-id ', 'vendor ', 'product ', 'serial ', 'cards ', 'stat ', 'nvidia-smi ', 'sound ');
    assert(
      property(array(tuple(key, string({ maxLength: 30 })), { maxLength: 40 }), (lines) => {
        const probe = parseHostProbe(lines.map(([word, rest]) => (word.endsWith(' ') ? `${word}${rest}` : word)).join('\n'));
        for (const input of probe.alsaInputs) audioInputSchema.parse(input);
        for (const node of probe.renderNodes) renderNodeSchema.parse(node);
        for (const gpu of probe.nvidiaGpus) nvidiaGpuSchema.parse(gpu);
      }),
    );
  });
});
