import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { concatList, conversionFraction, conversionReason, convertedName, joinArgv, joinRefusal, newestFrameArgv, parseStreams, playableArgv, remuxArgv, streamsArgv, thumbnailArgv } from '@domain/conversion';
import { fileNamePattern, inPartOrder, missingPart } from '@domain/recording';

const streams = () => parseStreams(readFileSync(join(import.meta.dirname, '../../fixtures/streams/h264-aac.json'), 'utf8')) ?? [];

test('a path that ffmpeg would take for two is not read in pieces', () => {
  expect(newestFrameArgv('/r|s/a.mkv', { headerBytes: 569, startByte: 4000, endByte: 9000, newestMilliseconds: 9967 })).toBeNull();
});

test('command lines', () => {
  expect([
    remuxArgv('/r/a.mkv', '/r/s/made.mp4', 'hevc'),
    remuxArgv('/r/a.mkv', '/r/s/made.mp4', 'h264'),
    joinArgv('/r/s/parts.txt', '/r/s/made.mkv', 'matroska', 'h264'),
    playableArgv('/r/a.mkv', '/p/made.mp4', 'libx264'),
    playableArgv('/r/a.mkv', '/p/made.webm', 'libvpx'),
    thumbnailArgv('/r/a.mkv', 1.5),
    newestFrameArgv('/r/a.mkv', { headerBytes: 569, startByte: 4000, endByte: 9000, newestMilliseconds: 9967 }) ?? [],
    streamsArgv('/r/a.mkv'),
  ].map((argv) => argv.join(' '))).toMatchInlineSnapshot(`
    [
      "ffmpeg -hide_banner -loglevel warning -nostdin -nostats -n -i file:/r/a.mkv -map 0:v:0 -map 0:a? -c copy -tag:v hvc1 -strict experimental -movflags +faststart -f mp4 -progress pipe:1 -stats_period 0.25 file:/r/s/made.mp4",
      "ffmpeg -hide_banner -loglevel warning -nostdin -nostats -n -i file:/r/a.mkv -map 0:v:0 -map 0:a? -c copy -strict experimental -movflags +faststart -f mp4 -progress pipe:1 -stats_period 0.25 file:/r/s/made.mp4",
      "ffmpeg -hide_banner -loglevel warning -nostdin -nostats -n -f concat -safe 0 -i file:/r/s/parts.txt -map 0:v:0 -map 0:a? -c copy -f matroska -progress pipe:1 -stats_period 0.25 file:/r/s/made.mkv",
      "ffmpeg -hide_banner -loglevel warning -nostdin -nostats -n -i file:/r/a.mkv -map 0:v:0 -map 0:a:0? -vf scale=w='trunc(min(1280,iw)/2)*2':h=-2,format=yuv420p -c:v libx264 -preset ultrafast -crf 25 -g 60 -c:a aac -movflags +faststart -f mp4 -ac 2 -b:a 128k -progress pipe:1 -stats_period 0.25 file:/p/made.mp4",
      "ffmpeg -hide_banner -loglevel warning -nostdin -nostats -n -i file:/r/a.mkv -map 0:v:0 -map 0:a:0? -vf scale=w='trunc(min(1280,iw)/2)*2':h=-2,format=yuv420p -c:v libvpx -deadline realtime -cpu-used 8 -b:v 3M -g 60 -c:a libopus -f webm -ac 2 -b:a 128k -progress pipe:1 -stats_period 0.25 file:/p/made.webm",
      "ffmpeg -hide_banner -loglevel error -nostdin -noaccurate_seek -ss 1.500 -i file:/r/a.mkv -map 0:v:0 -frames:v 1 -vf scale=w=320:h=-2,format=yuvj420p -c:v mjpeg -q:v 5 -f image2pipe pipe:1",
      "ffmpeg -hide_banner -loglevel error -nostdin -copyts -f matroska -i concat:subfile,,start,0,end,569,,:file:/r/a.mkv|subfile,,start,4000,end,9000,,:file:/r/a.mkv -map 0:v:0 -vf select='gte(t,9.9665)',setpts=0,scale=out_color_matrix=bt601:out_range=full,format=yuvj420p|yuvj422p|yuvj444p -frames:v 1 -c:v mjpeg -q:v 2 -f image2pipe pipe:1",
      "ffprobe -v error -show_data_hash sha256 -show_entries stream=codec_type,codec_name,profile,width,height,pix_fmt,sample_rate,channels,extradata_hash -of json=compact=1 file:/r/a.mkv",
    ]
  `);
});

describe('the list of parts', () => {
  it('quotes names, and gives lengths where headers are not to be believed', () => {
    const list = concatList([{ path: "/it's/a.mkv", durationSeconds: null }, { path: '/b.mkv', durationSeconds: 2.5 }]);
    expect(list).toBe(String.raw`ffconcat version 1.0
file 'file:/it'\''s/a.mkv'
file 'file:/b.mkv'
duration 2.500000
`);
  });

  test('no path begins a line of its own', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        const list = concatList([{ path, durationSeconds: null }]);
        return list === null || list.split('\n').length === 3;
      }),
    );
  });
});

describe('parts that are to be joined', () => {
  it('match where their streams are the same', () => expect(joinRefusal([streams(), streams()])).toBeNull());

  it('do not match where one differs, which is said', () => {
    const [video, audio] = streams();
    expect(joinRefusal([streams(), [{ ...video!, width: 1920, height: 1080 }, audio!]])).toBe(
      'Part 1 has h264 Constrained Baseline 1280 x 720 yuv420p, part 2 has h264 Constrained Baseline 1920 x 1080 yuv420p.',
    );
    expect(joinRefusal([streams(), [video!]])).toBe('Part 1 has 2 streams, part 2 has 1.');
    expect(joinRefusal([streams(), streams(), [video!, { ...audio!, extradata_hash: 'SHA256:0' }]])).toBe('The aac of part 3 was encoded with other settings than that of part 1.');
    expect(joinRefusal([streams()])).toBe('There is only one part.');
  });

  test('the first that is missing is known by its number', () => {
    const parts = (...numbers: readonly number[]) => numbers.map((number) => ({ part: number === 1 ? null : { number, firstSessionId: 'aaaaaaaaaa' } }));
    expect([parts(1, 2, 3), parts(1, 3), parts(2, 3), parts(1, 2, 4), []].map(missingPart)).toEqual([null, 'Part 2', 'Part 1', 'Part 3', null]);
  });

  test('the files of a part follow one another', () => {
    const files = (...numbers: readonly (readonly [part: number, file: number])[]) => numbers.map(([number, file]) => ({ part: { number, firstSessionId: 'aaaaaaaaaa', file } }));
    const whole = files([1, 1], [1, 2], [2, 1], [2, 2]);
    expect(missingPart(whole)).toBeNull();
    expect(missingPart([...files([1, 1], [1, 2]), { part: { number: 2, firstSessionId: 'aaaaaaaaaa' } }])).toBeNull();
    expect([files([1, 1], [1, 3]), files([1, 2]), files([1, 1], [2, 2]), files([1, 1], [3, 1])].map(missingPart)).toEqual([
      'File 2 of part 1',
      'File 1 of part 1',
      'File 1 of part 2',
      'Part 2',
    ]);
    expect(whole.toReversed().toSorted(inPartOrder)).toEqual(whole);
  });

  it('are not understood where ffprobe wrote something else', () => {
    expect(parseStreams('')).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => { const parsed = parseStreams(text); return parsed === null || Array.isArray(parsed); }));
  });
});

describe('names', () => {
  it('say what was done', () => {
    expect(convertedName('talk.mkv', 'remux', 'mp4', 1)).toBe('talk.mp4');
    expect(convertedName('talk.mp4', 'remux', 'mp4', 2)).toBe('talk-2.mp4');
    expect(convertedName('talk-20261121-abcd-p02.mkv', 'remux', 'mp4', 1)).toBe('talk-20261121-abcd-p02.mp4');
    for (const part of ['', '-p02', '-p100']) expect(convertedName(`talk-20261121-abcd${part}.mkv`, 'join', 'matroska', 1)).toBe('talk-20261121-abcd-joined.mkv');
  });

  test('are safe where those before were', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,95}$/), fc.integer({ min: 1, max: 1000 }), (stem, number) =>
        fileNamePattern.test(convertedName(`${stem}.mkv`, 'join', 'mp4', number)),
      ),
    );
  });
});

test('progress', () => {
  expect(conversionFraction({ outTimeSeconds: 5 }, 10)).toBe(0.5);
  expect(conversionFraction({ outTimeSeconds: 11 }, 10)).toBe(1);
  expect(conversionFraction({ outTimeSeconds: null }, 10)).toBeNull();
  expect(conversionFraction({ outTimeSeconds: 5 }, 0)).toBeNull();
});

test('reasons', () => {
  const said = `[mp4 @ 0x559b20d83d80] Could not find tag for codec ffv1 in stream #0, codec not currently supported in container
Could not write header for output file #0 (incorrect codec parameters ?): Invalid argument
Error initializing output stream 0:0 -- 
`;
  expect(conversionReason(said)).toBe('An MP4 cannot hold ffv1.');
  expect(conversionReason('[matroska @ 0x1] Something\n\nelse\n')).toBe('Something else');
  expect(conversionReason('')).toBe('ffmpeg did not say why.');
});
