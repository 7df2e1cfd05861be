import { describe, expect, it } from 'vitest';
import { amdGeneration } from '@domain/doctor/amd-generations';
import { distributionOf, distributions, installable, installSteps } from '@domain/doctor/install-steps';
import { intelGeneration } from '@domain/doctor/intel-generations';
import { usualNvenc } from '@domain/doctor/nvenc-drivers';
import { isAtLeast, versionNumbers } from '@domain/doctor/version';

describe('the generations of Intel’s graphics', () => {
  it.each([
    ['0412', 'Sandy Bridge to Haswell', '3.10'],
    ['1626', 'Broadwell', '3.17'],
    ['1912', 'Skylake', '4.4'],
    ['5a85', 'Apollo Lake', '4.9'],
    ['5912', 'Kaby Lake', '4.8'],
    ['3185', 'Gemini Lake', '4.15'],
    ['3e92', 'Coffee Lake', '4.15'],
    ['9bc5', 'Comet Lake', '4.15'],
    ['8a56', 'Ice Lake', '5.4'],
    ['4e61', 'Jasper Lake', '5.11'],
    ['9a49', 'Tiger Lake', '5.9'],
    ['4c8a', 'Rocket Lake', '5.11'],
    ['4680', 'Alder Lake-S', '5.16'],
    ['46a6', 'Alder Lake-P', '5.17'],
    ['46d1', 'Alder Lake-N', '5.18'],
    ['a780', 'Raptor Lake', '5.17'],
    ['a7a0', 'Raptor Lake', '5.17'],
    ['56a0', 'Arc Alchemist', '6.2'],
    ['7d55', 'Meteor Lake', '6.7'],
    ['64a0', 'Lunar Lake', '6.11'],
    ['e20b', 'Arc Battlemage', '6.12'],
  ])('%s: %s, Linux %s', (id, name, leastKernel) => {
    expect(intelGeneration(id)).toMatchObject({ name: expect.stringContaining(name), leastKernel });
  });

  it('are never guessed', () => {
    for (const id of [null, '', 'ffff', '0000', 'zzzz']) expect(intelGeneration(id)).toBeNull();
  });
});

it('the generations of AMD’s graphics', () => {
  expect(['73bf', '744c', '15bf', '150e', '7550', '164e', '67df'].map((id) => amdGeneration(id)?.leastKernel ?? null)).toEqual(['5.11', '6.1', '6.1', '6.10', '6.12', '6.0', null]);
});

it('what an ffmpeg is usually built for, and the driver that takes', () => {
  expect(['4.4.2', '5.1.9-0+deb12u1', '6.0', '6.1.1-3ubuntu5', '7.1.2', '8.0', '3.4', 'N-118000-g1234'].map((version) => usualNvenc(version)?.driver ?? null)).toEqual(['455.28', '470.57.02', '520.56.06', '530.41.03', '550.54.14', '570.0', null, null]);
});

it('versions are compared by their numbers', () => {
  expect(versionNumbers('6.1.0-28-amd64')).toEqual([6, 1, 0]);
  expect(versionNumbers('next')).toBeNull();
  expect([isAtLeast('6.12', '6.2'), isAtLeast('6.1', '6.2'), isAtLeast('6.2', '6.2'), isAtLeast('6.2.0-26-generic', '6.2'), isAtLeast('5', '5.16'), isAtLeast('unknown', '5.16')]).toEqual([true, false, true, true, false, null]);
});

describe('steps to install', () => {
  const host = (id: string, like: readonly string[] = [], name = id) => ({ distribution: { id, like, version: '1', name } });

  it.each([
    ['debian', [], 'debian'],
    ['linuxmint', ['ubuntu', 'debian'], 'ubuntu'],
    ['neon', ['ubuntu', 'debian'], 'ubuntu'],
    ['rocky', ['rhel', 'centos', 'fedora'], 'rhel'],
    ['nobara', ['fedora'], 'fedora'],
    ['opensuse-tumbleweed', ['opensuse', 'suse'], 'suse'],
    ['manjaro', ['arch'], 'arch'],
    ['alpine', [], 'alpine'],
    ['constructor', ['__proto__'], null],
  ])('%s', (id, like, family) => {
    expect(distributionOf(host(id, like).distribution)).toBe(family);
  });

  it('are there for each distribution, or say why not', () => {
    for (const what of installable) {
      for (const id of distributions) {
        const { remedy, commands } = installSteps(what, host(id === 'suse' ? 'opensuse' : id));
        expect(remedy).toMatch(/\.$/);
        if (commands.length === 0) expect(remedy).toMatch(/no driver/);
        for (const command of commands) expect(command).toMatch(/^(?:sudo |curl -fsSL https:\/\/nvidia\.github\.io\/|echo )/);
      }
    }
  });

  it('name the page of the maker where the distribution is not known', () => {
    expect(installSteps('nvidia-toolkit', host('plan9', [], 'Plan 9'))).toEqual({ remedy: 'There are no steps here for Plan 9: follow NVIDIA’s “Installing the NVIDIA Container Toolkit” (docs.nvidia.com).', commands: [] });
    expect(installSteps('docker', null).remedy).toContain('is not known: follow Docker’s “Install Docker Engine”');
  });
});
