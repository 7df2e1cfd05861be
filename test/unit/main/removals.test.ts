import { expect, test } from 'vitest';
import type { StationEvent } from '@domain/contract';
import { failure } from '@domain/errors';
import type { Host } from '@domain/host';
import type { HostRecordings } from '@domain/host-recording';
import { Removals } from '../../../src/main/removals';
import { Texts } from '../../../src/main/texts';
import type { Station } from '../../../src/station/types';
import { attic } from '../renderer/fixtures';

const listOf = (...names: string[]) => ({ recordings: names.map((fileName) => ({ fileName })) }) as unknown as HostRecordings;
const namesOf = ({ recordings }: HostRecordings) => recordings.map(({ fileName }) => fileName);

test('what a host did not remove is shown again, and why is said in the reader’s language', async () => {
  const events: StationEvent[] = [];
  const shown: string[][] = [];
  const hostRecordings = {
    remove: async (fileName: string, { name }: Host) => {
      if (fileName === 'held.mkv') throw failure('recording-busy', `${name} holds it.`);
    },
  };
  const removals: Removals = new Removals({
    station: async () => ({ hostRecordings }) as unknown as Station,
    moveToBin: async () => undefined,
    emit: (event) => {
      events.push(event);
      if (event.type === 'hostRecordings') shown.push(namesOf(removals.shownOf(attic, listOf('held.mkv'))));
    },
    texts: await Texts.open('es'),
  });
  removals.removeOf(attic, ['held.mkv', 'free.mkv']);
  expect(namesOf(removals.shownOf(attic, listOf('held.mkv', 'free.mkv', 'other.mkv')))).toEqual(['other.mkv']);
  await removals.finish();
  expect(events).toEqual([
    { type: 'notice', message: 'No se eliminó held.mkv de attic: attic holds it.' },
    { type: 'hostRecordings', hostId: attic.id },
  ]);
  expect(shown).toEqual([['held.mkv']]);
});
