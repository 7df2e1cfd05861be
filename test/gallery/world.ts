import { builtInPresets } from '@domain/built-in-presets';
import type { BenchmarkReport } from '@domain/benchmark/report';
import type { Capabilities } from '@domain/capabilities';
import type { About, HostOverview, StationStatus } from '@domain/contract';
import type { Host, HostCheck } from '@domain/host';
import type { HostRecordings } from '@domain/host-recording';
import type { ImageList } from '@domain/images';
import { usualPreferences, type Preferences } from '@domain/preferences';
import type { Preset } from '@domain/preset';
import type { Recording } from '@domain/recording';
import type { SessionView } from '@domain/session';
import { desktop, statusOf, studio, thisMachine, workshop } from './material/hosts';
import { imageList } from './material/images';
import { overviews } from './material/overviews';
import { passedCheck } from './material/checks';

/** Everything that a station would know. */
export interface World {
  readonly status: StationStatus;
  readonly hosts: readonly Host[];
  readonly capabilities: Capabilities;
  readonly overviews: Readonly<Record<string, HostOverview>>;
  readonly checks: Readonly<Record<string, HostCheck>>;
  readonly images: ImageList;
  readonly presets: readonly Preset[];
  readonly sessions: readonly SessionView[];
  readonly recordings: readonly Recording[];
  readonly hostRecordings: HostRecordings | null;
  readonly preferences: Preferences;
  readonly about: About;
  readonly credentials: readonly string[];
  readonly log: string;
  readonly report: string;
  /** Newest first. */
  readonly benchmarks: readonly BenchmarkReport[];
}

/** A desktop with Docker, a webcam and a capture card, and two more machines. */
export const usualWorld: World = {
  status: statusOf(thisMachine),
  hosts: [thisMachine, studio, workshop],
  capabilities: desktop,
  overviews,
  checks: { [thisMachine.id]: passedCheck(thisMachine), [studio.id]: passedCheck(studio) },
  images: imageList,
  presets: builtInPresets,
  sessions: [],
  recordings: [],
  hostRecordings: null,
  preferences: { ...usualPreferences, language: 'en' },
  about: { version: '0.1.0', electron: '45.4.1', chromium: '150.0.7871.24', node: '24.18.0', system: 'Debian GNU/Linux 12 (bookworm), Linux 6.1.0-28-amd64' },
  credentials: ['yard'],
  log: '',
  report: '',
  benchmarks: [],
};
