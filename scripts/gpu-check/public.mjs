/** The registry of an image's reference, `localhost:5000/` or `registry.example.org/`; null for Docker's own. */
const registryOf = (reference) => /^((?:[^/]*[.:][^/]*|localhost)\/)./.exec(reference)?.[1] ?? null;

/** A report as it may leave this computer: without registries and home folder, also where an error quotes them. */
export function publicReport(report, home) {
  const registries = report.host.images.flatMap(({ reference }) => registryOf(reference) ?? []);
  const asPublic = (text) => [...registries.map((registry) => [registry, '']), ...(home.length > 1 ? [[home, '~']] : [])].reduce((told, [from, to]) => told.replaceAll(from, to), text);
  return JSON.parse(JSON.stringify(report, (_key, value) => (typeof value === 'string' ? asPublic(value) : value)));
}
