import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Capstan } from './capstan.mjs';
import { compare, decodedFrames, hasVmaf } from './compare.mjs';
import { hostFacts, publicProof } from './host-facts.mjs';
import { summariseLoad } from './load.mjs';

const framesPerSecond = 30;
/** Below this a picture is broken, whatever the bit rate: wrong colours, shifted frames, green. */
const brokenDb = 25;
/** The software encoder of the same codec, and the preset that leaves it its usual speed. */
const twins = { h264: 'libx264', hevc: 'libx265', av1: 'libsvtav1', vp9: 'libvpx-vp9', mjpeg: 'mjpeg' };
const codecOf = (encoder) => /^(h264|hevc|av1|vp9|mjpeg)_/.exec(encoder)?.[1] ?? Object.keys(twins).find((codec) => twins[codec] === encoder) ?? null;

/**
 * Probes, then records the test pattern with everything that works. All of it through the command line, so that each
 * figure is of what a user gets.
 */
export async function checkEncoders(options) {
  const { station, only, size, seconds, bitRateKbps, say } = options;
  say('Trying the encoders of this host (capstan probe --encoders) ...');
  const capabilities = await Capstan.document(['probe', '--encoders', '--refresh', ...station]);
  const proofs = capabilities.encoders ?? [];
  const host = hostFacts(capabilities);
  const wanted = (encoder) => only === null || only.includes(encoder);
  const usable = proofs.filter((proof) => proof.usable && wanted(proof.encoder)).map(({ encoder, gpu }) => ({ encoder, gpu }));
  const software = (only ?? []).filter((encoder) => Object.values(twins).includes(encoder)).map((encoder) => ({ encoder, gpu: null }));
  const subjects = [...usable, ...software];
  for (const encoder of (only ?? []).filter((name) => ![...proofs, ...software].some((one) => one.encoder === name))) {
    say(`${encoder} is left out: Capstan does not know it, or this host has nothing that it could run on.`);
  }
  const report = {
    host,
    settings: { size, seconds, bitRateKbps, framesPerSecond },
    proofs: proofs.filter(({ encoder }) => wanted(encoder)).map((proof) => publicProof(proof, capabilities)),
    checks: [],
  };
  if (subjects.length === 0) return report;

  const folder = mkdtempSync(join(tmpdir(), 'capstan-gpu-check-'));
  const common = ['--source', 'test-pattern', '--size', size, '--rate', String(framesPerSecond), '--audio', 'none', '--seconds', String(seconds), '--output', folder, ...station];
  const rate = (encoder) => (codecOf(encoder) === 'mjpeg' ? [] : ['--bit-rate', String(bitRateKbps)]);
  try {
    say('Recording the original (libx264, as good as lossless) ...');
    const original = await record([...common, '--encoder', 'libx264', '--quality', '1']);
    if (original.path === null) throw new Error(`The original could not be recorded: ${original.error}`);
    const withVmaf = hasVmaf();
    const judged = (recorded) => (recorded.path === null ? null : { ...compare(recorded.path, original.path, withVmaf), decodedFrames: decodedFrames(recorded.path) });
    const softwareRuns = new Map();
    const twinOf = async (codec) => {
      const encoder = twins[codec];
      if (!softwareRuns.has(codec)) {
        say(`Recording with ${encoder}, to compare with ...`);
        const recorded = await record([...common, '--encoder', encoder, ...rate(encoder)]);
        softwareRuns.set(codec, { encoder, error: recorded.error, sizeBytes: recorded.sizeBytes, ...judged(recorded) });
      }
      return softwareRuns.get(codec);
    };
    for (const { encoder, gpu } of subjects) {
      const codec = codecOf(encoder);
      const twin = codec === null ? null : await twinOf(codec);
      say(`Recording with ${encoder}${gpu === null ? '' : ` on ${host.nameOf(gpu)}`} ...`);
      const recorded = await record([...common, '--encoder', encoder, ...(gpu === null ? [] : ['--gpu', gpu]), ...rate(encoder)], station);
      const { plan, refusedPlans, error, sizeBytes, droppedFrames, behindSeconds, load } = recorded;
      const check = {
        encoder,
        gpu: gpu === null ? null : host.nameOf(gpu),
        path: plan?.path.name ?? null,
        pathSummary: plan?.path.summary ?? null,
        fallback: plan?.fallback ?? null,
        refusedPlans,
        ...{ error, sizeBytes, droppedFrames, behindSeconds },
        expectedFrames: Math.round(seconds * framesPerSecond),
        ...(judged(recorded) ?? { decodedFrames: 0, psnrDb: null, worstPsnrDb: null, vmaf: null }),
        software: twin,
        load: summariseLoad(load, capabilities),
      };
      report.checks.push({ ...check, faults: faultsOf(check) });
    }
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function faultsOf({ error, decodedFrames: frames, expectedFrames, psnrDb, fallback, encoder, refusedPlans }) {
  if (error !== null) return [error];
  return [
    ...(frames === expectedFrames ? [] : [`${frames} frames instead of ${expectedFrames}`]),
    ...(psnrDb === null ? ['the pictures could not be compared'] : psnrDb < brokenDb ? [`PSNR ${psnrDb.toFixed(1)} dB: the pictures are broken`] : []),
    ...refusedPlans.map((refused) => `${refused.encoder} by ${refused.path} was refused when it started`),
    ...(fallback !== null && !fallback.chosen.startsWith(encoder) ? [`it fell back to ${fallback.chosen}`] : []),
  ];
}

/** What ran is what was planned last; each plan before it was refused when it started. */
export function plansOf(events) {
  const plans = events.filter(({ type }) => type === 'planned').map(({ plan }) => plan);
  return {
    plan: plans.at(-1) ?? null,
    refusedPlans: plans.slice(0, -1).map(({ encoder, gpu, path, fallback }) => ({ encoder, gpu: gpu?.name ?? null, path: path.name, fallback })),
  };
}

/** One recording; with `loadOf` its host and session are watched while it runs. */
async function record(words, loadOf = null) {
  let watching = null;
  const capstan = new Capstan(['record', ...words], (event) => {
    if (event.type === 'recording' && loadOf !== null) watching = new Capstan(['load', ...loadOf]);
  });
  await capstan.closed;
  await watching?.stop();
  const { events } = capstan;
  const ended = events.findLast(({ type }) => type === 'ended');
  const recording = ended?.recording ?? null;
  const error = ended?.error ?? null;
  return {
    path: recording?.path ?? null,
    error: error === null ? (recording === null ? `no recording: ${capstan.said.trim().slice(0, 500)}` : null) : `${error.title}: ${error.detail}`,
    ...plansOf(events),
    sizeBytes: recording?.sizeBytes ?? null,
    droppedFrames: recording?.droppedFrames ?? null,
    behindSeconds: events.findLast(({ type }) => type === 'progress')?.behindSeconds ?? null,
    load: watching?.events.filter(({ type }) => type === 'load') ?? [],
  };
}
