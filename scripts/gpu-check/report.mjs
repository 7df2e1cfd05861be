/** The report for people: what the host has, what each encoder did, and why the rest does not work. */
export function markdown({ host, settings, proofs, checks }) {
  const { size, seconds, bitRateKbps, framesPerSecond } = settings;
  const unusable = proofs.filter(({ usable }) => !usable);
  return [
    '# Capstan GPU check',
    '',
    `${checks.length} encoders checked, ${checks.filter(({ faults }) => faults.length > 0).length} failed. Test pattern, ${size}, ${framesPerSecond} frames a second, ${seconds} s, ${bitRateKbps} kb/s.`,
    '',
    '## Host',
    '',
    ...table([['what', 'found'], ['engine', host.engine], ['system', host.operatingSystem || '-'], ['kernel', host.kernel ?? '-'], ['ffmpeg', host.ffmpeg], ['runtimes', host.runtimes.join(', ') || '-'], ['CDI', host.cdi ? 'yes' : 'no'], ...host.images.map(({ family, reference, ffmpeg }) => [`image of ${family}`, `${reference}, ffmpeg ${ffmpeg}`])]),
    '',
    ...(host.gpus.length === 0 ? ['No GPU that Capstan knows how to encode with.'] : table([['GPU', 'driver'], ...host.gpus.map(({ name, driver }) => [name, driver ?? '-'])])),
    ...(checks.length === 0 ? [] : ['', '## Encoders', '', ...checked(checks), '', '## Load', '', ...loads(checks)]),
    ...(unusable.length === 0 ? [] : ['', '## What does not work', '', ...unusable.flatMap(reason)]),
    '',
  ].join('\n');
}

/** Plans before the one that ran, for its cell. */
export const refusals = (plans) => (plans.length === 0 ? '' : ` (refused: ${plans.map(({ encoder, path }) => `${encoder} by ${path}`).join(', ')})`);

const checked = (checks) =>
  table([
    ['encoder', 'GPU', 'path', 'frames', 'PSNR', 'VMAF', 'software PSNR', 'size', 'outcome'],
    ...checks.map(({ encoder, gpu, path, fallback, refusedPlans, decodedFrames, expectedFrames, psnrDb, vmaf, software, sizeBytes, faults }) => [
      encoder,
      gpu ?? '-',
      `${path ?? '-'}${fallback === null ? '' : ` instead of ${fallback.wanted}: ${fallback.reason}`}${refusals(refusedPlans)}`,
      `${decodedFrames} of ${expectedFrames}`,
      decibels(psnrDb),
      vmaf === null ? '-' : vmaf.toFixed(1),
      software === null || software === undefined ? '-' : `${decibels(software.psnrDb ?? null)} (${software.encoder})`,
      sizeBytes === null ? '-' : `${Math.round(sizeBytes / 1024)} KiB`,
      faults.join('; ') || 'ok',
    ]),
  ]);

const loads = (checks) =>
  table([
    ['encoder', 'of this recording', 'of the whole GPU', 'not available'],
    ...checks.map(({ encoder, load: { session, gpus, unavailable } }) => [
      encoder,
      [`CPU ${percent(session.cpuPercent)}`, ...session.gpus.flatMap(({ engines }) => engines.map(engine))].join(', '),
      gpus.map((gpu) => [gpu.gpu, ...gpu.engines.map(engine), ...(gpu.powerWatts === null ? [] : [`${gpu.powerWatts} W`])].join(', ')).join('; ') || '-',
      [...new Set([...unavailable, ...gpus.flatMap(({ unavailable: of }) => of)].map(({ figure, reason: why }) => `${figure}: ${why}`))].join(' ') || '-',
    ]),
  ]);

const reason = ({ encoder, gpu, diagnosis }) => [
  `- **${encoder}**${gpu === null ? '' : ` on ${gpu}`}: ${diagnosis?.title ?? 'no reason was found'}. ${diagnosis?.reason ?? ''} ${diagnosis?.remedy ?? ''}`.trimEnd(),
  ...(diagnosis?.evidence ? ['  ```', ...diagnosis.evidence.split('\n').map((line) => `  ${line}`), '  ```'] : []),
];

const engine = ({ name, busyPercent }) => `${name} ${percent(busyPercent)}`;
const percent = (value) => (value === null ? 'not available' : `${value} %`);
const decibels = (value) => (value === null ? '-' : `${value.toFixed(1)} dB`);

const table = ([head, ...rows]) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map((cell) => cell.replaceAll('|', '/').replaceAll('\n', ' ')).join(' | ')} |`);
