import type { StationEvent } from '@domain/contract';

/** Reads the daemon's JSON stream of a build or pull: steps, downloads, and the error that it reports inside a successful answer. */
export class ImageProgress {
  error: string | null = null;
  private fraction: number | null;
  private readonly layers = new Map<string, readonly [current: number, total: number]>();

  constructor(
    private readonly onProgress: (event: StationEvent) => void,
    private readonly kind: 'build' | 'pull',
  ) {
    this.fraction = kind === 'build' ? 0 : null;
  }

  take(message: unknown): void {
    if (typeof message !== 'object' || message === null) return;
    if ('error' in message && typeof message.error === 'string') this.error = message.error.trim();
    const text = textOf(message);
    if (text === '') return;
    const step = /^Step (\d+)\/(\d+)/.exec(text);
    if (step) this.fraction = (Number(step[1]) - 1) / Number(step[2]);
    if (this.kind === 'pull') this.addLayer(message);
    this.onProgress({ type: 'image', step: text.slice(0, 200), fraction: this.fraction });
  }

  /** Layers tell their size as their turn comes, so a fraction may fall back; it is held instead. */
  private addLayer(message: object): void {
    if (!('id' in message) || typeof message.id !== 'string' || !('progressDetail' in message)) return;
    const { progressDetail: detail } = message;
    if (typeof detail !== 'object' || detail === null || !('current' in detail) || !('total' in detail)) return;
    if (typeof detail.current !== 'number' || typeof detail.total !== 'number' || detail.total <= 0) return;
    this.layers.set(message.id, [detail.current, detail.total]);
    const sum = (at: 0 | 1) => [...this.layers.values()].reduce((total, layer) => total + layer[at], 0);
    this.fraction = Math.max(this.fraction ?? 0, Math.min(0.99, sum(0) / sum(1)));
  }
}

function textOf(message: object): string {
  if ('stream' in message && typeof message.stream === 'string') return message.stream.trim();
  if (!('status' in message) || typeof message.status !== 'string') return '';
  const id = 'id' in message && typeof message.id === 'string' ? `${message.id}: ` : '';
  const amount = 'progress' in message && typeof message.progress === 'string' ? ` ${message.progress}` : '';
  return `${id}${message.status}${amount}`.trim();
}
