/**
 * Free space of a folder, and how fast its disk takes what is written through to it: for a second, at most 256 MiB, and
 * no more than a hundredth of the space that is left. The file has no name once it is open, so that nothing is left of it.
 * What is written cannot be compressed, as a recording cannot.
 */
const script = String.raw`
export LC_ALL=C
now() { read -r time rest </proc/uptime; time=${'$'}{time%.*}${'$'}{time#*.}; }
set -- "$1" $(stat -f -c '%a %S' "$1") && echo "free $(($2 * $3))" || exit
most=$(($2 * $3 / 104857600))
[ "$most" -lt 256 ] || most=256
umask 077
file=$(mktemp "$1/.capstan-XXXXXXXXXX") || exit
exec 3>"$file"
rm -f "$file"
written=0
now
begun=$time
while [ "$written" -lt "$most" ] && [ $((time - begun)) -lt 100 ]; do
  dd if=/dev/urandom bs=1048576 count=1 conv=notrunc,fsync >&3 2>/dev/null || break
  written=$((written + 1))
  now
done
echo "written $written $((time - begun))"
`;

/** The command that tells what `readDiskSpeed` reads. */
export const diskSpeedArgv = (directory: string): string[] => ['sh', '-c', script, 'capstan-disk', directory];

/** The same without writing. */
export const freeSpaceArgv = (directory: string): string[] => ['stat', '-f', '-c', 'blocks %a %S', directory];

export interface DiskSpeed {
  readonly freeBytes: number;
  /** Null where nothing could be written. */
  readonly writeBytesPerSecond: number | null;
}

/** Null where that is not what the script prints. */
export function readDiskSpeed(text: string): DiskSpeed | null {
  const [, free] = /^free (\d{1,18})$/m.exec(text) ?? [];
  const [, blocks = '', blockBytes = ''] = /^blocks (\d{1,15}) (\d{1,9})$/m.exec(text) ?? [];
  if (free === undefined) return blocks === '' ? null : { freeBytes: Number(blocks) * Number(blockBytes), writeBytesPerSecond: null };
  const [, mebibytes = '0', hundredths = '0'] = /^written (\d{1,4}) (\d{1,6})$/m.exec(text) ?? [];
  // A hundredth of a second is what the clock can tell.
  const seconds = Math.max(1, Number(hundredths)) / 100;
  return { freeBytes: Number(free), writeBytesPerSecond: Number(mebibytes) === 0 ? null : Math.round((Number(mebibytes) * 1024 * 1024) / seconds) };
}
