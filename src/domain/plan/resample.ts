import { formatFrameRate, type FrameRate } from '../units';

/** Filters that bring a file or stream to the rate that was asked for; none where it stays as it comes. */
export const resampled = ({ frameRate }: { readonly frameRate: FrameRate | null }): string[] => (frameRate ? [`fps=${formatFrameRate(frameRate)}`] : []);
