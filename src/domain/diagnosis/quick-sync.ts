import { isIntelNode } from './facts';
import { phrase, type FailureRule } from './rule';

/** How Intel's runtime for Quick Sync fails. */
export const quickSyncRules: readonly FailureRule[] = [
  {
    id: 'quicksync-no-intel',
    title: 'Quick Sync needs an Intel GPU',
    shows: phrase(String.raw`Error (?:creating a|initiali[sz]ing an?|creating)(?: internal)? MFX session[^\n]*`),
    when: ({ capabilities }) => capabilities !== null && !capabilities.renderNodes.some(isIntelNode),
    reason: 'Quick Sync is part of Intel’s GPUs, and none was found on this host.',
    remedy: 'Choose an encoder of the GPU that is there, or one in software: `capstan probe --encoders` lists what works.',
    kind: 'encoder-unavailable',
  },
  {
    id: 'quicksync-runtime',
    title: 'The Quick Sync runtime is missing',
    shows: phrase(String.raw`Error (?:creating a|initiali[sz]ing an?|creating)(?: internal)? MFX session[^\n]*|MFX session creation failed[^\n]*|Error in MFX(?:Load|CreateSession)[^\n]*`),
    reason: 'Quick Sync found no runtime for this GPU where ffmpeg runs, even where VAAPI works: libmfx-gen serves the 11th generation and later, libmfx the ones before.',
    remedy: 'Install the runtime of your generation in the image, or use Capstan’s image for Quick Sync.',
    commands: ['sudo apt install libmfx-gen1.2', 'sudo apt install libmfx1'],
    kind: 'encoder-unavailable',
  },
];
