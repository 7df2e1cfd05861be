import { fixture, type RecordedMachine } from './recorded-machine';

const pci = 'devices/pci0000:00/0000:00:02.0';
const everySecond = (print: string) => `while ${print}; do sleep 1; done`;

/** A desktop with Intel graphics and an NVIDIA card: its programs say what real ones were recorded to say. */
export async function intelAndNvidia(): Promise<RecordedMachine> {
  const [rows, counters] = [await fixture('nvidia-smi/two-gpus-util-na-nounits.txt'), await fixture('intel-gpu-top/two-engines-1s-no-brackets.txt')];
  const [index, name, temperature, used, total, utilisation, power] = rows.split('\n')[0]?.split(', ') ?? [];
  const fields: Readonly<Record<string, string | undefined>> = {
    index,
    uuid: 'GPU-6d9a2c1e-0000-4000-8000-000000000000',
    name,
    driver_version: '470.82',
    'utilization.gpu': utilisation,
    'memory.used': used,
    'memory.total': total,
    'power.draw': power,
    'temperature.gpu': temperature,
  };
  const cases = Object.entries(fields).map(([field, value]) => `${field}) set -- "$@" '${value ?? ''}' ;;`);
  const row = `IFS=,; set -f; asked=$1; shift $#; for field in $asked; do case $field in ${cases.join(' ')} *) set -- "$@" '[N/A]' ;; esac; done; printf '%s' "$1"; shift; printf ', %s' "$@"; echo`;
  return {
    sys: {
      [`${pci}/vendor`]: '0x8086\n',
      [`${pci}/device`]: '0x4680\n',
      [`${pci}/uevent`]: 'DRIVER=i915\nPCI_ID=8086:4680\nPCI_SLOT_NAME=0000:00:02.0\n',
      [`${pci}/driver`]: '-> ../../../bus/pci/drivers/i915',
      [`${pci}/power/runtime_status`]: 'active\n',
      [`${pci}/drm/card0/gt/gt0/rps_act_freq_mhz`]: '1150\n',
      [`${pci}/drm/renderD128/device`]: '-> ../..',
      'bus/pci/drivers/i915/uevent': '',
      'class/drm/renderD128': `-> ../../${pci}/drm/renderD128`,
      'class/thermal/thermal_zone0/type': 'x86_pkg_temp\n',
      'class/thermal/thermal_zone0/temp': '61000\n',
    },
    renderNodes: { renderD128: 128 },
    tools: {
      'nvidia-smi': { recorded: rows, shell: `asked=\${1#--query-gpu=}\nrow() ( ${row} )\ncase $* in *--loop*) ${everySecond('row "$asked"')} ;; *) row "$asked" ;; esac` },
      intel_gpu_top: { recorded: counters, shell: everySecond(`cat "$recorded" && echo ,`) },
    },
  };
}

/** A machine that has no GPU, whatever this one has. */
export const withoutGpu: RecordedMachine = { sys: { 'class/drm/version': 'drm 1.1.0 20060810\n' }, renderNodes: {}, tools: {} };

/** A virtual machine, whose render node belongs to a screen without a video encoder. */
export function screenOfAVirtualMachine(): RecordedMachine {
  return {
    sys: {
      [`${pci}/vendor`]: '0x1af4\n',
      [`${pci}/uevent`]: 'DRIVER=virtio-pci\nPCI_ID=1AF4:1050\nPCI_SLOT_NAME=0000:00:02.0\n',
      [`${pci}/driver`]: '-> ../../../bus/pci/drivers/virtio-pci',
      [`${pci}/drm/renderD128/device`]: '-> ../..',
      'bus/pci/drivers/virtio-pci/uevent': '',
      'class/drm/renderD128': `-> ../../${pci}/drm/renderD128`,
    },
    renderNodes: { renderD128: 128 },
    tools: {},
  };
}

/** A Jetson that encodes. */
export async function jetson(): Promise<RecordedMachine> {
  return {
    sys: { 'devices/soc0/family': 'Tegra\n', 'devices/soc0/machine': 'NVIDIA Jetson AGX Orin Developer Kit\n', 'class/drm/version': 'drm 1.1.0 20060810\n' },
    renderNodes: {},
    tools: { tegrastats: { recorded: await fixture('tegrastats/agx-orin-r36.4.4-encoding.txt'), shell: `while IFS= read -r line; do printf '%s\\n' "$line"; sleep 1; done <"$recorded"; exec "$0"` } },
  };
}
