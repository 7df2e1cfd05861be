import { failure } from '@domain/errors';
import type { Host, HostCheck, HostCheckStep } from '@domain/host';
import type { EngineOptions } from './open-engine';

export interface HostCheckOptions extends EngineOptions {
  readonly onStep: (step: HostCheckStep) => void;
}

export async function checkHost(_host: Host, _options: HostCheckOptions): Promise<HostCheck> {
  throw failure('internal', 'Checking a host is not built yet.');
}

export async function trustHostKey(_host: Host, _fingerprint: string, _options: HostCheckOptions): Promise<HostCheck> {
  throw failure('internal', 'Checking a host is not built yet.');
}
