import loadScript from './recorder-load.sh?raw';
import type { Channels } from './types';

/** How often the free space is told. */
const spaceSeconds = 5;

/**
 * Two readers under one shell, since one ffmpeg on both ports starved the progress (decision 0001), and beside them a
 * loop that tells the recorder's load (decision 0026), and one that tells the space left where it writes. stdin is read
 * on descriptor 3, because a shell gives its background jobs /dev/null; when it ends the client is gone and so are we.
 */
const script = `
exec 3<&0
${loadScript}
receive() { exec ffmpeg -nostdin -hide_banner -loglevel error -f data -i "$1" -map 0 -c copy -flush_packets 1 -f data "$2"; }
tell_space() {
  [ -n "$1" ] || return
  while :; do
    stat -f -c 'capstan-space %a %S' "$1" 2>/dev/null || echo capstan-space
    sleep ${spaceSeconds} >/dev/null 2>&1 3<&- || return
  done
}
receive "$1" pipe:2 >&2 & progress=$!
picture=
if [ -n "$2" ]; then receive "$2" pipe:1 & picture=$!; fi
tell_load /proc >&2 & load=$!
tell_space "$3" >&2 & space=$!
trap 'kill -9 $progress $picture $load $space 2>/dev/null; exit 0' TERM INT
cat <&3 >/dev/null
kill -9 $progress $picture $load $space 2>/dev/null
exit 0
`.trim();

/**
 * Command of the observer; without a preview only progress is read. @param folder where the recorder writes, as it sees
 * it, if its free space is to be told
 */
export function observerArgv(channels: Channels, hasPreview: boolean, folder: string | null = null): string[] {
  const { progressPort, progressLocalPort, previewPort, previewLocalPort } = channels;
  return ['sh', '-c', script, 'capstan-observer', receiver(progressPort, progressLocalPort), hasPreview ? receiver(previewPort, previewLocalPort) : '', ...(folder === null ? [] : [`/proc/1/root${folder}`])];
}

/** What a line of the observer says of the free space, null bytes where it could not be seen; null where it is any other line. */
export function parseSpaceLine(line: string): { readonly freeBytes: number | null } | null {
  const [found, blocks, blockBytes] = /^capstan-space(?: (\d{1,15}) (\d{1,9}))?$/.exec(line.trimEnd()) ?? [];
  if (found === undefined) return null;
  return { freeBytes: blocks === undefined ? null : Number(blocks) * Number(blockBytes) };
}

/** On a loopback that others use too, only what comes from the recorder's own port is taken. */
const receiver = (port: number, senderPort: number | null): string =>
  `udp://127.0.0.1:${senderPort === null ? `${port}?` : `${senderPort}?localport=${port}&connect=1&`}fifo_size=2000&overrun_nonfatal=1`;

/** Four ports below those that the kernel hands out, by the session's id: another session of the machine has others. */
export function hostChannels(sessionId: string): Channels {
  const mixed = [...sessionId].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2_000_003, 7);
  const first = 20_000 + 4 * (mixed % 3000);
  return {
    ...{ progressPort: first, previewPort: first + 1, levelPort: null },
    ...{ progressLocalPort: first + 2, previewLocalPort: first + 3, levelLocalPort: null },
  };
}
