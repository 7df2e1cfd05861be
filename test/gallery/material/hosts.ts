import { noRetention } from '@domain/retention';
import { capabilitiesSchema, type Capabilities } from '@domain/capabilities';
import type { StationStatus } from '@domain/contract';
import { thisComputer, usualRecordingsStorage, type Host } from '@domain/host';
import { parseHostProbe } from '@domain/host-probe/host-probe';
import { usualNameTemplate } from '@domain/recording';
import { parseControls } from '@domain/v4l2/controls';
import intel from '../../fixtures/capabilities/intel.json';
import nvidia from '../../fixtures/capabilities/nvidia.json';
import software from '../../fixtures/capabilities/software-only.json';
import hdmi from '../../fixtures/host-probe/hdmi-and-twin-usb-cameras.txt?raw';
import c920 from '../../fixtures/v4l2/c920-list-ctrls-menus.txt?raw';

const common = { certificateDirectory: null, recordings: usualRecordingsStorage };
export const thisMachine: Host = { ...common, id: thisComputer, name: 'This computer', address: null, origin: 'this-computer' };
export const studio: Host = { ...common, id: 'h-studio', name: 'studio', address: 'ssh://video@studio.example.org', origin: 'added' };
export const workshop: Host = { ...common, id: 'context:workshop', name: 'workshop', address: 'tcp://10.0.4.20:2376', origin: 'docker-context', certificateDirectory: '/home/me/.docker/contexts/tls/workshop' };

const probed = parseHostProbe(hdmi);
const [webcam] = capabilitiesSchema.parse(intel).captureDevices;
if (!webcam) throw new Error('The recorded machine has no webcam.');

/** Intel graphics, whose encoders were tried; a webcam with controls, and inputs as a real machine told of them. */
export const desktop: Capabilities = {
  ...capabilitiesSchema.parse(intel),
  captureDevices: [{ ...webcam, controls: parseControls(c920) }, ...probed.captureDevices.map((device) => ({ ...device, path: `${device.path}0` }))],
  audioInputs: probed.alsaInputs,
};
export const withoutCameras: Capabilities = { ...desktop, captureDevices: [] };
export const withNvidia: Capabilities = capabilitiesSchema.parse(nvidia);
export const withoutGpu: Capabilities = { ...capabilitiesSchema.parse(software), captureDevices: [] };

export const statusOf = (host: Host, change: Partial<StationStatus> = {}): StationStatus => {
  const endpoint = host.address ?? 'unix:///var/run/docker.sock';
  return {
    version: '0.1.0',
    host,
    engine: { kind: 'docker', host: { id: host.id, name: host.name }, because: `Docker answers at ${endpoint}.`, endpoint, dockerError: null },
    dataDirectory: '/home/me/.config/capstan',
    recordingsDirectory: '/home/me/Videos/Capstan',
    nameTemplate: usualNameTemplate,
    retention: noRetention,
    notices: [],
    ...change,
  };
};
