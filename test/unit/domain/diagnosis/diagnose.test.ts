import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { array, assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capabilitiesSchema, diagnosisSchema, type Capabilities } from '@domain/capabilities';
import { diagnose, failureRules } from '@domain/diagnosis/diagnose';
import { onlyOutput, type DiagnosisFacts } from '@domain/diagnosis/facts';
import { findFailure } from '@domain/diagnosis/rule';
import { diagnoseFfmpeg } from '@domain/ffmpeg-log';
import { gpusOf } from '@domain/plan/gpus';

const fixtures = resolve(import.meta.dirname, '../../../fixtures');
const read = (path: string): string => readFileSync(resolve(fixtures, `${path}.txt`), 'utf8');
const known = (output: string, facts: Partial<DiagnosisFacts> = {}) => diagnose({ ...onlyOutput(output), ...facts });
const capabilities = (name: string): Capabilities => capabilitiesSchema.parse(JSON.parse(readFileSync(resolve(fixtures, `capabilities/${name}.json`), 'utf8')));
const withEngine = (name: string, engine: Partial<Extract<Capabilities['engine'], { kind: 'docker' }>>): Capabilities => {
  const host = capabilities(name);
  return capabilitiesSchema.parse({ ...host, engine: { ...host.engine, ...engine } });
};

/** What each real output means; null where nothing failed that a rule may find. */
const meanings: Record<string, string | null> = {
  'diagnosis/5.1-av1-vaapi-not-built': 'encoder-not-built',
  'diagnosis/5.1-cuda-decoder-no-driver': 'nvidia-driver-missing',
  'diagnosis/5.1-cuda-device-no-driver': 'nvidia-driver-missing',
  'diagnosis/5.1-hevc-nvenc-no-driver': 'nvidia-driver-missing',
  'diagnosis/5.1-hevc-v4l2m2m-none': 'v4l2m2m-missing',
  'diagnosis/5.1-jetson-not-built': 'jetson-image',
  'diagnosis/5.1-libva-ihd-absent': 'libva-driver',
  'diagnosis/5.1-libva-ihd-absent-verbose': 'libva-driver',
  'diagnosis/5.1-libva-ihd-broken': 'libva-driver',
  'diagnosis/5.1-libva-mismatch': 'libva-mismatch',
  'diagnosis/5.1-libva-no-driver-name': 'libva-driver-unknown',
  'diagnosis/5.1-libva-no-driver-name-verbose': 'libva-driver-unknown',
  'diagnosis/5.1-libva-radeonsi-absent-verbose': 'amd-driver-missing',
  'diagnosis/5.1-libva-radeonsi-unfit': 'libva-driver',
  'diagnosis/5.1-libva-radeonsi-unfit-verbose': 'libva-driver',
  'diagnosis/5.1-negative-software-verbose': null,
  'diagnosis/5.1-qsv-from-vaapi-without-driver': 'render-group',
  'diagnosis/5.1-qsv-node-without-driver': 'vaapi-not-opened',
  'diagnosis/5.1-qsv-node-without-driver-verbose': 'render-group',
  'diagnosis/5.1-vaapi-decoder-without-driver': 'render-group',
  'diagnosis/5.1-vaapi-node-without-driver': 'render-group',
  'diagnosis/5.1-vaapi-node-without-driver-verbose': 'render-group',
  'diagnosis/5.1-vaapi-not-a-gpu': 'vaapi-not-opened',
  'diagnosis/5.1-vaapi-not-a-gpu-verbose': 'not-a-render-node',
  'diagnosis/5.1-vaapi-without-device': 'gpu-path',
  'diagnosis/5.1-vaapi-without-upload': 'gpu-path',
  'diagnosis/docker-20.10-cdi': 'cdi-disabled',
  'diagnosis/docker-20.10-gpus': 'nvidia-toolkit-missing',
  'diagnosis/docker-20.10-render-node-missing': 'render-node-missing',
  'diagnosis/docker-20.10-runtime-nvidia': 'nvidia-runtime-missing',
  'diagnosis/docker-20.10-video-missing': 'device-absent',
  'diagnosis/docker-cdi-podman': 'cdi-stale',
  'diagnosis/docker-device-kvm-missing': 'device-absent',
  'diagnosis/docker-gpu-driver-empty': 'nvidia-toolkit-missing',
  'diagnosis/docker-nvidia-cli-wsl-no-adapter': 'wsl-no-gpu',
  'diagnosis/docker-unknown-runtime-nvidia': 'nvidia-runtime-missing',
  'diagnosis/intel-gpu-top-1.27-no-gpu': 'intel-gpu-top-no-gpu',
  'diagnosis/vainfo-2.17-not-a-gpu': 'not-a-render-node',
  'diagnosis/vainfo-2.17-not-opened': 'render-group',
  'ffmpeg-log/5.1-encoder-unknown': 'encoder-not-built',
  'ffmpeg-log/5.1-memory-x264': 'memory-limit',
  'ffmpeg-log/5.1-negative-damaged-source': null,
  'ffmpeg-log/5.1-negative-svt-banner': null,
  'ffmpeg-log/5.1-negative-warnings': null,
  'ffmpeg-log/5.1-nvenc-no-driver': 'nvidia-driver-missing',
  'ffmpeg-log/5.1-qsv-no-session': 'quicksync-runtime',
  'ffmpeg-log/5.1-svt-too-small': 'frame-size',
  'ffmpeg-log/5.1-v4l2-missing': 'device-missing',
  'ffmpeg-log/5.1-v4l2-not-a-camera': 'not-a-camera',
  'ffmpeg-log/5.1-v4l2m2m-none': 'v4l2m2m-missing',
  'ffmpeg-log/5.1-vaapi-no-node': 'render-group',
  'ffmpeg-log/cuda-decoder-libcuda-missing': 'nvidia-driver-missing',
  'ffmpeg-log/negative-v4l2-list-formats': null,
  'ffmpeg-log/negative-v4l2-size-changed': null,
  'ffmpeg-log/nvenc-cuinit-oom': 'cuda-memory',
  'ffmpeg-log/nvenc-driver-too-old-610': 'nvidia-driver-too-old',
  'ffmpeg-log/nvenc-driver-too-old-t4': 'nvidia-driver-too-old',
  'ffmpeg-log/nvenc-frame-too-small-wrapped': 'frame-size',
  'ffmpeg-log/nvenc-libcuda-missing-new-ffmpeg': 'nvidia-driver-missing',
  'ffmpeg-log/nvenc-unsupported-device': 'nvenc-unsupported-gpu',
  'ffmpeg-log/qsv-icq-refused-untagged': 'rate-control',
  'ffmpeg-log/qsv-internal-mfx-wrapped': 'quicksync-runtime',
  'ffmpeg-log/qsv-mfx-minus9': 'quicksync-runtime',
  'ffmpeg-log/qsv-vaapi-driver-too-old-for-libva': 'libva-mismatch',
  'ffmpeg-log/qsv-verbose-va-ok-mfx-fails': 'quicksync-runtime',
  'ffmpeg-log/v4l2-no-such-file': 'device-missing',
  'ffmpeg-log/v4l2-permission-denied': 'device-forbidden',
  'ffmpeg-log/v4l2-streamon-no-space': 'usb-bandwidth',
  'ffmpeg-log/v4l2-unplugged-dqbuf': 'device-gone',
  'ffmpeg-log/v4l2m2m-no-device': 'v4l2m2m-missing',
  'ffmpeg-log/vaapi-no-display-2020': 'render-group',
  'ffmpeg-log/vaapi-no-display-same-box': 'render-group',
  'ffmpeg-log/vaapi-no-usable-profile-wfrecorder': 'low-power',
  'ffmpeg-log/vaapi-rc-mode-cqp-only': 'rate-control',
  'ffmpeg-log/vainfo-i965-init-failed': 'libva-driver',
  'ffmpeg-log/xawtv-busy-2005': 'device-busy',
  'intel-gpu-top/error-pmu-permission': 'gpu-counters-forbidden',
  'nvidia-smi/error-cannot-communicate': 'nvidia-driver-stopped',
  'nvidia-smi/error-driver-library-mismatch': 'nvidia-mismatch',
  'nvidia-smi/error-gpu1-lost-then-table': 'nvidia-gpu-fell-off',
};

describe('real outputs', () => {
  it.each(Object.entries(meanings))('%s: %s', (name, id) => {
    const output = read(name);
    const found = findFailure(failureRules, onlyOutput(output));
    expect(found?.diagnosis.id ?? null).toBe(id);
    const diagnosis = diagnosisSchema.parse(known(output));
    expect(diagnosis.id).toBe(id ?? 'unknown');
    // The evidence is a line of the output, whoever wrapped it.
    const words = (text: string): string => text.replace(/ @ (?:0x)?[0-9a-f]+(?=\])/g, '').replace(/\s+/g, ' ');
    expect(words(output)).toContain(diagnosis.evidence);
    expect(diagnosis.evidence).not.toBe('');
  });

  it('are all there are in these folders', () => {
    const files = readdirSync(resolve(fixtures, 'diagnosis')).map((file) => `diagnosis/${file.replace(/\.txt$/, '')}`);
    expect(Object.keys(meanings)).toEqual(expect.arrayContaining(files));
  });

  it('of encoders are told by sessions with the same words', () => {
    for (const [name, id] of Object.entries(meanings).filter(([path]) => path.startsWith('ffmpeg-log/'))) {
      const found = findFailure(failureRules, onlyOutput(read(name)));
      const error = diagnoseFfmpeg(read(name));
      if (id === null) {
        expect(error).toBeNull();
        continue;
      }
      expect(error).toMatchObject({ kind: found?.rule.kind, detail: expect.stringContaining(found?.diagnosis.reason ?? ''), nextStep: expect.stringContaining(found?.diagnosis.remedy ?? '') });
    }
  });
});

/** Lines as documents and trackers quote them, and what each means. */
const quoted: readonly (readonly [id: string, output: string])[] = [
  ['render-group', '[AVHWDeviceContext @ 0x55d] Failed to open /dev/dri/renderD128 as DRM device node.\n[AVHWDeviceContext @ 0x55d] No VA display found for device /dev/dri/renderD128.'],
  ['render-group', 'Failed to open /dev/dri/renderD128 as DRM device node'],
  ['render-node-missing', 'failed to open /dev/dri/renderD128: No such file or directory'],
  ['libva-driver', 'libva info: Trying to open /usr/lib/dri/iHD_drv_video.so\nlibva info: va_openDriver() returns -1\nvaInitialize failed with error code -1 (unknown libva error),exit'],
  ['amd-driver-missing', '[AVHWDeviceContext @ 0x55d] libva: Trying to open /usr/lib/x86_64-linux-gnu/dri/radeonsi_drv_video.so\n[AVHWDeviceContext @ 0x55d] libva: va_openDriver() returns -1\n[AVHWDeviceContext @ 0x55d] Failed to initialise VAAPI connection: -1 (unknown libva error).'],
  ['amd-driver-missing', 'libva error: dlopen of /usr/lib/dri/radeonsi_drv_video.so failed: libLLVM-15.so.1: cannot open shared object file\nlibva info: va_openDriver() returns -1'],
  ['libva-driver-unknown', '[AVHWDeviceContext @ 0x55d] libva: vaGetDriverNames() failed with unknown libva error\n[AVHWDeviceContext @ 0x55d] Failed to initialise VAAPI connection: -1 (unknown libva error).'],
  ['libva-driver-unknown', 'libva error: vaGetDriverNameByIndex() failed with unknown libva error, driver_name = (null)\nvaInitialize failed with error code -1 (unknown libva error),exit'],
  ['vaapi-not-opened', '[AVHWDeviceContext @ 0x55d] Failed to initialise VAAPI connection: 2 (resource allocation failed).\nDevice creation failed: -5.'],
  ['free-intel-driver', 'vainfo: Driver version: Intel iHD driver for Intel(R) Gen Graphics - 23.1.1 ()\n      VAProfileH264Main               :\tVAEntrypointVLD\n      VAProfileHEVCMain               :\tVAEntrypointVLD\n'],
  ['nvenc-sessions', '[h264_nvenc @ 0x55d] OpenEncodeSessionEx failed: out of memory (10): (no details)\n[h264_nvenc @ 0x55d] No capable devices found'],
  ['nvenc-sessions', '[h264_nvenc @ 0x55d] OpenEncodeSessionEx failed: incompatible client key (21): (no details)'],
  ['nvidia-driver-too-old', '[h264_nvenc @ 0x55d] Driver does not support the required nvenc API version. Required: 13.0 Found: 12.2\n[h264_nvenc @ 0x55d] The minimum required Nvidia driver for nvenc is 570.0 or newer\n[vost#0:0/h264_nvenc @ 0x55e] Error while opening encoder'],
  ['nvidia-video-capability', '[h264_nvenc @ 0x55d] Cannot load libnvidia-encode.so.1\n[h264_nvenc @ 0x55d] The minimum required Nvidia driver for nvenc is 520.56.06 or newer'],
  ['nvenc-feature', '[hevc_nvenc @ 0x55d] 10 bit encode not supported\n[hevc_nvenc @ 0x55d] No capable devices found'],
  ['nvenc-feature', '[h264_nvenc @ 0x55d] B frames as references are not supported\n[h264_nvenc @ 0x55d] Provided device doesn\'t support required NVENC features'],
  ['frame-size', '[hevc_vaapi @ 0x55d] Hardware does not support encoding at size 64x64 (constraints: width 128-8192 height 128-8192).'],
  ['cuda-no-device', '[AVHWDeviceContext @ 0x55d] cu->cuInit(0) failed -> CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected'],
  ['cuda-gl-interop', 'cu->cuGraphicsGLRegisterImage(...) failed -> CUDA_ERROR_OPERATING_SYSTEM: OS call failed or operation not supported on this OS'],
  ['cuda-start', '[h264_nvenc @ 0x55d] dl_fn->cuda_dl->cuInit(0) failed -> CUDA_ERROR_NOT_INITIALIZED: initialization error'],
  ['nvidia-gpu-lost', 'Failed to initialize NVML: Unknown Error'],
  ['nvidia-gpu-fell-off', 'Unable to determine the device handle for GPU0000:01:00.0: GPU is lost.  Reboot the system to recover this GPU'],
  ['nvidia-driver-stopped', 'nvidia-container-cli: initialization error: nvml error: driver not loaded: unknown'],
  ['nvidia-rootless', 'nvidia-container-cli: mount error: failed to add device rules: unable to find any existing device filters attached to the cgroup: bpf_prog_query(BPF_CGROUP_DEVICE) failed: operation not permitted: unknown'],
  ['cdi-stale', 'docker: Error response from daemon: CDI device injection failed: unresolvable CDI devices nvidia.com/gpu=0'],
  ['nvidia-toolkit-missing', 'docker: Error response from daemon: could not select device driver "nvidia" with capabilities: [[gpu video utility]].'],
  ['quicksync-runtime', '[AVHWDeviceContext @ 0x55d] Error initializing an MFX session: -3.\nDevice creation failed: -1313558101.'],
  ['quicksync-parameters', '[hevc_qsv @ 0x55d] Some encoding parameters are not supported by the QSV runtime. Please double check the input parameters.\n[hevc_qsv @ 0x55d] Error initializing the encoder: invalid video parameters (-15)'],
  ['low-power', '[h264_qsv @ 0x55d] Low power mode is unsupported\n[h264_qsv @ 0x55d] Current frame rate is unsupported'],
  ['low-power', '[h264_vaapi @ 0x55d] No usable encoding entrypoint found for profile VAProfileH264High (7).'],
  ['huc-firmware', 'HuC firmware: i915/tgl_huc.bin\n\tstatus: DISABLED\n'],
  ['huc-firmware', 'i915 0000:00:02.0: [drm] *ERROR* GT0: HuC load failed'],
  ['ten-bit-profile', '[hevc_vaapi @ 0x55d] Input surface format is p010le.\n[hevc_vaapi @ 0x55d] No usable encoding profile found.'],
  ['vaapi-profile', '[av1_vaapi @ 0x55d] No usable encoding profile found.'],
  ['rate-control', '[h264_vaapi @ 0x55d] Driver does not support QVBR RC mode (supported modes: CQP, CBR, VBR).'],
  ['jetson-image', "Unknown encoder 'h264_nvmpi'"],
  ['gpu-path', '[mjpeg @ 0x55d] Failed setup for format vaapi: hwaccel initialisation returned error.'],
  ['device-forbidden', '/dev/video0: Operation not permitted'],
  ['intel-gpu-top-no-gpu', 'Failed to initialize PMU! (No such device)'],
];

describe('quoted outputs', () => {
  it.each(quoted)('%s', (id, output) => {
    expect(known(output).id).toBe(id);
  });

  it.each(quoted)('%s, wrapped, coloured, prefixed by a log', (id, output) => {
    const prefixed = output.split('\n').map((line) => `2026-01-02T03:04:05.678Z \u001B[1;31m${line}\u001B[0m\r`).join('\n');
    expect(known(prefixed).id).toBe(id);
    expect(known(`Konvertierung fehlgeschlagen: Datei oder Verzeichnis nicht gefunden\n${output}\nConversion failed!\n`).id).toBe(id);
  });
});

describe('what is known of the host', () => {
  const cuda = read('diagnosis/5.1-cuda-device-no-driver');
  const gpus = read('diagnosis/docker-20.10-gpus');
  const encodeMissing = 'Cannot load libnvidia-encode.so.1';

  it('tells one missing driver from another', () => {
    expect(known(cuda, { capabilities: capabilities('nvidia') }).reason).toContain('was not given the GPU');
    expect(known(cuda, { capabilities: capabilities('software-only') }).reason).not.toContain('was not given');
    expect(known(cuda, { capabilities: withEngine('nvidia', { podman: true }) })).toMatchObject({ id: 'podman-gpu', commands: [expect.stringContaining('cdi generate'), expect.anything()] });
  });

  it('tells CDI from a missing toolkit', () => {
    expect(known(gpus, { capabilities: withEngine('nvidia', { runtimes: ['runc'], cdiDevices: ['nvidia.com/gpu=all'] }) }).id).toBe('cdi-only');
    expect(known(gpus, { capabilities: withEngine('nvidia', { runtimes: ['runc'], cdiDevices: [] }) }).id).toBe('nvidia-toolkit-missing');
  });

  it('tells Docker Desktop and WSL', () => {
    const absent = read('diagnosis/docker-20.10-render-node-missing');
    expect(known(absent, { capabilities: withEngine('intel', { operatingSystem: 'Docker Desktop' }) }).id).toBe('docker-desktop');
    const wsl = { ...capabilities('nvidia'), kernel: '5.15.153.1-microsoft-standard-WSL2' };
    expect(known(absent, { capabilities: wsl })).toMatchObject({ id: 'render-node-missing', reason: expect.stringContaining('WSL') });
    expect(known(encodeMissing, { capabilities: wsl }).id).toBe('wsl-encoder-missing');
    expect(known(encodeMissing, { capabilities: capabilities('nvidia') }).id).toBe('nvidia-video-capability');
  });

  it('names the node and its group', () => {
    const host = capabilities('intel');
    const gpu = gpusOf('vaapi', host)[0]!;
    const { reason } = known(read('diagnosis/5.1-vaapi-node-without-driver'), { encoder: 'h264_vaapi', family: 'vaapi', gpu, capabilities: host });
    expect(reason).toContain('/dev/dri/renderD128');
    expect(reason).toMatch(/number \d+/);
    const local = capabilitiesSchema.parse({ ...host, engine: { kind: 'local' } });
    expect(known(read('diagnosis/5.1-vaapi-node-without-driver'), { capabilities: local }).commands).toContain('sudo usermod -aG render "$USER"');
  });

  it('tells a missing driver by the maker of the GPU', () => {
    const host = capabilities('amd');
    const absent = read('diagnosis/5.1-libva-ihd-absent');
    expect(known(absent, { gpu: gpusOf('vaapi', host)[0]!, capabilities: host })).toMatchObject({ id: 'amd-driver-missing', commands: ['sudo apt install mesa-va-drivers'] });
    expect(known(absent, { gpu: gpusOf('vaapi', capabilities('intel'))[0]!, capabilities: capabilities('intel') }).id).toBe('libva-driver');
  });

  it('counts sessions by the driver', () => {
    const host = capabilities('nvidia');
    const reason = (driverVersion: string): string =>
      known('OpenEncodeSessionEx failed: out of memory (10)', { capabilities: { ...host, nvidiaGpus: host.nvidiaGpus.map((gpu) => ({ ...gpu, driverVersion })) } }).reason;
    expect([reason('525.60.13'), reason('535.161.07'), reason('550.54')]).toEqual([expect.stringContaining('3 sessions'), expect.stringContaining('5 sessions'), expect.stringContaining('8 sessions')]);
  });

  it('tells where Quick Sync has no Intel GPU, and where a Jetson has no encoder', () => {
    expect(known(read('ffmpeg-log/qsv-mfx-minus9'), { capabilities: capabilities('amd') }).id).toBe('quicksync-no-intel');
    expect(known(read('ffmpeg-log/qsv-mfx-minus9'), { capabilities: capabilities('intel') }).id).toBe('quicksync-runtime');
    const nano = { ...capabilities('jetson'), jetson: { model: 'NVIDIA Jetson Orin Nano Developer Kit', release: 'R36.4' } };
    expect(known("Unknown encoder 'h264_nvmpi'", { capabilities: nano }).id).toBe('jetson-no-encoder');
  });

  it('takes an untagged message for that of the encoder', () => {
    expect(known('Could not find a valid device').id).toBe('unknown');
    expect(known('Could not find a valid device', { encoder: 'h264_v4l2m2m' }).id).toBe('v4l2m2m-missing');
    expect(diagnoseFfmpeg('Could not find a valid device', { encoder: 'h264_v4l2m2m' })?.kind).toBe('encoder-unavailable');
  });

  it('takes software that draws for a fault with NVIDIA alone', () => {
    const mesa = 'GL_VENDOR: Mesa\nGL_RENDERER: llvmpipe (LLVM 15.0.6, 256 bits)';
    expect(known(mesa, { family: 'nvenc' }).id).toBe('cuda-gl-interop');
    expect(known(mesa).id).toBe('unknown');
  });
});

describe('what did not fail', () => {
  const opened = read('ffmpeg-log/qsv-verbose-va-ok-mfx-fails').split('\n').slice(0, 8).join('\n');

  it.each([
    ['a driver that was opened', opened],
    ['a second driver that was opened', `[AVHWDeviceContext @ 0x1] libva: Trying to open /usr/lib/dri/iHD_drv_video.so\n[AVHWDeviceContext @ 0x1] libva: va_openDriver() returns -1\n${opened}`],
    ['a choice of codecs', 'Codec h264 low_power: 1\n[h264_qsv @ 0x1] Using the variable bitrate (VBR) ratecontrol method'],
    ['HuC at work', 'HuC firmware: i915/tgl_huc.bin\n\tstatus: RUNNING\n'],
    ['lists of encoders', ' V....D h264_nvenc           NVIDIA NVENC H.264 encoder (codec h264)\n V..... h264_v4l2m2m         V4L2 mem2mem H.264 encoder wrapper (codec h264)'],
  ])('%s', (_about, output) => {
    expect(findFailure(failureRules, onlyOutput(output))).toBeNull();
  });
});

describe('an unknown failure', () => {
  it('shows the last line that tells something', () => {
    const output = '[h264_vaapi @ 0x55ae9d862900] Something new went wrong: 7\n[vost#0:0/h264_vaapi @ 0x1f] [enc:h264_vaapi @ 0x2f] Error while opening encoder - maybe incorrect parameters such as bit_rate, rate, width or height.\n[out#0/null @ 0x5b] Nothing was written into output file, because at least one of its streams received no packets.\nConversion failed!\n\n';
    expect(known(output)).toMatchObject({ id: 'unknown', evidence: '[h264_vaapi] Something new went wrong: 7', commands: [] });
  });

  it('shows a consequence where there is nothing else, and says so of silence', () => {
    expect(known('Conversion failed!\n').evidence).toBe('Conversion failed!');
    expect(known(' \n')).toMatchObject({ id: 'unknown', evidence: '', reason: 'It ended without a word.' });
  });
});

describe('every rule', () => {
  it('has an id of its own, whole sentences, and commands that harm nothing', () => {
    const ids = failureRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, title, remedy, commands } of failureRules) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(title).toMatch(/^\p{L}.*[^.]$/u);
      if (typeof remedy === 'string') expect(remedy).toMatch(/\.$/);
      const all = typeof commands === 'function' ? commands(onlyOutput('')) : (commands ?? []);
      for (const command of all) expect(command).not.toMatch(/chmod|\b666|\b777|privileged|\brm\b|curl|\$1/);
    }
  });

  it('is shown by an output of these tests', () => {
    const shown = new Set([...Object.values(meanings), ...quoted.map(([id]) => id)]);
    const byFacts = ['cdi-only', 'cuda-gl-interop', 'docker-desktop', 'format-refused', 'jetson-no-encoder', 'podman-gpu', 'quicksync-no-intel', 'wsl-encoder-missing'];
    expect(failureRules.map(({ id }) => id).filter((id) => !shown.has(id) && !byFacts.includes(id))).toEqual([]);
  });
});

it('any text is answered, and fast', () => {
  const piece = constantFrom(...quoted.flatMap(([, output]) => output.split(' ')), '\n', ' ', '\u001B[');
  assert(property(array(piece, { maxLength: 60 }), string(), (pieces, noise) => void diagnosisSchema.parse(known(pieces.join(' ') + noise))));
  // Time of this process, whatever else the machine does.
  const startedAt = process.cpuUsage();
  for (const words of ['low power ', 'HuC ', 'Failed to open /dev/dri/renderD128 ', 'va_openDriver() returns -1 ', '[x @ 0x1] ', '\u001B[']) known(words.repeat(20_000));
  expect(process.cpuUsage(startedAt).user / 1000).toBeLessThan(3000);
});
