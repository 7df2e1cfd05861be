import type { Finding } from '@domain/doctor/finding';
import type { Host } from '@domain/host';
import type { Doctor, ExamineOptions } from '../types';

export interface DoctorContext {
  readonly chosen: () => Promise<Host>;
}

/** Gathers what can be seen of a host, and lets every check look at it. */
export class StationDoctor implements Doctor {
  constructor(private readonly context: DoctorContext) {}

  async examine({ host, signal }: ExamineOptions = {}): Promise<Finding[]> {
    signal?.throwIfAborted();
    await (host ?? this.context.chosen());
    return [];
  }
}
