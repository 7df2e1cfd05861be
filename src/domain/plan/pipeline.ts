import { cudaPipeline } from './pipeline-cuda';
import { memoryPipeline, softwarePipeline } from './pipeline-memory';
import { encodeRequest } from './pipeline-parts';
import type { Pipeline, PipelineRequest } from './pipeline-types';
import { vaapiPipeline } from './pipeline-vaapi';

export type { Pipeline, PipelineRequest } from './pipeline-types';

/**
 * The way of the chosen path; where a family has no such way (`pathsFor`), that of `cpu-convert`. What it says of itself
 * is true in either case.
 */
export function pipelineOf(request: PipelineRequest): Pipeline {
  const { video } = request.choice;
  if (video.mode === 'copy') return kept;
  const encode = encodeRequest(request, video);
  switch (encode.family) {
    case 'software':
      return softwarePipeline(encode);
    case 'vaapi':
    case 'quicksync':
      return vaapiPipeline(encode);
    case 'nvenc':
      return cudaPipeline(encode);
    case 'v4l2m2m':
    case 'jetson':
      return memoryPipeline(encode, { globalOptions: [], hwaccel: [] });
  }
}

const kept: Pipeline = {
  globalOptions: [],
  inputOptions: [],
  filters: [],
  sharedFilters: 0,
  previewDownload: null,
  pixelFormat: [],
  path: { decode: 'none', convert: 'none', encode: 'none', copies: 0, summary: 'Kept as it comes; nothing is decoded for the file.' },
};
