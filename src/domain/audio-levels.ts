/** What a meter shows for silence, in dB of full scale: digital silence is minus infinity, which JSON cannot hold. */
export const silenceDbfs = -120;

const meterHz = 10;
const peak = /^lavfi\.astats\.(\w+)\.Peak_level=(-?(?:\d+(?:\.\d+)?|inf)|nan)$/;

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

/** Reads the lines that `meterFilters` makes ffmpeg print. */
export class LevelReader {
  private channels: number[] = [];
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
    if (channel === '') return null;
    if (channel !== 'Overall') {
      if (this.channels.length < 64) this.channels.push(decibels(value));
      return null;
    }
    const peaks = this.channels;
    this.channels = [];
    return peaks.length > 0 ? peaks : null;
  }
}

function decibels(text: string): number {
  const value = Number(text);
  return Number.isFinite(value) ? Math.max(silenceDbfs, Math.round(value * 10) / 10) : silenceDbfs;
}
