import type { StationEvent } from '@domain/contract';
import type { Finding } from '@domain/doctor/finding';
import type { CapstanError } from '@domain/errors';
import { chosenHostId } from './hosts';
import type { AppState } from './state';

export interface ExaminationRun {
  readonly done: number;
  /** 0 while unknown. */
  readonly total: number;
  /** What is being looked at, in the station's words; empty before it has told. */
  readonly doing: string;
  readonly triesEncoders: boolean;
  readonly isCancelling: boolean;
  /** Those that were made, as they came. */
  readonly findings: readonly Finding[];
}

export interface ExaminationResult {
  readonly findings: readonly Finding[];
  /** ISO 8601. */
  readonly at: string;
  readonly triedEncoders: boolean;
}

/** What is known of a host's health: what is being looked at, and what was found last. */
export interface Examination {
  /** Null while none is under way. */
  readonly run: ExaminationRun | null;
  /** Of the last one that was gone through with; it stays as long as the window. */
  readonly result: ExaminationResult | null;
  /** How the last one ended otherwise; null where it did not. */
  readonly end: { readonly state: 'cancelled' } | { readonly state: 'failed'; readonly error: CapstanError } | null;
}

export interface DoctorState {
  /** Host that the page shows; null for the chosen one. */
  readonly hostId: string | null;
  /** By host. */
  readonly examinations: Readonly<Record<string, Examination>>;
}

export type DoctorAction =
  | { readonly type: 'doctor-host'; readonly hostId: string }
  | { readonly type: 'doctor-begun'; readonly hostId: string; readonly triesEncoders: boolean }
  | { readonly type: 'doctor-cancelling'; readonly hostId: string }
  | { readonly type: 'doctor-through'; readonly hostId: string; readonly result: ExaminationResult }
  | { readonly type: 'doctor-refused'; readonly hostId: string; readonly error: CapstanError };

export const noDoctor: DoctorState = { hostId: null, examinations: {} };
const noExamination: Examination = { run: null, result: null, end: null };

export function reduceDoctor(doctor: DoctorState, action: DoctorAction): DoctorState {
  const { hostId } = action;
  const known = examinationOf(doctor, hostId);
  const becomes = (change: Partial<Examination>) => withExamination(doctor, hostId, { ...known, ...change });
  switch (action.type) {
    case 'doctor-host':
      return { ...doctor, hostId };
    case 'doctor-begun':
      return becomes({ run: { done: 0, total: 0, doing: '', triesEncoders: action.triesEncoders, isCancelling: false, findings: [] }, end: null });
    case 'doctor-cancelling':
      return known.run ? becomes({ run: { ...known.run, isCancelling: true } }) : doctor;
    case 'doctor-through':
      return becomes({ run: null, result: action.result });
    case 'doctor-refused':
      return becomes({ run: null, end: action.error.kind === 'doctor-cancelled' ? { state: 'cancelled' } : { state: 'failed', error: action.error } });
  }
}

/** One that this window did not ask for is not shown. */
export function withDoctorProgress(doctor: DoctorState, { hostId, done, total, doing, finding }: Extract<StationEvent, { type: 'doctor' }>): DoctorState {
  const known = examinationOf(doctor, hostId);
  if (!known.run) return doctor;
  const findings = finding ? [...known.run.findings, finding] : known.run.findings;
  return withExamination(doctor, hostId, { ...known, run: { ...known.run, done, total, doing, findings } });
}

export const examinationOf = ({ examinations }: DoctorState, hostId: string): Examination => examinations[hostId] ?? noExamination;

/** The host that the page is about; null before the station has told. */
export const doctorHostId = (state: Pick<AppState, 'doctor' | 'hosts' | 'status'>): string | null => state.doctor.hostId ?? chosenHostId(state);

const withExamination = (doctor: DoctorState, hostId: string, examination: Examination): DoctorState => ({
  ...doctor,
  examinations: { ...doctor.examinations, [hostId]: examination },
});
