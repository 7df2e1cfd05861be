import { parseContainerStats } from '@domain/container-stats';
import { errorOf } from '@domain/errors';
import type { SessionLoad } from '@domain/load';
import type { ClientSample } from '@domain/plan/recorder-load';
import type { SessionRecord } from '@domain/session';
import { SessionLoadMeter } from '@domain/session-load';
import type { DockerClient } from './client';

const restMilliseconds = 1000;

/** What a recorder takes: CPU and memory as the daemon counts them, GPUs as its observer tells. */
export class RecorderUsage {
  private readonly meter: SessionLoadMeter;
  private timer: NodeJS.Timeout | null = null;
  private isClosed = false;
  private stop = () => {};
  /** Why the daemon's figures do not come; null while they do. */
  private reason: string | null = null;

  constructor(
    private readonly client: DockerClient,
    private readonly recorder: { readonly id: string; readonly record: SessionRecord },
    private readonly listener: (load: SessionLoad) => void,
  ) {
    this.meter = new SessionLoadMeter(recorder.record);
  }

  /** The listener is told by the daemon's pace; where that tells nothing, by the observer's. A start has the daemon to itself. */
  begin(): void {
    this.timer = setTimeout(() => this.ask(), restMilliseconds);
    this.timer.unref();
  }

  private ask(): void {
    const take = (json: string) => {
      const usage = parseContainerStats(json);
      if (usage !== null) this.tell(usage);
    };
    const flow = this.client.stats(this.recorder.id, take, () => this.broken('Docker has ended its figures of the recorder.'));
    void flow.then(
      (stop) => this.keep(stop),
      (thrown: unknown) => this.broken(`Docker does not tell what the recorder takes: ${errorOf(thrown).detail}`),
    );
  }

  takeClients(sample: ClientSample): void {
    this.meter.takeClients(sample, performance.now());
    if (this.reason !== null) this.tell({ reason: this.reason });
  }

  close(): void {
    this.isClosed = true;
    if (this.timer) clearTimeout(this.timer);
    this.stop();
  }

  private keep(stop: () => void): void {
    if (this.isClosed) stop();
    else this.stop = stop;
  }

  private broken(reason: string): void {
    this.reason ??= reason;
  }

  private tell(usage: Parameters<SessionLoadMeter['next']>[0]): void {
    const load = this.isClosed ? null : this.meter.next(usage, performance.now(), Date.now());
    if (load !== null) this.listener(load);
  }
}
