import type { StationEvent } from '@domain/contract';
import { failure } from '@domain/errors';
import type { Host } from '@domain/host';
import type { HostRecordings } from '@domain/host-recording';
import type { Recording } from '@domain/recording';
import type { Engine } from '../engine';
import type { HostRecordingsLibrary, RecordingLibrary, Sessions, Settings } from '../types';

export interface HostRecordingsOptions {
  readonly engine: () => Promise<Engine>;
  readonly chosen: () => Promise<Host>;
  readonly sessions: Pick<Sessions, 'list'>;
  readonly settings: Settings;
  readonly recordings: RecordingLibrary;
  readonly emit: (event: StationEvent) => void;
}

export class HostRecordingsOfStation implements HostRecordingsLibrary {
  constructor(private readonly options: HostRecordingsOptions) {}

  async list(): Promise<HostRecordings | null> {
    void this.options;
    return null;
  }

  async fetch(fileName: string): Promise<Recording> {
    throw failure('recording-unknown', `${fileName} is not on the host.`);
  }

  cancelFetch(_fileName: string): void {}

  async rename(fileName: string): Promise<void> {
    throw failure('recording-unknown', `${fileName} is not on the host.`);
  }

  async remove(fileName: string): Promise<void> {
    throw failure('recording-unknown', `${fileName} is not on the host.`);
  }
}
