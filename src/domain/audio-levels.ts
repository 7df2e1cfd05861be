/** What a meter shows for silence, in dB of full scale: digital silence is minus infinity, which JSON cannot hold. */
export const silenceDbfs = -120;

const meterHz = 10;
const peak = /^lavfi\.astats\.(\w+)\.Peak_level=(-?(?:\d+(?:\.\d+)?|inf|nan))$/;

/**
 * Filters that print the peak of each channel ten times a second to a UDP port, where nobody has to receive it. The
 * sound passes through them unchanged; it has to come at `sampleRateHz`.
 *
 * @param url as an address, not yet escaped for a filter graph
 */
export function meterFilters(url: string, sampleRateHz: number): string[] {
  const file = `'${url.replaceAll(':', String.raw`\:`)}'`;
  return [
    `asetnsamples=n=${Math.round(sampleRateHz / meterHz)}:p=0`,
    // The overall peak comes last and closes the measurement, so that it is known at once.
    'astats=metadata=1:reset=1:measure_perchannel=Peak_level:measure_overall=Peak_level',
    `ametadata=mode=print:file=${file}:direct=1`,
  ];
}

/** Reads the lines that `meterFilters` makes ffmpeg print. A measurement of which a line was lost is left out. */
export class LevelReader {
  private channels: number[] | null = null;
  private pending = '';

  /** Any piece of text, as it came; answers the peaks of each measurement that it completes, in dBFS by channel. */
  push(text: string): number[][] {
    const lines = (this.pending + text).slice(-65_536).split('\n');
    this.pending = lines.pop() ?? '';
    return lines.flatMap((line) => {
      const peaks = this.line(line);
      return peaks === null ? [] : [peaks];
    });
  }

  /** One whole line; answers the peaks where it completes a measurement. Lines of other writers are left alone. */
  line(line: string): number[] | null {
    if (line.startsWith('frame:')) {
      this.channels = [];
      return null;
    }
    const [, channel = '', value = ''] = peak.exec(line.trim()) ?? [];
    const { channels } = this;
    if (channel === '' || channels === null) return null;
    if (channel !== 'Overall' && Number(channel) === channels.length + 1 && channels.length < 64) {
      channels.push(decibels(value));
      return null;
    }
    this.channels = null;
    return channel === 'Overall' && channels.length > 0 ? channels : null;
  }
}

function decibels(text: string): number {
  const value = Number(text);
  return Number.isFinite(value) ? Math.max(silenceDbfs, Math.round(value * 10) / 10) : silenceDbfs;
}
