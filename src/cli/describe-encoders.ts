import type { Capabilities, Diagnosis, EncoderProof } from '@domain/capabilities';
import { encoderTable } from '@domain/plan/encoders';
import { allGpus, isProofOf, type Gpu } from '@domain/plan/gpus';
import { table } from './text';

/** What encodes on this host: by the CPU as ffmpeg lists it, on each GPU as it was tried. */
export function describeEncoders(capabilities: Capabilities): string {
  const { ffmpeg, encoders } = capabilities;
  const software = encoderTable
    .filter(({ family }) => family === 'software')
    .map(({ encoder, label }) => [`  ${encoder}`, label, ffmpeg.encoders.includes(encoder) ? 'available' : 'not in this ffmpeg']);
  return ['Encoders', table(software), ...hardware(allGpus(capabilities), encoders)].join('\n');
}

function hardware(gpus: readonly Gpu[], proofs: readonly EncoderProof[] | null): string[] {
  if (gpus.length === 0) return ['No GPU was found: there is no hardware encoder to try.'];
  const lines = gpus.flatMap((gpu) => describeGpu(gpu, (proofs ?? []).filter((proof) => isProofOf(proof, gpu))));
  return [...lines, ...(proofs === null ? ['Hardware encoders were not tried yet: `capstan probe --encoders` tries them.'] : [])];
}

function describeGpu(gpu: Gpu, proofs: readonly EncoderProof[]): string[] {
  const usable = proofs.filter((proof) => proof.usable);
  const title = `Encoders of ${gpu.name}${gpu.id === gpu.name ? '' : `, ${gpu.id}`}`;
  if (proofs.length === 0) return [title, '  not tried'];
  return [title, ...(usable.length === 0 ? ['  none works'] : [table(usable.map(usableRow))]), ...causes(proofs)];
}

const usableRow = ({ encoder, paths, framesPerSecond, tenBit, lowPower, libvaDriver }: EncoderProof): string[] => [
  `  ${encoder}`,
  'works',
  paths.join(', '),
  framesPerSecond === null ? '' : `${framesPerSecond} frames/s`,
  [tenBit === true ? '10 bit' : '', lowPowerText(lowPower), libvaDriver ?? ''].filter((part) => part !== '').join(', '),
];

function lowPowerText(lowPower: EncoderProof['lowPower']): string {
  if (lowPower === null || (lowPower.off && !lowPower.on)) return '';
  return lowPower.off ? 'low power' : 'low power only';
}

/** Each reason once, with the encoders that it stops. */
function causes(proofs: readonly EncoderProof[]): string[] {
  const byCause = new Map<string, { readonly diagnosis: Diagnosis; readonly encoders: string[] }>();
  for (const { encoder, diagnosis } of proofs) {
    if (diagnosis === null) continue;
    const key = JSON.stringify([diagnosis.id, diagnosis.reason]);
    const known = byCause.get(key);
    if (known) known.encoders.push(encoder);
    else byCause.set(key, { diagnosis, encoders: [encoder] });
  }
  return [...byCause.values()].flatMap(({ diagnosis, encoders }) => [
    `  does not work: ${encoders.join(', ')}`,
    table([
      ['    what', diagnosis.title],
      ['    seen', diagnosis.evidence],
      ['    why', diagnosis.reason],
      ['    do', diagnosis.remedy],
      ...diagnosis.commands.map((command, index) => [index === 0 ? '    run' : '', command]),
    ]),
  ]);
}
