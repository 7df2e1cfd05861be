import type { Capabilities } from '@domain/capabilities';
import type { Station } from '../../src/station/types';

/** A host whose GPU worked when it was tried; what is at its node now opens as no GPU. */
export async function withLostGpu(station: Station, path: string): Promise<Capabilities> {
  const identity = 'pci:0000:00:02.0';
  const capabilities = await station.capabilities();
  return {
    ...capabilities,
    renderNodes: [{ identity, path, name: 'GPU of the test', driver: 'i915', vendorId: '8086', deviceId: '4680', vendor: 'Intel', groupId: 0 }],
    encoders: [{ encoder: 'h264_vaapi', family: 'vaapi', gpu: identity, usable: true, paths: ['gpu-convert', 'cpu-convert'], libvaDriver: 'iHD', lowPower: null, tenBit: null, framesPerSecond: null, diagnosis: null }],
  };
}
