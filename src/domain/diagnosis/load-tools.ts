import { phrase, type FailureRule } from './rule';

/** How the tools fail that tell the load of a whole GPU. What a session takes needs none of them. */
export const loadToolRules: readonly FailureRule[] = [
  {
    id: 'gpu-counters-forbidden',
    title: 'The counters of the whole GPU may not be read',
    shows: phrase(String.raw`Failed to initialize PMU!? \((?:Permission denied|Operation not permitted)\)`),
    reason: 'intel_gpu_top reads counters of the kernel that need the capability PERFMON.',
    remedy: 'Ask Capstan for the load of the whole GPU, which gives the capability to a container of its own; what a session takes is read without it. On the host itself, give it to the tool alone.',
    commands: ['capstan load --whole-gpu', 'sudo setcap cap_perfmon=+ep "$(command -v intel_gpu_top)"'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'intel-gpu-top-no-gpu',
    title: 'intel_gpu_top finds no GPU that it can read',
    shows: phrase(String.raw`No device filter specified and no discrete\/integrated i915 devices found|Failed to detect engines! \([^)\n]*\)|Failed to initialize PMU!? \((?:No such file or directory|No such device)\)`),
    reason: 'intel_gpu_top knows GPUs of the driver i915 alone: those of xe, and of other makers, it cannot read.',
    remedy: 'Use the load of the sessions, which the driver tells for each process.',
    commands: ['ls -l /sys/class/drm/renderD*/device/driver'],
    kind: 'encoder-unavailable',
  },
];
