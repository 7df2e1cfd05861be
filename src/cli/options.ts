import type { Command } from 'commander';

export const presetHelp = 'name or id of a preset (default: one that fits the source)';
export const engineHelp = "docker or local; default: Docker where it answers, else this computer's own ffmpeg";

export const hostHelp = 'name of a host, or an address such as ssh://user@machine; default: this computer';

const draftHostHelp = "name of a host, or an address such as ssh://user@machine; default: the preset's host, else this computer";

const repeated = (word: string, before: readonly string[] = []): readonly string[] => [...before, word];

/** What `record` and `plan` are told of what is to run. */
export const withDraftOptions = (command: Command): Command =>
  command
    .option('--engine <engine>', engineHelp)
    .option('--host <host>', draftHostHelp)
    .option('--source <source>', 'test-pattern, a capture device such as /dev/video0 or its identity, a network address, or a media file')
    .option('--size <WxH>', 'frame size, such as 1280x720')
    .option('--rate <rate>', 'frames a second, such as 30, 29.97 or 30000/1001')
    .option('--control <name=value>', 'set a control of the capture device, such as brightness=128; may be repeated', repeated)
    .option('--input-format <format>', 'format of the capture device, such as MJPG or YUYV; any leaves it to the driver')
    .option('--crop <edges>', 'pixels to leave off at LEFT,TOP,RIGHT,BOTTOM of the source, each an even number, such as 160,0,160,0; none for the whole picture')
    .option('--rotate <degrees>', 'turn the cropped picture clockwise: 0, 90, 180 or 270')
    .option('--flip <axis>', 'flip the turned picture: horizontal (left and right change places), vertical, both or none')
    .option('--overlay-text <text>', 'draw a text of up to 200 characters into the pictures; an empty one takes it out')
    .option('--overlay-clock <clock>', 'draw a clock: local or utc (date and time of day), elapsed (time since the start) or none')
    .option('--overlay-position <corner>', 'where they are drawn: top-left, top-right, bottom-left or bottom-right')
    .option('--overlay-size <percent>', "height of a line in percent of the picture's height, from 2 to 20")
    .option('--encoder <name>', "the host's best hardware encoder (auto, auto-hevc, auto-av1, auto-vp9), an ffmpeg encoder such as libx264 or h264_vaapi, or copy to keep the stream as it is")
    .option('--gpu <gpu>', 'GPU that encodes: identity, node or number as `capstan probe` shows it; auto takes the one with the least load')
    .option('--fallback <fallback>', 'what may be done where the encoder or its best path does not work: none, path (more copies) or software')
    .option('--decoding <where>', 'auto (on the GPU that encodes), hardware (also for software encoders) or cpu')
    .option('--low-power <setting>', "Intel's fixed-function encoder: on, off, or auto for what was proved to work")
    .option('--tune <name>', "the encoder's own tuning, such as zerolatency; none for its default")
    .option('--bit-rate <kbit/s>', 'average bit rate, such as 6000 or 6M')
    .option('--quality <number>', "constant quality on the encoder's own scale; smaller is better, but larger with mjpeg_vaapi and mjpeg_qsv")
    .option('--audio <input>', 'none, source, test-tone, or an audio input such as alsa:... or pulse: (see `capstan probe`)')
    .option('--audio-encoder <name>', 'aac or opus')
    .option('--seconds <seconds>', 'end by itself after this time')
    .option('--split-every <time>', 'begin a new file after this time, such as 600, 10m or 1h, at the next key frame; none for one file')
    .option('--split-size <size>', 'begin a new file before this size is reached, such as 700M or 4G; needs a bit rate (--bit-rate); none for one file')
    .option('--output <folder>', 'folder for the recording')
    .option('--rtsp-transport <transport>', 'how an rtsp address brings the picture: tcp or udp')
    .option('--network <network>', "network of a network source's container: bridge, or host for multicast and for senders")
    .option('--memory <MiB>', 'memory of the container, such as 512 or 2g')
    .option('--swap <MiB>', 'swap of the container beyond its memory')
    .option('--cpus <cores>', 'CPU cores of the container, such as 1.5')
    .option('--restarts <count>', 'how often a recording that failed goes on in a new part, while this command runs')
    .option('--await-device <seconds>', 'how long a recording waits for its capture device that was pulled, to go on in a new part: 0 for not at all, or forever (default: 3600)')
    .option('--privileged', 'give the container every device of its machine; it is told what this opens');

/** A part of the help: each line, and what it does where that needs saying. */
export function example(...examples: readonly (readonly [line: string, meaning: string])[]): string {
  const lines = examples.map(([line, meaning]) => (meaning === '' ? `  ${line}` : `  ${line}\n      ${meaning}`));
  return `\nExamples:\n${lines.join('\n')}\n`;
}
