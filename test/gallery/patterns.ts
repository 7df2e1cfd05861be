/** Test patterns that ffmpeg makes, as lavfi sources without size and rate. */
export const patterns = {
  pattern: 'testsrc2',
  bars: 'smptehdbars',
  mandelbrot: 'mandelbrot',
  life: 'life=mold=10:ratio=0.1:death_color=#c83232:life_color=#00c8ff',
  gradients: 'gradients=c0=#1d4ed8:c1=#f59e0b:seed=3',
  cells: 'cellauto=rule=110',
  chart: 'yuvtestsrc',
  card: 'pal100bars',
  carpet: 'sierpinski=type=carpet:seed=7',
} as const;
export type Pattern = keyof typeof patterns;

/** As the recorder's preview: size in pixels, pictures a second, and how many of them there are before they begin anew. */
export const preview = { width: 640, height: 360, framesPerSecond: 15, frames: 15 } as const;

/** What is played for every recording: ten seconds of the test pattern. */
export const sampleRecording = 'sample.mp4';
