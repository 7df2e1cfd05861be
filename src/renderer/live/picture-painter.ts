/** Draws JPEG pictures on a canvas in the order they came; one that is decoded too late is left out. */
export class PicturePainter {
  private received = 0;
  private drawn = 0;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly onDrawn: () => void,
    private readonly onBroken: (thrown: unknown) => void,
  ) {}

  /** Settles once the picture is drawn (true) or given up; never rejects. */
  async paint(jpeg: Uint8Array): Promise<boolean> {
    const number = (this.received += 1);
    try {
      const bitmap = await createImageBitmap(new Blob([jpeg as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }));
      const isNewest = number > this.drawn;
      if (isNewest) this.draw(bitmap, number);
      bitmap.close();
      return isNewest;
    } catch (thrown) {
      this.onBroken(thrown);
      return false;
    }
  }

  private draw(bitmap: ImageBitmap, number: number): void {
    const { canvas } = this;
    if (canvas.width !== bitmap.width) canvas.width = bitmap.width;
    if (canvas.height !== bitmap.height) canvas.height = bitmap.height;
    canvas.getContext('2d', { alpha: false })?.drawImage(bitmap, 0, 0);
    this.drawn = number;
    canvas.dataset['pictures'] = String(number);
    this.onDrawn();
  }
}
