import { formatFrameRate, type FrameRate, type FrameSize } from '../units';

/** Filters that bring a file or stream to the size and rate that were asked for; none where it stays as it comes. */
export const resampled = ({ frameSize, frameRate }: { readonly frameSize: FrameSize | null; readonly frameRate: FrameRate | null }): string[] => [
  ...(frameSize ? [`scale=${frameSize.width}:${frameSize.height}`] : []),
  ...(frameRate ? [`fps=${formatFrameRate(frameRate)}`] : []),
];
