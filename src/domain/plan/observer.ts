import type { Channels } from './types';

/**
 * Two readers under one shell, since one ffmpeg on both ports starved the progress (decision 0001). stdin is read on
 * descriptor 3, because a shell gives its background jobs /dev/null; when it ends the client is gone and so are we.
 */
const script = `
exec 3<&0
receive() { exec ffmpeg -nostdin -hide_banner -loglevel error -f data -i "udp://127.0.0.1:$1?fifo_size=2000&overrun_nonfatal=1" -map 0 -c copy -flush_packets 1 -f data "$2"; }
receive "$1" pipe:2 >&2 & progress=$!
picture=
if [ -n "$2" ]; then receive "$2" pipe:1 & picture=$!; fi
trap 'kill -9 $progress $picture 2>/dev/null; exit 0' TERM INT
cat <&3 >/dev/null
kill -9 $progress $picture 2>/dev/null
exit 0
`.trim();

/** Command of the observer; without a preview only progress is read. */
export function observerArgv(channels: Channels, hasPreview: boolean): string[] {
  return ['sh', '-c', script, 'capstan-observer', String(channels.progressPort), hasPreview ? String(channels.previewPort) : ''];
}
