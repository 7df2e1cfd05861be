import { failed, type Check } from '../check';
import { dockerOf } from '../hardware';
import { trialCheck } from '../trial';

export const jetsonImage: Check = trialCheck({
  id: 'jetson-image',
  title: 'ffmpeg for the Jetson',
  group: 'boards',
  about: 'Only builds of ffmpeg for Jetson have its encoders; they run in NVIDIA’s base image for the release of the board, with the runtime nvidia.',
  shows: '`Unknown encoder \'h264_nvmpi\'`',
  families: ['jetson'],
  absent: ({ capabilities }) => (capabilities !== null && capabilities.jetson === null ? 'This host is no Jetson.' : null),
  seen: (evidence) => {
    const docker = dockerOf(evidence);
    if (evidence.capabilities?.jetson == null || docker === null || docker.runtimes.includes('nvidia')) return null;
    return failed(`Runtimes: ${docker.runtimes.join(', ')}`, 'The daemon has no runtime nvidia, which brings the board’s libraries into containers.', { remedy: 'Install NVIDIA’s container toolkit of JetPack, and let it configure Docker.', commands: ['sudo apt install nvidia-container-toolkit', 'sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker'] });
  },
});
