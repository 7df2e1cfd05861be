import { examine } from '@domain/doctor/examine';
import type { Finding } from '@domain/doctor/finding';
import type { Host } from '@domain/host';
import type { Doctor, ExamineOptions } from '../types';
import { gather, partCount, type GatherContext } from './gather';
import { Parts } from './parts';

export interface DoctorContext extends GatherContext {
  readonly chosen: () => Promise<Host>;
}

/** Gathers what can be seen of a host, and lets every check look at it. */
export class StationDoctor implements Doctor {
  constructor(private readonly context: DoctorContext) {}

  async examine({ host, tryEncoders = false, signal = new AbortController().signal, onProgress = () => {} }: ExamineOptions = {}): Promise<Finding[]> {
    signal.throwIfAborted();
    const asked = host ?? (await this.context.chosen());
    const total = partCount(tryEncoders);
    const parts = new Parts(total, signal, (progress) => onProgress({ ...progress, finding: null }));
    try {
      const evidence = await gather(asked, parts, this.context, tryEncoders);
      const findings = examine(evidence);
      for (const finding of findings) onProgress({ done: total, total, doing: finding.title, finding });
      return findings;
    } finally {
      if (signal.aborted) await parts.close();
    }
  }
}
