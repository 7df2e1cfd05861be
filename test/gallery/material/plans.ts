import type { Capabilities } from '@domain/capabilities';
import type { PlanView, SessionDraft } from '@domain/contract';
import { CapstanFailure } from '@domain/errors';
import { dockerRunLine, shellLine } from '@domain/plan/docker-run';
import { plan } from '@domain/plan/plan';
import { presetSchemaVersion } from '@domain/preset';
import { usualNameTemplate } from '@domain/recording';
import { recordingFileName } from '@domain/recording-name';
import { now } from '../scene';

const directory = '/home/me/Videos/Capstan';
const fileName = (preset: string, startedAt: Date, muxer: 'matroska' | 'mp4') => recordingFileName(usualNameTemplate, { preset, source: '', host: '' }, { startedAt, muxer, part: 'q4mz' });
export const pathOf = (presetName: string, startedAt: string, muxer: 'matroska' | 'mp4' = 'matroska'): string => `${directory}/${fileName(presetName, new Date(startedAt), muxer)}`;

/** The real plan of a draft on a host. Throws its refusal. */
export function planOf({ presetName, settings }: SessionDraft, capabilities: Capabilities): PlanView {
  const startedAt = now.toISOString();
  const planned = plan({
    preset: { ...settings, schemaVersion: presetSchemaVersion, id: 'draft', name: presetName, builtIn: false, host: null },
    capabilities,
    run: {
      record: { id: 'q4mz7h2kdx', ownerId: 'gallery', purpose: 'record', presetName, destination: directory, startedAt, part: null },
      output: { directory, fileName: fileName(presetName, now, settings.muxer), storage: 'shared', source: directory },
      channels: { progressPort: 5001, previewPort: 5000, levelPort: 5001, progressLocalPort: null, previewLocalPort: null, levelLocalPort: null },
      timeZone: '<+0100>-1',
    },
  });
  if (!planned.ok) throw new CapstanFailure(planned.error);
  const { argv, container, encode, warnings } = planned.value;
  return { argv: [...argv], container, command: container ? dockerRunLine(container) : shellLine(argv), encode, warnings: [...warnings] };
}
