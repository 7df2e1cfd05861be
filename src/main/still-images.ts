import { clipboard, ClipboardItem, nativeImage, type NativeImage } from 'electron';
import type { StillImages } from './stills';

const decoded = (jpeg: Uint8Array): NativeImage => nativeImage.createFromBuffer(Buffer.from(jpeg));

/** The desktop's own decoder and clipboard. */
export const stillImages: StillImages = {
  sizeOf: (jpeg) => {
    const image = decoded(jpeg);
    return image.isEmpty() ? null : image.getSize();
  },
  copy: async (jpeg) => {
    const image = decoded(jpeg);
    // The Electron of the tests (decision 0012) knows the older clipboard alone.
    if (typeof ClipboardItem !== 'function') return (clipboard as unknown as OlderClipboard).writeImage(image);
    const png = new Blob([new Uint8Array(image.toPNG())], { type: 'image/png' });
    await clipboard.write([new ClipboardItem({ 'image/png': png })]);
  },
};

interface OlderClipboard {
  writeImage(image: NativeImage): void;
}
