import 'uplot/dist/uPlot.min.css';
import { useCallback, useEffect, useState } from 'react';
import { useComputedColorScheme } from '@mantine/core';
import classes from './graph.module.css';
import { LivePlot, type GraphTone, type PlotContent, type PlotOptions } from './live-plot';

type GraphProps = PlotOptions & Omit<PlotContent, 'scheme'>;

/** A line graph of the last minutes. What it says in words is for its parent to say. Other lines need another `key`. */
export function Graph({ tones, seconds, together, data, maximum, formatMark, formatTime, readAt, onPoint }: GraphProps) {
  const [plot, setPlot] = useState<LivePlot | null>(null);
  const scheme = useComputedColorScheme('light');
  const kind = tones.join(' ');
  const place = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return undefined;
      const made = new LivePlot(element, { tones: kind.split(' ') as GraphTone[], seconds, together });
      setPlot(made);
      return () => made.destroy();
    },
    [kind, seconds, together],
  );
  useEffect(() => plot?.show({ data, maximum, formatMark, formatTime, scheme, readAt, onPoint }), [plot, data, maximum, formatMark, formatTime, scheme, readAt, onPoint]);
  return <div ref={place} className={classes['graph']} aria-hidden="true" />;
}
