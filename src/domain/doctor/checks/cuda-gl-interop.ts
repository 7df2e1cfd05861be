import { warning, type Check } from '../check';
import { isWsl, noNvidia } from '../hardware';
import { trialCheck } from '../trial';

export const cudaGlInterop: Check = trialCheck({
  id: 'cuda-gl-interop',
  title: 'CUDA and OpenGL',
  group: 'nvidia',
  about: 'OpenGL runs on Mesa or in software instead of NVIDIA’s driver, so that CUDA cannot take its pictures. Never possible in WSL.',
  shows: '`CUDA_ERROR_OPERATING_SYSTEM`; GL_VENDOR says Mesa, GL_RENDERER llvmpipe',
  families: ['nvenc'],
  absent: noNvidia,
  seen: (evidence) => (isWsl(evidence) && noNvidia(evidence) === null ? warning('/dev/dxg', 'WSL does not share pictures between CUDA and OpenGL: they are converted by the CPU.') : null),
});
