import type { Capabilities, FfmpegBuild } from '../capabilities';
import { refuse, type CapstanError } from '../errors';
import { parseNetworkUrl, urlWithLogin, type Login, type NetworkAddress, type NetworkSource } from '../network-source';
import type { FrameAccounting } from '../progress';
import { ok, type Result } from '../result';
import { framesPerSecond } from '../units';
import type { SourceOptions, SourcePlan } from './source';
import { resampled } from './resample';

/** A source that says nothing for this long is taken as gone. */
const silenceSeconds = 10;
const microseconds = (seconds: number) => String(seconds * 1_000_000);

/** Demuxers of what cameras and encoders send: a server cannot choose another one, such as a script that opens more. */
const formats = 'hls,mpegts,mpjpeg,mjpeg,flv,mov,matroska,ogg,asf,avi,h264,hevc,m4v,mpeg';

/** Every protocol that may be opened on the way; never `file`, whatever a playlist or a redirect says. */
const protocols: Record<NetworkAddress['scheme'], string> = {
  rtsp: 'tcp,udp,rtp',
  rtsps: 'tls,tcp,udp,rtp,srtp',
  srt: 'srt',
  udp: 'udp',
  rtp: 'rtp,udp',
  http: 'http,https,tls,tcp,httpproxy,crypto',
  https: 'http,https,tls,tcp,httpproxy,crypto',
};

/** A sender's clock may step back, as at RTCP's first report: the encoder of the live picture ends at such a frame. */
const risingTimes = String.raw`setpts=if(isnan(PREV_OUTPTS)\,PTS\,max(PTS\,PREV_OUTPTS+1))`;
/** For frames whose own times are rounded to 25 a second. */
const arrivalTimes = 'setpts=(RTCTIME-RTCSTART)/(TB*1000000)';

type Option = readonly [name: string, value: string];

/** Addresses at which cameras serve MJPEG, which carries no times. */
const mjpegAddress = /m-?jpe?g|motionjpeg|[?&]action=stream\b|\/videostream\.cgi|\/video\.cgi/i;
const isMjpeg = ({ scheme, path }: NetworkAddress) => /^https?$/.test(scheme) && mjpegAddress.test(path);

/** ffmpeg's own options of the input, so that it never hangs and opens nothing else. */
function inputOptions(address: NetworkAddress, source: NetworkSource, ffmpeg: FfmpegBuild): Option[] {
  const timeout = microseconds(silenceSeconds);
  switch (address.scheme) {
    case 'rtsp':
    case 'rtsps':
      return [
        ...(source.rtspTransport === null ? [] : [['rtsp_transport', source.rtspTransport] as const]),
        // Up to 4.4 `timeout` is how long to wait as a server.
        [ffmpeg.major >= 5 ? 'timeout' : 'stimeout', timeout],
      ];
    case 'srt':
      // A listener waits for its sender as long as it takes.
      return [['timeout', timeout], ...(address.listens ? [['mode', 'listener'] as const] : [['connect_timeout', String(silenceSeconds * 1000)] as const])];
    case 'udp':
      // A burst that overflows costs packets, not the recording.
      return [
        ['timeout', timeout],
        ['overrun_nonfatal', '1'],
        ['fifo_size', '57344'],
      ];
    case 'rtp':
      // Of a stream that falls silent; for the first packet it waits as long as it takes.
      return [['listen_timeout', String(silenceSeconds)]];
    case 'http':
    case 'https':
      return [
        ['rw_timeout', timeout],
        ['format_whitelist', formats],
        ...(isMjpeg(address) ? [['use_wallclock_as_timestamps', '1'] as const] : []),
      ];
  }
}

/** ffmpeg takes RTP for every address of the machine only where that is written out. */
const inputUrl = ({ scheme, host, port, path }: NetworkAddress, { url }: NetworkSource): string =>
  scheme === 'rtp' && host === '' ? `rtp://0.0.0.0:${port}${path}` : url;

/** The input of a network source. With a login ffmpeg reads its address from standard input (decision 0017). */
export function planNetworkSource(source: NetworkSource, capabilities: Capabilities, options: SourceOptions): Result<SourcePlan, CapstanError> {
  if (source.url === '') return refuse('preset-invalid', 'No network address is entered.', { field: 'source.url' });
  const parsed = parseNetworkUrl(source.url);
  if (!parsed.ok) return parsed;
  const address = parsed.value;
  if (options.copies && (source.frameSize || source.frameRate)) {
    return refuse('preset-invalid', 'Size and rate cannot be changed while the video is kept as it is.', { field: 'video.mode' });
  }
  if (capabilities.engine.kind === 'docker' && address.listens && source.containerNetwork === 'bridge') {
    return refuse('preset-invalid', `Nothing that is sent to ${source.url} reaches a container with a network of its own.`, {
      field: 'source.containerNetwork',
      nextStep: 'Let the recorder share the network of its machine (`host`).',
    });
  }
  const { ffmpeg } = capabilities;
  if (source.credential !== null && ffmpeg.major < 5) {
    return refuse('format-unsupported', `ffmpeg ${ffmpeg.version} takes a login only on its command line, which everybody on its machine can read.`, {
      field: 'source.credential',
      nextStep: 'Use an image or a computer with ffmpeg 5 or later.',
    });
  }
  const limit = options.durationSeconds === null ? [] : ['-t', String(options.durationSeconds)];
  const secret = source.credential !== null;
  const wanted = inputOptions(address, source, ffmpeg);
  const allowed = protocols[address.scheme];
  const arrival = isMjpeg(address);
  return ok({
    inputArgv: secret
      ? [...limit, '-f', 'concat', '-safe', '0', '-protocol_whitelist', `pipe,${allowed}`, '-i', 'pipe:0']
      : [
          ...limit,
          ...['-protocol_whitelist', allowed],
          ...wanted.flatMap(([name, value]) => [`-${name}`, value]),
          // As a bare MJPEG it gets times of a fine clock; as multipart they are rounded to 25 a second.
          ...(arrival ? ['-f', 'mjpeg'] : []),
          ...['-i', inputUrl(address, source)],
        ],
    audio: '0:a:0?',
    frameSize: source.frameSize,
    framesPerSecond: source.frameRate ? framesPerSecond(source.frameRate) : null,
    scaleTo: source.frameSize,
    filters: resampled(source),
    accounting: networkAccounting(source),
    device: null,
    filePath: null,
    encodedAs: null,
    network: { mode: source.containerNetwork, secret, timing: ['settb=1/90000', secret && arrival ? arrivalTimes : risingTimes] },
  });
}

/** What comes without a connection that repeats it may be lost on the way; the rest arrives whole or not at all. */
export function networkAccounting({ url, frameRate }: NetworkSource): FrameAccounting {
  return /^(rtsps?|srt|udp|rtp):/.test(url) && frameRate === null ? { kind: 'device', framesPerSecond: null } : { kind: 'unpaced' };
}

/**
 * What a recorder with a login reads from its standard input: a script of ffmpeg's concat demuxer with the whole
 * address. A secret. Null where the address is not valid.
 */
export function inputScript(source: NetworkSource, login: Login, ffmpeg: FfmpegBuild): string | null {
  const parsed = parseNetworkUrl(source.url);
  if (!parsed.ok) return null;
  const address = parsed.value;
  // SRT knows no login: its password is the passphrase, its user the name of the stream.
  const isSrt = address.scheme === 'srt';
  const ofSrt: Option[] = isSrt
    ? [...(login.user === '' ? [] : [['streamid', login.user] as const]), ...(login.password === '' ? [] : [['passphrase', login.password] as const])]
    : [];
  const lines = [
    'ffconcat version 1.0',
    `file ${quoted(isSrt ? source.url : urlWithLogin(source.url, login))}`,
    ...[...inputOptions(address, source, ffmpeg), ...ofSrt].map(([name, value]) => `option ${name} ${quoted(value)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** A word as ffmpeg's av_get_token reads it; no line may end inside it. */
const quoted = (word: string): string => `'${word.replace(/[\r\n]/g, '').replaceAll("'", String.raw`'\''`)}'`;
