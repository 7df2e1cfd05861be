import { builtInPresets } from '@domain/built-in-presets';
import type { Capabilities } from '@domain/capabilities';
import type { PlanView, StationEvent, StationStatus } from '@domain/contract';
import type { CapstanError } from '@domain/errors';
import type { HostRecordings } from '@domain/host-recording';
import type { ImageList } from '@domain/images';
import { usualPreferences, type Preferences } from '@domain/preferences';
import type { Preset, PresetSettings, Source, VideoEncode } from '@domain/preset';
import type { Recording } from '@domain/recording';
import type { RemovedRecording } from '@domain/retention';
import type { SessionView } from '@domain/session';
import { noBenchmark, type BenchmarkState } from './benchmark';
import type { Conversions } from './conversions';
import type { ControlsByDevice } from './controls';
import { noDoctor, type DoctorState } from './doctor';
import { draftOf } from './draft';
import type { HostCheckState, HostList, HostShown } from './hosts';
import type { HostLook } from './host-looks';
import type { EncoderTrial } from './encoder-trial';
import type { Levels } from './levels';
import { noLoad, type LoadState } from './load';
import type { Sizes } from './rates';
import type { Toast } from './toasts';
import type { Transfers } from './transfers';

/** Something that the station is asked for. `value` stays while it is asked for again. */
export type Remote<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly error: CapstanError };

/** A preset as it is being edited. */
export interface Draft {
  readonly preset: Preset;
  readonly settings: PresetSettings;
  /** Last choice of each kind of source and of encoding, so that going back and forth loses nothing. */
  readonly remembered: {
    readonly sources: Partial<Record<Source['type'], Source>>;
    readonly encode: VideoEncode | null;
  };
}

/** The session that only shows the source's picture. */
export type Watch =
  | { readonly state: 'off' }
  | { readonly state: 'starting' }
  | { readonly state: 'live'; readonly id: string }
  | { readonly state: 'failed'; readonly error: CapstanError };

/** Between pressing Record and the session that comes of it. */
export type Launch =
  | { readonly state: 'idle' }
  | {
      readonly state: 'starting';
      readonly isCancelling: boolean;
      /** How far the trial of the encoders is; null where none was needed until now. */
      readonly trial: TrialProgress | null;
    }
  | { readonly state: 'refused'; readonly error: CapstanError };

/** What the middle of the window shows: the chosen source, or a recording. */
export type Focus = { readonly on: 'source' } | { readonly on: 'session'; readonly id: string };

export type TrialProgress = Pick<Extract<StationEvent, { type: 'encoder-probe' }>, 'done' | 'total' | 'trying'>;

export type ImageProgress = Pick<Extract<StationEvent, { type: 'image' }>, 'step' | 'fraction'>;

/** What fills the window below its header. */
export const pages = ['capture', 'recordings', 'hosts', 'load', 'doctor', 'benchmark'] as const;
export type Page = (typeof pages)[number];

/** Dialogs of the program itself; those of a page are the page's. */
export type AppDialog = 'preferences' | 'shortcuts' | 'report' | 'about';

/** The panel of source and settings. */
export interface SidePanelState {
  readonly isFolded: boolean;
  /** The list of presets is open. */
  readonly isChoosingPreset: boolean;
  readonly presetDialog: PresetDialog | null;
}

/** A question about presets. `leave`: unsaved edits would be lost by choosing another. */
export type PresetDialog = { readonly shows: 'save-as' | 'rename' | 'bind' | 'export' } | { readonly shows: 'leave'; readonly next: Preset };

export interface AppState {
  readonly page: Page;
  /** Null while none is open. */
  readonly dialog: AppDialog | null;
  /** One picture large, or all of them beside each other. */
  readonly layout: 'single' | 'grid';
  readonly preferences: Preferences;
  readonly status: Remote<StationStatus>;
  /** Another host is being connected to, or this one anew. */
  readonly isConnecting: boolean;
  /** Goes up with every such attempt: answers of an earlier one are too late. */
  readonly connection: number;
  readonly hosts: Remote<HostList>;
  /** By host. */
  readonly checks: Readonly<Record<string, HostCheckState>>;
  /** What the page of the hosts shows; null for the chosen host. */
  readonly shownHost: HostShown | null;
  /** What was seen of each host that was looked at, by host. */
  readonly looks: Readonly<Record<string, HostLook>>;
  /** Images of the chosen host; null before they were asked for, and where it has none. */
  readonly images: Remote<ImageList> | null;
  readonly capabilities: Remote<Capabilities>;
  /** Names of the devices that were ever seen, by identity: one that is unplugged is still called by it. */
  readonly deviceNames: Readonly<Record<string, string>>;
  readonly controls: ControlsByDevice;
  readonly presets: readonly Preset[];
  readonly recordings: Remote<readonly Recording[]>;
  /** Ids of those that were listed and are not any more, as they are binned. */
  readonly goneRecordings: readonly string[];
  /** What lies on the chosen host; the value is null where it shares this computer's files. Null before it was asked for. */
  readonly hostRecordings: Remote<HostRecordings | null> | null;
  readonly sessions: readonly SessionView[];
  readonly draft: Draft;
  readonly plan: Remote<PlanView>;
  readonly watch: Watch;
  /** Ids of the sessions that have shown a picture. */
  readonly pictured: readonly string[];
  /** Of the recordings that run: what they write a second is read from these. */
  readonly sizes: Sizes;
  readonly launch: Launch;
  readonly focus: Focus;
  /** Null while no image is being made. */
  readonly image: ImageProgress | null;
  readonly transfers: Transfers;
  /** What is being made of recordings. */
  readonly conversions: Conversions;
  /** Sound of the session whose pictures are shown; null without. */
  readonly levels: Levels | null;
  readonly load: LoadState;
  readonly trial: EncoderTrial;
  readonly isEncodersDialogOpen: boolean;
  readonly doctor: DoctorState;
  readonly benchmark: BenchmarkState;
  /** Names under which passwords of network sources are kept. */
  readonly credentials: readonly string[];
  readonly notices: readonly string[];
  /** What the limits of retention have removed, until it is told. */
  readonly cleaned: readonly RemovedRecording[];
  /** Goes up with every preset file that the desktop opens with Capstan. */
  readonly presetFilesOpened: number;
  /** Oldest first. */
  readonly toasts: readonly Toast[];
  /** The last action that failed, until it is dismissed. */
  readonly problem: CapstanError | null;
  readonly side: SidePanelState;
}

const [firstPreset] = builtInPresets;
if (!firstPreset) throw new Error('There is no built-in preset.');

/** Usable before the station has answered anything. */
export const initialState: AppState = {
  status: { state: 'loading' },
  page: 'capture',
  dialog: null,
  layout: 'single',
  preferences: usualPreferences,
  isConnecting: false,
  connection: 0,
  hosts: { state: 'loading' },
  checks: {},
  shownHost: null,
  looks: {},
  images: null,
  capabilities: { state: 'loading' },
  deviceNames: {},
  controls: {},
  presets: builtInPresets,
  recordings: { state: 'loading' },
  goneRecordings: [],
  hostRecordings: null,
  sessions: [],
  draft: draftOf(firstPreset),
  plan: { state: 'loading' },
  watch: { state: 'off' },
  pictured: [],
  sizes: {},
  launch: { state: 'idle' },
  focus: { on: 'source' },
  image: null,
  transfers: {},
  conversions: {},
  levels: null,
  load: noLoad,
  trial: { state: 'idle' },
  isEncodersDialogOpen: false,
  doctor: noDoctor,
  benchmark: noBenchmark,
  credentials: [],
  notices: [],
  cleaned: [],
  presetFilesOpened: 0,
  toasts: [],
  problem: null,
  side: { isFolded: false, isChoosingPreset: false, presetDialog: null },
};
