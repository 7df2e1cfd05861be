/** A picture that is older says nothing of what is there now. */
const freshMs = 3000;
const maximumKept = 12;

interface Kept {
  readonly canvas: HTMLCanvasElement;
  readonly atMs: number;
}

/** What was seen last of each subject: where it is shown anew, this stands until its first picture comes. */
export class LastPictures {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  keep(subject: string, canvas: HTMLCanvasElement): void {
    this.kept.delete(subject);
    this.kept.set(subject, { canvas, atMs: this.now() });
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size > maximumKept) this.kept.delete(oldest);
  }

  take(subject: string): HTMLCanvasElement | null {
    const found = this.kept.get(subject);
    this.kept.delete(subject);
    return found && this.now() - found.atMs <= freshMs ? found.canvas : null;
  }
}
