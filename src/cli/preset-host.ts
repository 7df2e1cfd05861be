import { errorOf, failure } from '@domain/errors';
import { thisComputer } from '@domain/host';
import type { Station } from '../station/types';
import type { DraftOptions } from './draft';
import { stationChoice, type Shell } from './shell';

/**
 * Opens the station where a recording belongs: on the host that is asked for, else on that of the preset, else on this
 * computer. A preset's host, or that it does not count, is said on stderr. Throws `host-unknown`.
 */
export async function openStationFor(shell: Shell, preset: string | undefined, options: DraftOptions): Promise<Station> {
  const choice = stationChoice(options);
  const bound = preset === undefined ? null : (await shell.openPresets()).find(preset);
  if (bound === null || bound.host === null) return shell.openStation(choice);
  const { name, host } = bound;
  const belongs = `The preset ${JSON.stringify(name)} belongs to the host ${JSON.stringify(host.name)}`;
  if (choice.host !== undefined || choice.engine === 'local') {
    const station = await shell.openStation(choice);
    const asked = await station.hosts.chosen();
    if (asked.id !== host.id) shell.out.note(`${belongs}; ${choice.host === undefined ? '--engine local' : '--host'} has it on ${JSON.stringify(asked.name)}.`);
    return station;
  }
  if (host.id !== thisComputer) shell.out.note(`${belongs}, and is used there; --host takes another.`);
  try {
    return await shell.openStation({ ...choice, host: host.id });
  } catch (thrown) {
    if (errorOf(thrown).kind !== 'host-unknown') throw thrown;
    throw failure('host-unknown', `${belongs}, which is not there any more.`, { field: 'host', nextStep: 'Name another with --host, or bind the preset anew in the window.', cause: thrown });
  }
}
