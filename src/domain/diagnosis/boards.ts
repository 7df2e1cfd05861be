import { phrase, type FailureRule } from './rule';

/** Encoders of boards: V4L2 memory to memory, and NVIDIA's Jetsons. */
export const boardRules: readonly FailureRule[] = [
  {
    id: 'jetson-no-encoder',
    title: 'This Jetson has no encoder',
    shows: phrase(String.raw`Unknown encoder '(\w+_(?:nvmpi|nvv4l2\w*|omx))'|no element "nvv4l2\w*enc"`),
    when: ({ capabilities }) => /Orin Nano/i.test(capabilities?.jetson?.model ?? ''),
    reason: 'The Jetson Orin Nano has no video encoder in its hardware.',
    remedy: 'Choose an encoder in software.',
    kind: 'encoder-unavailable',
  },
  {
    id: 'jetson-image',
    title: 'This ffmpeg has no encoder for Jetson',
    shows: phrase(String.raw`Unknown encoder '(\w+_(?:nvmpi|nvv4l2\w*))'`),
    reason: 'This ffmpeg has no encoder $1: only builds for Jetson have it, which run in NVIDIA’s base image for the release of the board and with the runtime nvidia.',
    remedy: 'Use Capstan’s image for Jetson on the board itself. The Orin Nano has no encoder at all.',
    commands: ['cat /etc/nv_tegra_release', "docker info --format '{{json .Runtimes}}'"],
    kind: 'encoder-unavailable',
  },
  {
    id: 'encoder-not-built',
    title: 'This ffmpeg does not have the encoder',
    shows: phrase(String.raw`Unknown encoder '([^'\n]+)'`),
    reason: 'This ffmpeg has no encoder $1: its image, or this computer’s ffmpeg, was built without it.',
    remedy: 'Choose one of the available encoders (`capstan probe` lists them), or an image with a newer or fuller ffmpeg.',
    commands: ['ffmpeg -hide_banner -encoders'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'v4l2m2m-missing',
    title: 'This machine has no V4L2 encoder',
    shows: phrase('Could not find a valid device'),
    when: ({ encoder, output }) => encoder?.endsWith('_v4l2m2m') === true || output.includes('_v4l2m2m'),
    reason: 'This machine has no V4L2 encoder for this codec, or its nodes are not in the container.',
    remedy: 'On a Raspberry Pi up to 4 see whether its encoder is there (the Pi 5 has none); elsewhere choose an encoder in software.',
    commands: ['v4l2-ctl --list-devices', 'sudo modprobe bcm2835-codec'],
    kind: 'encoder-unavailable',
  },
];
