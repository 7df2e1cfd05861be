/** A player that is paused asks for nothing more of its file, and is still there. */
const staysMilliseconds = 60 * 60 * 1000;

/** Recordings whose file a player of the window has read lately. */
export class RecentlyPlayed {
  private readonly readAt = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  add(id: string): void {
    this.readAt.set(id, this.now());
  }

  ids(): string[] {
    for (const [id, at] of this.readAt) if (this.now() - at > staysMilliseconds) this.readAt.delete(id);
    return [...this.readAt.keys()];
  }
}
