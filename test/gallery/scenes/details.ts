import { recordingView } from '../material/sessions';
import type { Scene } from '../scene';

const one = recordingView({ id: 'session000', presetName: 'Webcam 1080p', forSeconds: 754 });
/** Said by ffmpeg 5.1 of a webcam on a busy bus. */
const said = [
  '[video4linux2,v4l2 @ 0x55d0c8a3a3c0] The V4L2 driver changed the video from 1920x1080 to 1280x720',
  '[swscaler @ 0x55d0c8b0a180] deprecated pixel format used, make sure you did set range correctly',
  '[mjpeg @ 0x55d0c8a41100] error y=12 x=40',
  '[mjpeg @ 0x55d0c8a41100] overread 8',
  'Error while decoding stream #0:0: Invalid data found when processing input',
];
const log = Array.from({ length: 60 }, (_, index) => said[index % said.length]).join('\n');

/** The drawer below the picture. */
export const detailScenes: readonly Scene[] = [
  {
    name: 'log',
    title: 'The log of a recording, searched',
    world: { sessions: [one], log },
    pictures: { session000: 'mandelbrot' },
    act: async (page) => {
      await page.getByTestId('details-tab-log').click();
      await page.getByTestId('log-search').fill('mjpeg');
      await page.getByTestId('log-search').press('Shift+Enter');
    },
  },
];
