import type { HostOverview } from '@domain/contract';
import { errorOf, failure } from '@domain/errors';
import type { Host } from '@domain/host';
import type { Engine } from '../engine';
import { localSpace } from './host-space';

/** An emulated or very busy host takes long to look at its devices; one that hangs must not be waited for. */
const longestLookMilliseconds = 120_000;

interface OverviewOptions {
  readonly refresh: boolean;
  /** Folder for recordings on this computer, for an engine that sees its files. */
  readonly recordingsDirectory: string;
}

/**
 * What a host offers and how full it is. Changes nothing there: an image that is missing is not made. Throws
 * `image-missing`, and what the connection throws.
 */
export async function overviewOf(engine: Engine, { refresh, recordingsDirectory }: OverviewOptions): Promise<HostOverview> {
  await needImage(engine);
  const [capabilities, space] = await Promise.all([
    engine.capabilities({ refresh, directory: recordingsDirectory }),
    spaceOf(engine, recordingsDirectory),
  ]);
  return { engine: engine.status, capabilities, space };
}

/** Ends the waiting for a host that answers nothing more. Throws `host-unreachable`. */
export async function withinPatience<T>({ name }: Pick<Host, 'name'>, work: Promise<T>, milliseconds = longestLookMilliseconds): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(failure('host-unreachable', `${name} was not done with its answer after ${Math.round(milliseconds / 1000)} s.`)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Throws `image-missing` where devices cannot be looked at yet. */
export async function needImage({ images, status }: Engine): Promise<void> {
  const software = (await images?.list())?.families.find(({ family }) => family === 'software');
  if (!software || software.id !== null) return;
  throw failure('image-missing', `${status.host.name} has no image ${software.reference} yet: devices are looked at in a container of it.`, {
    nextStep: 'It is made when the host is used for the first time.',
  });
}

async function spaceOf(engine: Engine, directory: string): Promise<HostOverview['space']> {
  try {
    const files = await engine.recordingFiles(directory);
    const space = await (files === null ? localSpace(directory) : files.space());
    return space && { freeBytes: space.freeBytes, totalBytes: space.totalBytes };
  } catch (thrown) {
    // Storage that is not there, or closed to the recorder, is for the check to explain.
    if (errorOf(thrown).kind === 'output-unwritable') return null;
    throw thrown;
  }
}
