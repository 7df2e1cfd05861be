import type { Check } from './check';
import { amdDriverMissing } from './checks/amd-driver-missing';
import { amdKernel } from './checks/amd-kernel';
import { amdMediaQueue } from './checks/amd-media-queue';
import { cdiDisabled } from './checks/cdi-disabled';
import { cdiOnly } from './checks/cdi-only';
import { cdiStale } from './checks/cdi-stale';
import { clock } from './checks/clock';
import { cudaGlInterop } from './checks/cuda-gl-interop';
import { cudaMemory } from './checks/cuda-memory';
import { cudaNoDevice } from './checks/cuda-no-device';
import { cudaStart } from './checks/cuda-start';
import { daemonRuntimes } from './checks/daemon-runtimes';
import { daemonWarnings } from './checks/daemon-warnings';
import { deviceAbsent } from './checks/device-absent';
import { deviceBusy } from './checks/device-busy';
import { deviceForbidden } from './checks/device-forbidden';
import { deviceGone } from './checks/device-gone';
import { deviceMissing } from './checks/device-missing';
import { diskSpace } from './checks/disk-space';
import { diskSpeed } from './checks/disk-speed';
import { dockerCommand } from './checks/docker-command';
import { dockerDaemon } from './checks/docker-daemon';
import { dockerDesktop } from './checks/docker-desktop';
import { dockerImage } from './checks/docker-image';
import { dockerRootless } from './checks/docker-rootless';
import { dockerSnap } from './checks/docker-snap';
import { dockerSocket } from './checks/docker-socket';
import { dockerVersion } from './checks/docker-version';
import { encoderNotBuilt } from './checks/encoder-not-built';
import { encodersTried } from './checks/encoders-tried';
import { formatRefused } from './checks/format-refused';
import { frameRateHalves } from './checks/frame-rate-halves';
import { frameSize } from './checks/frame-size';
import { freeIntelDriver } from './checks/free-intel-driver';
import { gpuCountersForbidden } from './checks/gpu-counters-forbidden';
import { gpuDriver } from './checks/gpu-driver';
import { gpuPath } from './checks/gpu-path';
import { headlessEgl } from './checks/headless-egl';
import { hostConnection } from './checks/host-connection';
import { hostKey } from './checks/host-key';
import { hostName } from './checks/host-name';
import { hucFirmware } from './checks/huc-firmware';
import { intelGpuTopNoGpu } from './checks/intel-gpu-top-no-gpu';
import { intelKernel } from './checks/intel-kernel';
import { jetsonImage } from './checks/jetson-image';
import { jetsonModel } from './checks/jetson-model';
import { jetsonNoEncoder } from './checks/jetson-no-encoder';
import { libvaDriver } from './checks/libva-driver';
import { libvaDriverUnknown } from './checks/libva-driver-unknown';
import { libvaMismatch } from './checks/libva-mismatch';
import { lowPower } from './checks/low-power';
import { memoryLimit } from './checks/memory-limit';
import { notACamera } from './checks/not-a-camera';
import { notARenderNode } from './checks/not-a-render-node';
import { nvencFeature } from './checks/nvenc-feature';
import { nvencSessions } from './checks/nvenc-sessions';
import { nvencUnsupportedGpu } from './checks/nvenc-unsupported-gpu';
import { nvidiaDriverMissing } from './checks/nvidia-driver-missing';
import { nvidiaDriverStopped } from './checks/nvidia-driver-stopped';
import { nvidiaDriverTooOld } from './checks/nvidia-driver-too-old';
import { nvidiaGpuFellOff } from './checks/nvidia-gpu-fell-off';
import { nvidiaGpuLost } from './checks/nvidia-gpu-lost';
import { nvidiaMismatch } from './checks/nvidia-mismatch';
import { nvidiaRootless } from './checks/nvidia-rootless';
import { nvidiaRuntimeMissing } from './checks/nvidia-runtime-missing';
import { nvidiaToolkitMissing } from './checks/nvidia-toolkit-missing';
import { nvidiaVideoCapability } from './checks/nvidia-video-capability';
import { podman } from './checks/podman';
import { podmanGpu } from './checks/podman-gpu';
import { quicksyncNoIntel } from './checks/quicksync-no-intel';
import { quicksyncParameters } from './checks/quicksync-parameters';
import { quicksyncRuntime } from './checks/quicksync-runtime';
import { rateControl } from './checks/rate-control';
import { renderGroup } from './checks/render-group';
import { renderNodeMissing } from './checks/render-node-missing';
import { sshClient } from './checks/ssh-client';
import { sshLogin } from './checks/ssh-login';
import { sshSessions } from './checks/ssh-sessions';
import { tenBitProfile } from './checks/ten-bit-profile';
import { unseen } from './checks/unseen';
import { usbBandwidth } from './checks/usb-bandwidth';
import { usbSharedBus } from './checks/usb-shared-bus';
import { usbSpeed } from './checks/usb-speed';
import { v4l2m2mMissing } from './checks/v4l2m2m-missing';
import { vaapiNotOpened } from './checks/vaapi-not-opened';
import { vaapiProfile } from './checks/vaapi-profile';
import { wrongGpu } from './checks/wrong-gpu';
import { wsl } from './checks/wsl';
import { wslEncoderMissing } from './checks/wsl-encoder-missing';
import { wslNoGpu } from './checks/wsl-no-gpu';

/** Every check; within its group in the order of the report. A new failure is one file, its line here, and one fixture. */
export const checks: readonly Check[] = [
  hostName,
  hostConnection,
  hostKey,
  sshLogin,
  sshClient,
  sshSessions,
  clock,
  unseen,
  dockerCommand,
  dockerDaemon,
  dockerSocket,
  dockerVersion,
  dockerImage,
  dockerDesktop,
  dockerSnap,
  dockerRootless,
  podman,
  wsl,
  daemonRuntimes,
  daemonWarnings,
  diskSpace,
  diskSpeed,
  deviceAbsent,
  deviceMissing,
  deviceForbidden,
  deviceBusy,
  deviceGone,
  notACamera,
  formatRefused,
  usbSpeed,
  usbSharedBus,
  usbBandwidth,
  frameRateHalves,
  gpuDriver,
  renderNodeMissing,
  renderGroup,
  notARenderNode,
  libvaDriver,
  libvaMismatch,
  libvaDriverUnknown,
  vaapiNotOpened,
  vaapiProfile,
  tenBitProfile,
  wrongGpu,
  gpuCountersForbidden,
  intelKernel,
  hucFirmware,
  lowPower,
  rateControl,
  quicksyncNoIntel,
  quicksyncRuntime,
  quicksyncParameters,
  freeIntelDriver,
  intelGpuTopNoGpu,
  amdKernel,
  amdDriverMissing,
  amdMediaQueue,
  nvidiaDriverMissing,
  nvidiaDriverStopped,
  nvidiaMismatch,
  nvidiaGpuFellOff,
  nvidiaDriverTooOld,
  nvidiaToolkitMissing,
  nvidiaRuntimeMissing,
  cdiOnly,
  cdiDisabled,
  cdiStale,
  nvidiaRootless,
  podmanGpu,
  nvidiaVideoCapability,
  cudaNoDevice,
  cudaStart,
  cudaMemory,
  nvencSessions,
  nvencFeature,
  nvencUnsupportedGpu,
  nvidiaGpuLost,
  headlessEgl,
  cudaGlInterop,
  wslNoGpu,
  wslEncoderMissing,
  jetsonModel,
  jetsonNoEncoder,
  jetsonImage,
  v4l2m2mMissing,
  encodersTried,
  encoderNotBuilt,
  gpuPath,
  frameSize,
  memoryLimit,
];
