import type { HostOverview } from '@domain/contract';
import { capstanError } from '@domain/errors';
import { desktop, statusOf, studio, thisMachine, withNvidia } from './hosts';

export const overviews: Readonly<Record<string, HostOverview>> = {
  [thisMachine.id]: { engine: statusOf(thisMachine).engine, capabilities: desktop, space: { freeBytes: 412e9, totalBytes: 982e9 } },
  [studio.id]: { engine: statusOf(studio).engine, capabilities: withNvidia, space: { freeBytes: 812e9, totalBytes: 1968e9 } },
};
export const noRoute = capstanError('host-unreachable', 'connect to 10.0.4.20 port 2376: No route to host.');
