import UPlot from 'uplot';

/** What a line is drawn as; the colors are those of the theme, `--capstan-graph-TONE`. */
export type GraphTone = 'whole' | 'session';

export interface PlotOptions {
  readonly tones: readonly GraphTone[];
  /** How far back the axis goes, in seconds. */
  readonly seconds: number;
  /** Plots of one name show the pointer at the same time. */
  readonly together: string;
}

/** What is drawn, again and again. */
export interface PlotContent {
  /** Seconds before now, rising to 0, and one column a line; null is a gap, undefined is no sample of that line. */
  readonly data: UPlot.AlignedData;
  /** Upper end of the scale, which begins at 0. */
  readonly maximum: number;
  readonly formatMark: (value: number) => string;
  /** A mark of the time axis, in seconds before now. */
  readonly formatTime: (seconds: number) => string;
  /** Light or dark: the theme's colors are looked up as it is drawn. */
  readonly scheme: string;
  /** Where a reader with the keyboard is, in seconds before now; null while nobody reads so. */
  readonly readAt: number | null;
  /** Told where the pointer is, in seconds before now; null where it is not. */
  readonly onPoint: (seconds: number | null) => void;
}

/** A line graph on a canvas below `element`. It follows the element's size and is only ever drawn again, never made anew. */
export class LivePlot {
  private readonly plot: UPlot;
  private readonly observer: ResizeObserver;
  private content: PlotContent | null = null;

  constructor(
    private readonly element: HTMLElement,
    private readonly options: PlotOptions,
  ) {
    this.plot = new UPlot(this.uPlotOptions(), [[], ...options.tones.map(() => [])], element);
    this.observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width !== this.plot.width || height !== this.plot.height) this.plot.setSize({ width, height });
    });
    this.observer.observe(element);
  }

  show(content: PlotContent): void {
    this.content = content;
    this.plot.setData(content.data);
    if (content.readAt !== null) this.plot.setCursor({ left: this.plot.valToPos(content.readAt, 'x'), top: 0 }, false);
  }

  destroy(): void {
    this.observer.disconnect();
    this.plot.destroy();
  }

  private uPlotOptions(): UPlot.Options {
    const { element, options } = this;
    const { seconds, tones, together } = options;
    const color = (name: string) => () => getComputedStyle(element).getPropertyValue(`--capstan-graph-${name}`).trim();
    const axis = { stroke: color('text'), font: '10px system-ui, sans-serif', ticks: { show: false }, grid: { stroke: color('grid'), width: 1 } };
    const maximum = () => this.content?.maximum ?? 1;
    // None at the left end, where it would lie on the 0 of the other axis.
    const times = [-0.75, -0.5, -0.25, 0].map((share) => share * seconds);
    return {
      width: element.clientWidth,
      height: element.clientHeight,
      padding: [6, 14, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 5 }, sync: { key: together, setSeries: false } },
      scales: { x: { time: false, range: () => [-seconds, 0] }, y: { range: () => [0, maximum()] } },
      axes: [
        { ...axis, size: 16, gap: 2, splits: () => times, values: () => times.map((time) => this.content?.formatTime(time) ?? '') },
        { ...axis, size: 40, gap: 4, splits: () => [0, maximum() / 2, maximum()], values: (_, marks) => marks.map((mark) => this.content?.formatMark(mark) ?? '') },
      ],
      series: [
        {},
        ...tones.map((tone) => ({
          stroke: color(tone),
          fill: color(`${tone}-fill`),
          width: tone === 'session' ? 2 : 1.5,
          spanGaps: false,
          points: { show: true, size: 4, filter: (plot: UPlot, line: number) => loneSamples(plot.data[line] ?? []) },
        })),
      ],
      hooks: {
        setCursor: [({ cursor: { left = -1 } }) => this.content?.onPoint(left < 0 ? null : this.plot.posToVal(left, 'x'))],
      },
    };
  }
}

/** Those without a neighbour to draw a line to. */
function loneSamples(values: ArrayLike<number | null | undefined>): number[] {
  const present = Array.from(values, (value, index) => ({ value, index })).filter(({ value }) => value !== undefined);
  const isGap = (position: number) => (present[position]?.value ?? null) === null;
  return present.flatMap(({ index }, position) => (!isGap(position) && isGap(position - 1) && isGap(position + 1) ? [index] : []));
}
