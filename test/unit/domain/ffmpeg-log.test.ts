import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorKind } from '@domain/errors';
import { diagnoseFfmpeg } from '@domain/ffmpeg-log';

const folder = resolve(import.meta.dirname, '../../fixtures/ffmpeg-log');
const outputPath = '/srv/video/x.mkv';

/** What each real log means: the kind, and a word that the detail must hold; null where nothing failed. */
const meanings: Record<string, readonly [ErrorKind, RegExp] | null> = {
  '5.1-alsa-busy': ['device-busy', /SUBDEV=0/],
  '5.1-alsa-channels': ['format-unsupported', /channel count to 33/],
  '5.1-alsa-no-card': ['audio-missing', /CARD=Gone/],
  '5.1-alsa-no-device': ['audio-missing', /DEV=7/],
  '5.1-crop-too-large': ['preset-invalid', /nothing is left .*width '-80'/],
  '7.1-crop-too-large': ['preset-invalid', /nothing is left .*width '-80'/],
  '5.1-no-font': ['preset-invalid', /no font/],
  '7.1-no-font': ['preset-invalid', /no font/],
  '5.1-disk-full-matroska': ['disk-full', /No space left/],
  '5.1-disk-full-mp4': ['disk-full', /No space left/],
  '5.1-encoder-unknown': ['encoder-unavailable', /no encoder h264_nope/],
  '5.1-memory-svt': ['out-of-memory', /memory/],
  '5.1-memory-x264': ['out-of-memory', /malloc/],
  '5.1-memory-x265': ['out-of-memory', /malloc/],
  '5.1-mp4-cannot-hold': ['preset-invalid', /ffv1/],
  '5.1-negative-alsa-xrun': null,
  '5.1-negative-damaged-source': null,
  '5.1-negative-pulse-warnings': null,
  '5.1-negative-svt-banner': null,
  '5.1-negative-warnings': null,
  '5.1-network-hls-file': ['format-unsupported', /opens more/],
  '5.1-network-hls-file-ts': ['format-unsupported', /opens more.*Protocol 'file'/],
  '5.1-network-http-401': ['source-login-failed', /401 Unauthorized/],
  '5.1-network-http-404': ['source-unreachable', /nothing at this address/],
  '5.1-network-http-concat': ['format-unsupported', /opens more/],
  '5.1-network-http-html': ['format-unsupported', /no stream/],
  '5.1-network-http-stall': ['source-unreachable', /timed out/],
  '5.1-network-no-name': ['source-unreachable', /no machine of the name no\.such\.host\.invalid/],
  '5.1-network-no-route': ['source-unreachable', /No route to host/],
  '5.1-network-refused': ['source-unreachable', /Connection refused/],
  '5.1-network-rtsp-401': ['source-login-failed', /401 Unauthorized/],
  '5.1-network-rtsp-404': ['source-unreachable', /nothing at this address/],
  '5.1-network-rtsp-refused': ['source-unreachable', /Connection refused/],
  '5.1-network-srt-nobody': ['source-unreachable', /srt:/],
  '5.1-network-udp-silence': ['source-unreachable', /udp:/],
  '5.1-nvenc-no-driver': ['encoder-unavailable', /NVIDIA driver is missing/],
  '5.1-output-exists': ['output-unwritable', /File exists/],
  '5.1-output-file-too-large': ['disk-full', /no larger file/],
  '5.1-output-missing-folder': ['output-unwritable', /No such file/],
  '5.1-output-name-too-long': ['output-unwritable', /name too long/],
  '5.1-output-not-a-folder': ['output-unwritable', /Not a directory/],
  '5.1-output-permission': ['output-unwritable', /Permission denied/],
  '5.1-output-permission-sysfs': ['output-unwritable', /Permission denied/],
  '5.1-output-read-only': ['output-unwritable', /Read-only/],
  '5.1-pulse-no-server': ['audio-missing', /sound server does not answer/],
  '5.1-pulse-no-source': ['audio-missing', /no source alsa_input.usb-gone/],
  '5.1-pulse-not-permitted': ['device-forbidden', /its own user alone/],
  '5.1-qsv-no-session': ['encoder-unavailable', /Quick Sync/],
  '5.1-source-folder': ['source-missing', /Is a directory/],
  '5.1-source-garbage': ['format-unsupported', /not a media file/],
  '5.1-source-missing': ['source-missing', /nonexistent\.mp4/],
  '5.1-source-moov-missing': ['format-unsupported', /damaged/],
  '5.1-source-noise': ['format-unsupported', /nothing that ffmpeg can read/],
  '5.1-source-no-video': ['format-unsupported', /no such track/],
  '5.1-source-not-media': ['format-unsupported', /not a media file/],
  '5.1-source-permission': ['source-missing', /may not read/],
  '5.1-svt-preset': ['preset-invalid', /preset 99/],
  '5.1-svt-too-small': ['preset-invalid', /too small/],
  '5.1-v4l2-missing': ['device-missing', /\/dev\/video0/],
  '5.1-v4l2-not-a-camera': ['device-missing', /no pictures/],
  '5.1-v4l2m2m-none': ['encoder-unavailable', /no V4L2 encoder/],
  '5.1-vaapi-no-node': ['encoder-unavailable', /VAAPI/],
  '5.1-vp9-profile': ['preset-invalid', /profile/],
  '5.1-x264-preset': ['preset-invalid', /preset nope/],
  '5.1-x264-profile': ['preset-invalid', /profile/],
  '5.1-x264-profile-depth': ['preset-invalid', /baseline/],
  '5.1-x265-profile': ['preset-invalid', /profile/],
  'cuda-decoder-libcuda-missing': ['encoder-unavailable', /NVIDIA driver is missing/],
  'negative-v4l2-list-formats': null,
  'negative-v4l2-size-changed': null,
  'nvenc-cuinit-oom': ['encoder-unavailable', /CUDA_ERROR_OUT_OF_MEMORY/],
  'nvenc-driver-too-old-610': ['encoder-unavailable', /too old.*13\.1/],
  'nvenc-driver-too-old-t4': ['encoder-unavailable', /too old.*13\.0/],
  'nvenc-frame-too-small-wrapped': ['preset-invalid', /too small/],
  'nvenc-libcuda-missing-new-ffmpeg': ['encoder-unavailable', /NVIDIA driver is missing/],
  'nvenc-unsupported-device': ['encoder-unavailable', /cannot encode/],
  'qsv-icq-refused-untagged': ['preset-invalid', /rate control/],
  'qsv-internal-mfx-wrapped': ['encoder-unavailable', /Quick Sync/],
  'qsv-mfx-minus9': ['encoder-unavailable', /Quick Sync/],
  'qsv-vaapi-driver-too-old-for-libva': ['encoder-unavailable', /VAAPI/],
  'qsv-verbose-va-ok-mfx-fails': ['encoder-unavailable', /Quick Sync/],
  'v4l2-no-such-file': ['device-missing', /\/dev\/video0/],
  'v4l2-permission-denied': ['device-forbidden', /\/dev\/video0/],
  'v4l2-streamon-no-space': ['format-unsupported', /USB/],
  'v4l2-unplugged-dqbuf': ['device-missing', /went away/],
  'v4l2m2m-no-device': ['encoder-unavailable', /no V4L2 encoder/],
  'vaapi-no-display-2020': ['encoder-unavailable', /VAAPI/],
  'vaapi-no-display-same-box': ['encoder-unavailable', /VAAPI/],
  'vaapi-no-usable-profile-wfrecorder': ['encoder-unavailable', /profile/],
  'vaapi-rc-mode-cqp-only': ['preset-invalid', /rate control/],
  'vainfo-i965-init-failed': ['encoder-unavailable', /VAAPI/],
  'xawtv-busy-2005': ['device-busy', /Another program/],
};
const read = (name: string): string => readFileSync(resolve(folder, `${name}.txt`), 'utf8');
/** The output that a log of this machine was made with; source errors name another path. */
const outputOf = (name: string): string | null => (name.includes('-output-') ? (/(\/\S+?):/.exec(read(name))?.[1] ?? null) : outputPath);

describe('the reason for an end, by real logs', () => {
  it.each(readdirSync(folder).map((file) => file.replace(/\.txt$/, '')))('%s', (name) => {
    const meaning = meanings[name];
    const error = diagnoseFfmpeg(read(name), { outputPath: outputOf(name) });
    if (meaning === null) {
      expect(error).toBeNull();
    } else {
      expect(error).toMatchObject({ kind: meaning?.[0], detail: expect.stringMatching(meaning?.[1] ?? /^$/) });
    }
  });

  it('has a log for each meaning', () => {
    expect(readdirSync(folder).map((file) => file.replace(/\.txt$/, '')).toSorted()).toEqual(Object.keys(meanings).toSorted());
  });
});

describe('the wording of ffmpeg 6 and later', () => {
  it.each([
    ['[in#0 @ 0x5f] Error opening input: Device or resource busy\nError opening input file /dev/video0.\nError opening input files: Device or resource busy', 'device-busy'],
    ['[in#0 @ 0x5f] Error opening input: No such file or directory\nError opening input file /dev/video7.\nError opening input files: No such file or directory', 'device-missing'],
    ['[in#0 @ 0x5f] Error opening input: Permission denied\nError opening input file /dev/video0.', 'device-forbidden'],
    ['[in#0 @ 0x5f] Error opening input: No such file or directory\nError opening input file file:/srv/a b.mp4.', 'source-missing'],
    ['[in#0 @ 0x5f] Error opening input: Invalid data found when processing input\nError opening input file file:/srv/a.mp4.', 'format-unsupported'],
    ['[out#0/matroska @ 0x5f] Error opening output file:/srv/x.mkv: Permission denied\nError opening output file file:/srv/x.mkv.', 'output-unwritable'],
    ['[out#0/matroska @ 0x5f] Error opening output file:/srv/x.mkv: No space left on device', 'disk-full'],
    ['[vost#0:0/libx264 @ 0x5f] Error submitting a packet to the muxer: No space left on device\n[out#0/matroska @ 0x5f] Error muxing a packet', 'disk-full'],
    ['[aost#0:1/aac @ 0x5f] Unknown encoder \'aac_at\'\n[out#0/matroska @ 0x5f] Error selecting an encoder', 'encoder-unavailable'],
  ] as const)('%s', (log, kind) => {
    expect(diagnoseFfmpeg(log)?.kind).toBe(kind);
  });
});

describe('any log at all', () => {
  it('does not take a full USB bus for a full disk', () => {
    const error = diagnoseFfmpeg(read('v4l2-streamon-no-space'), { outputPath: '/dev/video2' });
    expect(error?.nextStep).toMatch(/MJPEG|smaller/);
  });

  it('keeps memory addresses out of the words for people', () => {
    expect(diagnoseFfmpeg(read('5.1-nvenc-no-driver'))?.detail).not.toMatch(/0x/);
  });

  it('never throws', () => {
    assert(property(string({ maxLength: 2000 }), (log) => void diagnoseFfmpeg(log)));
  });

  it('answers fast where a log holds half a million words', () => {
    const startedAt = performance.now();
    diagnoseFfmpeg('Error opening input /dev/video '.repeat(30_000));
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});
