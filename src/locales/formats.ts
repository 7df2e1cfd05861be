/** Numbers and times as people of one language read them. Unknown is a dash, never 0. */
export interface Formats {
  /** `0:07`, `12:03`, `1:02:03` */
  duration(seconds: number): string;
  /** Decimal units, as file managers and disks use them. */
  bytes(bytes: number | null): string;
  bitRate(kbps: number | null): string;
  /** With as many decimals as matter, without the unit. */
  framesPerSecond(fps: number | null): string;
  count(count: number): string;
  /** With at most this many decimals. */
  number(value: number, decimals?: number): string;
  percent(fraction: number): string;
  /** Date and time of the reader's own clock, from ISO 8601. */
  time(iso: string): string;
  /** Hours and minutes of the reader's own clock, from ISO 8601. */
  clock(iso: string): string;
  /** Hours, minutes and seconds of the reader's own clock, from ISO 8601. */
  clockSeconds(iso: string): string;
}

export const unknown = '–';
const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'];
const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
/** English as most of the world writes dates. */
const localeOf = (language: string) => (language === 'en' ? 'en-GB' : language);

export function formatsFor(language: string): Formats {
  const locale = localeOf(language);
  const number = (value: number, decimals = 0) =>
    value.toLocaleString(locale, { maximumFractionDigits: decimals, minimumFractionDigits: decimals });
  const plain = (value: number, decimals: number) =>
    value.toLocaleString(locale, { maximumFractionDigits: decimals, minimumFractionDigits: decimals, useGrouping: false });
  return {
    duration: (seconds) => {
      const whole = Math.max(0, Math.floor(seconds));
      const hours = Math.floor(whole / 3600);
      const minutes = Math.floor(whole / 60) % 60;
      return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
    },
    bytes: (bytes) => {
      if (bytes === null) return unknown;
      const step = Math.min(byteUnits.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
      const value = bytes / 1000 ** step;
      return `${plain(value, step === 0 || value >= 100 ? 0 : 1)} ${byteUnits[step] ?? ''}`;
    },
    bitRate: (kbps) => {
      if (kbps === null) return unknown;
      return kbps >= 1000 ? `${number(kbps / 1000, kbps >= 100_000 ? 0 : 1)} Mbit/s` : `${number(kbps)} kbit/s`;
    },
    framesPerSecond: (fps) => (fps === null ? unknown : number(fps, fps >= 100 ? 0 : 1)),
    count: (count) => number(count),
    number,
    percent: (fraction) => fraction.toLocaleString(locale, { style: 'percent' }),
    time: (iso) =>
      new Date(iso).toLocaleString(locale, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    clockSeconds: (iso) => new Date(iso).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    clock: (iso) => new Date(iso).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' }),
  };
}
