import { expect, it } from 'vitest';
import { findingSchema, type Finding } from '@domain/doctor/finding';
import { doctorText } from '../../../src/cli/doctor-text';
import { errorText } from '../../../src/cli/text';
import { capstanError } from '@domain/errors';

const finding = (changes: Partial<Finding>): Finding => findingSchema.parse({ id: 'a', title: 'Disk', group: 'disk', status: 'ok', evidence: '', reason: 'It is fine.', remedy: '', commands: [], ...changes });
const findings = [
  finding({ id: 'space', title: 'Free space', evidence: '/home/me/Videos/Capstan: 61.7 GB free, which is a great deal more than any recording takes' }),
  finding({ id: 'wrong', title: 'Group of the render nodes', group: 'gpus', status: 'failed', evidence: '/dev/dri/renderD128 4242 660', reason: 'The recorder is in none of the groups that may open the render node, so that no encoder works.', remedy: 'Add the user to the group render.', commands: ['sudo usermod -aG render "$USER" && echo this line is longer than any terminal of eighty columns'] }),
  finding({ id: 'none', title: 'Cameras', group: 'cameras', status: 'not-applicable', reason: 'No camera is connected.' }),
  finding({ id: 'slow', title: 'Clock', group: 'connection', status: 'warning', evidence: 'evil\u001B[2Jtext\nsecond', reason: 'It is 3 s ahead.', remedy: 'Let NTP keep it.' }),
];

it('shows findings by group, in full where something is wrong, within the width of the terminal', () => {
  expect(doctorText(findings, { all: false, columns: 80 })).toMatchInlineSnapshot(`
    "Connection
      WARNING  Clock
               It is 3 s ahead.
               Seen: evil�[2Jtext second
               Do: Let NTP keep it.

    Disk
      ok       Free space: /home/me/Videos/Capstan: 61.7 GB free, which is a great…

    GPUs
      FAILED   Group of the render nodes
               The recorder is in none of the groups that may open the render node,
               so that no encoder works.
               Seen: /dev/dri/renderD128 4242 660
               Do: Add the user to the group render.
               Run: sudo usermod -aG render "$USER" && echo this line is longer than any terminal of eighty columns

    1 failed, 1 warning, 1 ok, 1 not applicable"
  `);
});

it('shows what does not apply where all is asked for', () => {
  expect(doctorText(findings, { all: true, columns: 120 })).toContain('Cameras\n  -        Cameras: No camera is connected.\n');
});

it('points from an error to the check that looks for the same cause', () => {
  expect(errorText(capstanError('out-of-memory', 'The kernel ended it.'))).toMatch(/\n {2}More: `capstan doctor`, with the same --host, looks for the cause \(memory-limit\)\.$/);
  expect(errorText(capstanError('preset-invalid', 'x'))).not.toContain('doctor');
});
