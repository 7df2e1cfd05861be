import { ok, warning, type Check } from '../check';
import { trialCheck } from '../trial';

export const encoderNotBuilt: Check = trialCheck({
  id: 'encoder-not-built',
  title: 'Encoders of this ffmpeg',
  group: 'encoders',
  about: 'The image, or this computer’s ffmpeg, was built without the encoder: AV1 in hardware came with ffmpeg 6, and some distributions leave encoders out.',
  shows: '`Unknown encoder \'av1_vaapi\'`',
  families: [],
  seen: ({ capabilities }) => {
    if (capabilities === null) return null;
    const { version, encoders } = capabilities.ffmpeg;
    const line = `ffmpeg ${version}: ${encoders.length} encoders`;
    return encoders.includes('libx264') ? ok(line, 'It has the usual encoders in software; what it lacks is refused before the start, with the release that brought it.') : warning(line, 'This ffmpeg was built without libx264.');
  },
});
