import { ok, type Check } from '../check';
import { dockerOf } from '../hardware';
import { fromRule, pastFailure } from '../past';
import { nothingOffered } from '../trial';

export const memoryLimit: Check = {
  ...fromRule('memory-limit'),
  title: 'Memory of the recorder',
  group: 'encoders',
  about: 'The container’s limit of memory is too low for the frame size and the encoder: 1080p with x264 does not fit into 100 MB.',
  shows: 'The container ends with status 137 and OOMKilled; `x264 [error]: malloc of size 3133440 failed`',
  find: (evidence) => {
    const past = pastFailure(evidence, 'memory-limit', 'out-of-memory');
    if (past !== null) return past;
    const docker = dockerOf(evidence);
    if (evidence.capabilities === null) return nothingOffered;
    if (docker === null) return ok('', 'No recording ran out of memory.');
    const line = docker.swapLimit === undefined ? '' : `swap limit: ${docker.swapLimit ? 'yes' : 'no'}`;
    return ok(line, 'No recording ran out of memory.');
  },
};
