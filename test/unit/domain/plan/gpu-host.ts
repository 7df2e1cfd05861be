import type { Capabilities, EncoderProof, PipelinePath } from '@domain/capabilities';
import { encoderTable, findEncoder } from '@domain/plan/encoders';
import { gpusOf } from '@domain/plan/gpus';
import type { PresetSettings } from '@domain/preset';
import { dockerHost, ffmpeg, localHost, webcam } from './fixtures';

const releases = { '5.1': ffmpeg['5.1'], '7.1': ffmpeg['7.1'] } as const;

export interface GpuHostOptions {
  readonly engine?: 'docker' | 'local';
  readonly ffmpeg?: keyof typeof releases;
  /** The only way that worked when the encoders were tried; all where absent. */
  readonly path?: PipelinePath;
  readonly libvaDriver?: string;
}

const frameSizes = [{ width: 1920, height: 1080, frameRates: [{ numerator: 30, denominator: 1 }], frameRateRange: null }];
const format = (fourcc: string, compressed: boolean) => ({ fourcc, description: fourcc, compressed, frameSizes, frameSizeRanges: [] });
const compressed = ['MJPG', 'H264', 'HEVC'];
const raw = ['YUYV', 'NV12', 'GREY', 'RGB3'];

/** One machine with every kind of GPU that there is, and a camera with every kind of format. */
export function gpuHost({ engine = 'docker', ffmpeg: release = '7.1', path, libvaDriver }: GpuHostOptions = {}): Capabilities {
  const plain = engine === 'docker' ? dockerHost() : localHost();
  const runtimes = plain.engine.kind === 'docker' ? { engine: { ...plain.engine, runtimes: ['runc', 'nvidia'] } } : {};
  const host: Capabilities = {
    ...plain,
    ...runtimes,
    ffmpeg: { ...releases[release], encoders: [...releases[release].encoders, ...encoderTable.map(({ encoder }) => encoder)] },
    captureDevices: [{ ...webcam, formats: [...compressed.map((fourcc) => format(fourcc, true)), ...raw.map((fourcc) => format(fourcc, false))] }],
    renderNodes: [{ identity: 'pci:0000:00:02.0', path: '/dev/dri/renderD129', name: 'Intel UHD 630', driver: 'i915', vendorId: '8086', deviceId: '3e92', vendor: 'Intel', groupId: 105 }],
    nvidiaGpus: [{ index: 1, name: 'NVIDIA RTX A4000', uuid: 'GPU-11111111-2222-3333-4444-555555555555', driverVersion: '550.90', memoryMiB: 16376, pciAddress: '0000:01:00.0' }],
    codecNodes: [{ path: '/dev/video11', name: 'bcm2835-codec-encode', driver: 'bcm2835-codec', groupId: 44 }],
    jetson: { model: 'Jetson AGX Orin', release: 'R36.4.4' },
  };
  return { ...host, encoders: encoderTable.flatMap((terms) => gpusOf(terms.family, host).map((gpu) => proofOf(terms.encoder, gpu.id, path, libvaDriver))) };
}

function proofOf(encoder: string, gpu: string, path: PipelinePath | undefined, libvaDriver: string | undefined): EncoderProof {
  const terms = findEncoder(encoder);
  if (!terms) throw new RangeError(encoder);
  const paths = path === undefined ? (['zero-copy', 'gpu-convert', 'cpu-convert'] as const) : [path];
  const lowPower = terms.lowPower ? { off: true, on: false } : null;
  const driver = terms.family === 'vaapi' || terms.family === 'quicksync' ? (libvaDriver ?? null) : null;
  return { encoder, family: terms.family, gpu, usable: true, paths: [...paths], libvaDriver: driver, lowPower, tenBit: true, framesPerSecond: 200, diagnosis: null };
}

/** The camera of such a host, in this format. */
export const cameraOf = (inputFormat: string | null): PresetSettings['source'] => ({
  type: 'capture-device',
  device: '/dev/video2',
  inputFormat,
  frameSize: { width: 1920, height: 1080 },
  frameRate: { numerator: 30, denominator: 1 },
  controls: {},
});
