import type { Page } from 'playwright-core';

export interface SeenFrame {
  /** Number that the test pattern burned into the picture. */
  readonly frame: number;
  /** Wall clock of the picture's making against that of its showing, in milliseconds. */
  readonly delayMs: number;
}

/** What the strip of the test pattern is like: see `testPattern` in src/domain/plan/source.ts. */
export interface StripOptions {
  /** Height of the recorded picture; the strip's share of it is the same in the preview. */
  readonly sourceHeight: number;
  readonly forMs: number;
}

/**
 * Reads the test pattern's bit strip from the canvas for a while: one entry for each new picture. 32 columns, least
 * significant bit on the left; the upper row is the frame number, the lower row the Gray-coded clock.
 */
export function watchStrip(page: Page, { sourceHeight, forMs }: StripOptions): Promise<SeenFrame[]> {
  return page.evaluate(
    ({ share, duration }) =>
      new Promise<SeenFrame[]>((done) => {
        const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="live-canvas"]')!;
        const copy = new OffscreenCanvas(canvas.width, canvas.height);
        const context = copy.getContext('2d', { willReadFrequently: true })!;
        const readRow = (row: number): number[] => {
          const { data } = context.getImageData(0, Math.floor(row), copy.width, 1);
          const column = (bit: number) => Math.floor(((bit + 0.5) * copy.width) / 32) * 4;
          return Array.from({ length: 32 }, (_, bit) => (data[column(bit) + 1]! > 127 ? 1 : 0));
        };
        const numberOf = (bits: number[]) => bits.reduce((sum, bit, index) => sum + bit * 2 ** index, 0);
        const fromGray = (bits: number[]) => {
          // The bit above the topmost column is the same for weeks: this computer's clock has it.
          let carried = Math.floor(Date.now() / 2 ** 32) % 2;
          const plain = [...bits];
          for (let index = 31; index >= 0; index -= 1) plain[index] = carried ^= bits[index]!;
          return numberOf(plain);
        };
        const seen: SeenFrame[] = [];
        const begin = performance.now();
        let pictures = '';
        const look = () => {
          if (performance.now() - begin > duration) return done(seen);
          const now = canvas.dataset['pictures'] ?? '';
          if (now !== pictures) {
            pictures = now;
            if (copy.width !== canvas.width) copy.width = canvas.width;
            if (copy.height !== canvas.height) copy.height = canvas.height;
            context.drawImage(canvas, 0, 0);
            const strip = copy.height * share;
            const frame = numberOf(readRow(copy.height - strip * 0.75));
            const clock = fromGray(readRow(copy.height - strip * 0.25));
            const wall = Date.now() % 2 ** 32;
            seen.push({ frame, delayMs: (wall - clock + 2 ** 32) % 2 ** 32 });
          }
          requestAnimationFrame(look);
        };
        look();
      }),
    { share: (2 * Math.max(2, Math.round(sourceHeight / 45))) / sourceHeight, duration: forMs },
  );
}

/** Whether each frame is a later one than that before it. */
export const isRising = (seen: readonly SeenFrame[]): boolean => seen.every(({ frame }, index) => frame > (seen[index - 1]?.frame ?? -1));
