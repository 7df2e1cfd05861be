import { capabilities, daemon, machine, nvidiaGpu, read } from '../evidence';
import type { Case } from './case';

const host = capabilities('nvidia', { encoders: null });
const docker = (engine: Parameters<typeof capabilities>[1]) => capabilities('nvidia', { encoders: null, ...engine });
const withoutToolkit = docker({ engine: { runtimes: ['runc'] } });
const version = 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.163.01  Tue Apr  8 12:41:17 UTC 2025\nGCC version:  gcc version 12.2.0 (Debian 12.2.0-14)\n';
const card = machine({ pciGpus: [nvidiaGpu()], nvidiaVersion: version, modules: ['nvidia', 'nvidia_uvm'] });
const node = (path: string) => ({ path, userId: 0, groupId: 0, mode: 0o666 });
const nodes = ['/dev/nvidia0', '/dev/nvidiactl', '/dev/nvidia-uvm'].map(node);
const cdi = { path: '/etc/cdi/nvidia.yaml', kind: 'nvidia.com/gpu', deviceNames: ['0', 'all'], missingPaths: [] };
const wsl = { hasDxg: true, kernel: '5.15.153.1-microsoft-standard-WSL2' };
const ubuntu = { id: 'ubuntu', like: ['debian'], version: '24.04', name: 'Ubuntu 24.04 LTS' };

export const nvidiaCases: readonly Case[] = [
  ['nvidia-driver-missing', 'failed', { machine: machine({ pciGpus: [nvidiaGpu('nouveau')] }) }, { reason: 'nouveau', evidence: '10de:2786 nouveau', commands: 'sudo apt install', remedy: 'Debian GNU/Linux 12' }],
  ['nvidia-driver-missing', 'failed', { machine: machine({ pciGpus: [nvidiaGpu(null)], distribution: ubuntu }) }, { commands: 'sudo ubuntu-drivers install' }],
  ['nvidia-driver-missing', 'ok', { capabilities: host, machine: card }, { evidence: '550.163.01' }],
  ['nvidia-driver-stopped', 'failed', { capabilities: host, machine: { ...card, nvidiaSmi: read('nvidia-smi/error-cannot-communicate.txt') } }, { evidence: 'communicate with the NVIDIA driver' }],
  ['nvidia-driver-stopped', 'ok', { capabilities: host, machine: card }, { evidence: 'nvidia, nvidia_uvm' }],
  ['nvidia-mismatch', 'failed', { capabilities: host, machine: { ...card, nvidiaSmi: read('nvidia-smi/error-driver-library-mismatch.txt') } }, { commands: 'reboot' }],
  ['nvidia-mismatch', 'ok', { capabilities: host, machine: { ...card, nvidiaSmi: '| NVIDIA-SMI 550.163.01             Driver Version: 550.163.01 |' } }],
  ['nvidia-gpu-fell-off', 'failed', { capabilities: host, machine: { ...card, nvidiaSmi: read('nvidia-smi/error-gpu1-lost-then-table.txt') } }, { evidence: '0000:34:00.0' }],
  ['nvidia-gpu-fell-off', 'ok', { capabilities: host, machine: { ...card, nvidiaSmi: read('nvidia-smi/rtx3060ti-L.txt') } }],
  ['nvidia-gpu-lost', 'warning', { capabilities: host, daemon: daemon() }, { evidence: 'Cgroup Driver: systemd', commands: 'create-dev-char-symlinks' }],
  ['nvidia-gpu-lost', 'ok', { capabilities: host, daemon: daemon({ cgroupDriver: 'cgroupfs' }) }],
  ['nvidia-gpu-lost', 'ok', { capabilities: docker({ engine: { cdiDevices: ['nvidia.com/gpu=all'] } }), daemon: daemon() }],
  ['nvidia-gpu-lost', 'not-applicable', { capabilities: capabilities('intel'), daemon: daemon() }],
  ['nvidia-driver-too-old', 'warning', { capabilities: docker({ nvidiaGpus: host.nvidiaGpus.map((gpu) => ({ ...gpu, driverVersion: '535.183.01' })) }) }, { evidence: 'driver 535.183.01; ffmpeg 7.1.2', reason: 'NVENC 12.2, which takes driver 550.54.14' }],
  ['nvidia-driver-too-old', 'ok', { capabilities: host }, { reason: '12.2' }],
  ['nvidia-driver-too-old', 'ok', { capabilities: capabilities('nvidia', { nvidiaGpus: host.nvidiaGpus.map((gpu) => ({ ...gpu, driverVersion: '535.183.01' })) }) }, { reason: 'worked when it was tried' }],
  ['nvidia-toolkit-missing', 'failed', { capabilities: withoutToolkit, machine: card }, { evidence: 'Runtimes: runc; CDI devices: none', commands: 'sudo nvidia-ctk runtime configure --runtime=docker' }],
  ['nvidia-toolkit-missing', 'failed', { capabilities: withoutToolkit }, { remedy: 'NVIDIA’s “Installing the NVIDIA Container Toolkit”' }],
  ['nvidia-toolkit-missing', 'ok', { capabilities: host, machine: card }],
  ['nvidia-toolkit-missing', 'not-applicable', { capabilities: docker({ engine: 'local' }) }],
  ['nvidia-runtime-missing', 'failed', { capabilities: withoutToolkit, machine: { ...card, programs: new Map([['nvidia-ctk', '/usr/bin/nvidia-ctk']]) } }, { evidence: '/usr/bin/nvidia-ctk' }],
  ['nvidia-runtime-missing', 'ok', { capabilities: host }],
  ['cdi-only', 'ok', { capabilities: docker({ engine: { runtimes: ['runc'], cdiDevices: ['nvidia.com/gpu=all'] } }) }, { evidence: 'nvidia.com/gpu=all' }],
  ['cdi-only', 'not-applicable', { capabilities: host }],
  ['cdi-disabled', 'failed', { capabilities: withoutToolkit, machine: { ...card, cdiFiles: [cdi] } }, { evidence: '/etc/cdi/nvidia.yaml; Docker 27.5.1 lists no CDI device', commands: '--cdi.enabled' }],
  ['cdi-disabled', 'failed', { capabilities: docker({ engine: { runtimes: ['runc'], serverVersion: '24.0.7' } }), machine: { ...card, cdiFiles: [cdi] } }, { remedy: 'update it to 25' }],
  ['cdi-disabled', 'ok', { capabilities: docker({ engine: { runtimes: ['runc'], cdiDevices: ['nvidia.com/gpu=all'] } }), machine: { ...card, cdiFiles: [cdi] } }],
  ['cdi-stale', 'failed', { capabilities: host, machine: { ...card, cdiFiles: [{ ...cdi, missingPaths: ['/usr/lib/x86_64-linux-gnu/libcuda.so.535.183.01'] }] } }, { evidence: 'libcuda.so.535.183.01, which is not there', commands: 'cdi generate' }],
  ['cdi-stale', 'ok', { capabilities: host, machine: { ...card, cdiFiles: [cdi] } }, { evidence: '/etc/cdi/nvidia.yaml: 0, all' }],
  ['nvidia-rootless', 'failed', { capabilities: docker({ engine: { rootless: true } }), machine: { ...card, nvidiaRuntimeConfig: '[nvidia-container-cli]\n#no-cgroups = false\n' } }, { evidence: '#no-cgroups = false', commands: 'no-cgroups' }],
  ['nvidia-rootless', 'ok', { capabilities: docker({ engine: { rootless: true } }), machine: { ...card, nvidiaRuntimeConfig: '[nvidia-container-cli]\nno-cgroups = true\n' } }],
  ['nvidia-rootless', 'not-applicable', { capabilities: host, machine: card }],
  ['podman-gpu', 'failed', { capabilities: docker({ engine: { podman: true } }), machine: card }, { commands: 'cdi generate' }],
  ['podman-gpu', 'ok', { capabilities: docker({ engine: { podman: true } }), machine: { ...card, cdiFiles: [cdi] } }, { evidence: '/etc/cdi/nvidia.yaml' }],
  ['nvidia-video-capability', 'failed', { capabilities: host, machine: { ...card, libraries: ['libcuda.so.1'] } }, { evidence: 'libcuda.so.1', commands: 'libnvidia-encode1' }],
  ['nvidia-video-capability', 'ok', { capabilities: host, machine: { ...card, libraries: ['libcuda.so.1', 'libnvidia-encode.so.1'] } }],
  ['wsl-no-gpu', 'failed', { capabilities: host, machine: machine({ ...wsl, hasDxg: false }) }, { commands: 'wsl.exe --shutdown' }],
  ['wsl-no-gpu', 'ok', { capabilities: host, machine: machine(wsl) }, { evidence: '/dev/dxg' }],
  ['wsl-no-gpu', 'not-applicable', { capabilities: host, machine: card }, { reason: 'no WSL' }],
  ['wsl-encoder-missing', 'failed', { capabilities: host, machine: machine({ ...wsl, libraries: ['libcuda.so.1'] }) }],
  ['wsl-encoder-missing', 'ok', { capabilities: host, machine: machine({ ...wsl, libraries: ['libnvidia-encode.so.1'] }) }],
  ['cuda-no-device', 'failed', { capabilities: host, machine: { ...card, nodes: nodes.slice(0, 2) } }, { reason: '/dev/nvidia-uvm is not there', commands: 'nvidia-modprobe' }],
  ['cuda-no-device', 'ok', { capabilities: host, machine: { ...card, nodes } }],
  ['cuda-gl-interop', 'warning', { capabilities: host, machine: machine(wsl) }, { reason: 'WSL' }],
  ['cuda-gl-interop', 'not-applicable', { capabilities: host, machine: card }],
  ['headless-egl', 'warning', { capabilities: host, machine: { ...card, eglVendorFiles: ['50_mesa.json'] } }, { evidence: '50_mesa.json', reason: '10_nvidia.json' }],
  ['headless-egl', 'warning', { capabilities: host, machine: { ...card, eglVendorFiles: ['10_nvidia.json'], packages: new Map([['nvidia-headless-550', '550.163.01']]) } }, { evidence: 'nvidia-headless-550 550.163.01', reason: 'headless variant' }],
  ['headless-egl', 'ok', { capabilities: host, machine: { ...card, eglVendorFiles: ['10_nvidia.json', '50_mesa.json'] } }],
  ['headless-egl', 'not-applicable', { capabilities: host, machine: { ...card, eglVendorFiles: null } }, { reason: 'only /proc, /sys and /dev' }],
  ['headless-egl', 'not-applicable', { capabilities: capabilities('intel') }],
  ['nvenc-sessions', 'ok', { capabilities: host }, { reason: '8 streams' }],
];
