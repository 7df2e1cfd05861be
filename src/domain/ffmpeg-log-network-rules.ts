import type { LogRule } from './ffmpeg-log-rules';

const url = String.raw`(?:(?:rtsps?|srt|udp|rtp|https?):\/\/\S*|pipe:0)`;
const gone = 'Connection refused|Connection timed out|Connection reset by peer|No route to host|Network is unreachable|Host is down|Input/output error|End of file|Broken pipe';
const phrase = (source: string): RegExp => new RegExp(source.replaceAll(' ', String.raw`\s+`), 'm');

/** How network sources fail, the telling line before the general one that follows it. */
export const networkRules: readonly LogRule[] = [
  {
    pattern: phrase(String.raw`(?:Server returned|HTTP error|method \w+ failed:) 40[13]\b`),
    kind: 'source-login-failed',
    words: 'The server asks for another user or password.',
  },
  {
    pattern: phrase(String.raw`(?:Server returned|HTTP error|method \w+ failed:) 404\b`),
    kind: 'source-unreachable',
    words: 'The server answers, but there is nothing at this address.',
    extras: { field: 'source.url', nextStep: 'Check the path of the address, after the name of the machine.' },
  },
  {
    pattern: phrase(String.raw`Server returned [45](?:\d\d|XX)\b|HTTP error [45]\d\d|method (?:OPTIONS|DESCRIBE|SETUP|PLAY) failed: [45]\d\d`),
    kind: 'source-unreachable',
    words: 'The server refused the request.',
  },
  {
    pattern: phrase(String.raw`is not in allowed_(?:segment_)?extensions|Protocol '(\w+)' not on whitelist|Format not on whitelist`),
    kind: 'format-unsupported',
    words: 'The server sent something that opens more than a stream of pictures; that is refused.',
    extras: { field: 'source.url', nextStep: 'Use the address of the stream itself.' },
  },
  {
    pattern: phrase(String.raw`Failed to resolve hostname (\S+): `),
    kind: 'source-unreachable',
    words: 'There is no machine of the name $1.',
    extras: { field: 'source.url', nextStep: 'Check the name, or write the number of the machine: the Docker host may know other names than this computer.' },
  },
  {
    pattern: phrase(String.raw`Connection to \S+ failed: (?:${gone})|^${url}: (?:${gone})|Error opening input: (?:${gone})\s+Error opening input files? ${url}`),
    kind: 'source-unreachable',
    words: 'There is no answer, or it ended.',
  },
  {
    pattern: phrase(String.raw`^${url}: Invalid data found when processing input|Error opening input: Invalid data found when processing input\s+Error opening input files? ${url}`),
    kind: 'format-unsupported',
    words: 'What the server sends is no stream that ffmpeg can read.',
    extras: { field: 'source.url', nextStep: 'Check the address: it may be that of a page for people.' },
  },
];
