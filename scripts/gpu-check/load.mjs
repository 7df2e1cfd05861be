import { hostFacts } from './host-facts.mjs';

const highest = (values) => {
  const known = values.filter((value) => typeof value === 'number');
  return known.length === 0 ? null : Math.round(Math.max(...known) * 10) / 10;
};

/** The highest of each figure over the samples of one recording; null where none told it. */
export function summariseLoad(events, capabilities) {
  const { nameOf } = hostFacts(capabilities);
  const own = events.flatMap(({ sessions }) => sessions.flatMap(({ load }) => load ?? []));
  const gpusOf = (loads) => grouped(loads.flatMap(({ gpus }) => gpus), ({ gpu }) => gpu);
  const enginesOf = (gpus) =>
    [...grouped(gpus.flatMap(({ engines }) => engines), ({ name }) => name)].map(([name, engines]) => ({ name, busyPercent: highest(engines.map(({ busyPercent }) => busyPercent)) }));
  const hosts = events.map(({ load }) => load);
  return {
    samples: events.length,
    session: {
      cpuPercent: highest(own.map(({ cpuPercent }) => cpuPercent)),
      memoryMiB: highest(own.map(({ memoryMiB }) => memoryMiB)),
      gpus: [...gpusOf(own)].map(([gpu, of]) => ({ gpu: nameOf(gpu), engines: enginesOf(of) })),
    },
    gpus: [...gpusOf(hosts)].map(([gpu, of]) => ({
      gpu: nameOf(gpu),
      engines: enginesOf(of),
      powerWatts: highest(of.map(({ powerWatts }) => powerWatts)),
      temperatureCelsius: highest(of.map(({ temperatureCelsius }) => temperatureCelsius)),
      clockMhz: highest(of.map(({ clockMhz }) => clockMhz)),
      unavailable: of.at(-1).unavailable,
    })),
    unavailable: own.at(-1)?.unavailable ?? [],
  };
}

function grouped(values, keyOf) {
  const groups = new Map();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}
