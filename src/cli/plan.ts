import { capabilitiesSchema, type Capabilities } from '@domain/capabilities';
import { CapstanFailure, failure, invalidField, errorOf, type CapstanError } from '@domain/errors';
import { dockerRunLine, shellLine } from '@domain/plan/docker-run';
import type { ContainerSpec, Plan } from '@domain/plan/types';
import { withControls } from './control-values';
import { destinationOf, draftOf, type DraftOptions } from './draft';
import { openStationFor } from './preset-host';
import { exitStatus, oneOf, stationChoice, using, type Shell, type StationChoice } from './shell';

export interface PlanOptions extends DraftOptions {
  readonly capabilities?: string;
  readonly format?: string;
  readonly json?: boolean;
}

/** Prints what would run, and starts nothing. */
export async function plan(shell: Shell, preset: string | undefined, options: PlanOptions): Promise<number> {
  const asJson = options.json === true || options.format !== 'docker-run';
  try {
    const format = oneOf('format', options.format ?? 'json', ['json', 'docker-run']);
    const made = await Promise.race([planned(shell, preset, options), shell.crashed]);
    if (format === 'json' || options.json) shell.out.document(document(made));
    else {
      shell.out.raw(`${pasteable(shell, made)}\n`);
      for (const warning of made.warnings) shell.out.note(`Warning: ${warning}`);
    }
    return exitStatus.done;
  } catch (thrown) {
    shell.debug(thrown);
    const error: CapstanError = errorOf(thrown);
    if (asJson) shell.out.document({ argv: null, container: null, error });
    shell.out.error(error);
    return exitStatus.failed;
  }
}

function document({ argv, container, encode: { encoder, gpu, path, fallback }, warnings, controls }: Plan) {
  return { argv, container, encoder, gpu, path, fallback, warnings, ...(controls && { controls }) };
}

async function planned(shell: Shell, preset: string | undefined, options: PlanOptions): Promise<Plan> {
  const destination = destinationOf(options, shell.cwd);
  const capabilities = options.capabilities === undefined ? null : await readCapabilities(shell, options.capabilities);
  const opening = capabilities ? shell.openStation(choiceFor(stationChoice(options), capabilities)) : openStationFor(shell, preset, options);
  return using(opening, async (station) => {
    const drafted = draftOf(station.presets, preset, options, shell.cwd, station.credentials.names());
    const draft = await withControls(drafted, options.control, async () => capabilities ?? station.capabilities());
    // On stderr: stdout is for the plan alone.
    const stopListening = station.onEvent((event) => {
      if (event.type === 'encoder-probe' && event.done === 0) shell.out.note('Trying the encoders of this host, once ...');
    });
    const result = await station.plan(draft, {
      tryEncoders: true,
      ...(destination !== undefined && { destination }),
      ...(capabilities && { capabilities }),
    });
    stopListening();
    if (!result.ok) throw new CapstanFailure(result.error);
    return result.value;
  });
}

/** Saved capabilities name their engine; another one that is asked for beside them is a contradiction. */
function choiceFor(wanted: StationChoice, capabilities: Capabilities): StationChoice {
  const { kind } = capabilities.engine;
  if (wanted.engine !== 'auto' && wanted.engine !== kind) {
    throw failure('preset-invalid', `--engine ${wanted.engine}: the saved capabilities are those of the engine ${kind}.`, {
      field: 'engine',
    });
  }
  if (wanted.host !== undefined) {
    throw failure('preset-invalid', '--host: the saved capabilities are those of their own host.', { field: 'host' });
  }
  return { engine: 'local' };
}

async function readCapabilities(shell: Shell, path: string): Promise<Capabilities> {
  const text = await shell.readText(path);
  const nextStep = 'Save them with `capstan probe --json > FILE` on the host that is meant.';
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw failure('preset-invalid', `${path} is not JSON.`, { field: 'capabilities', nextStep, cause });
  }
  const parsed = capabilitiesSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new CapstanFailure({ ...invalidField('preset-invalid', parsed.error.issues, 'capabilities'), nextStep });
}

function pasteable(shell: Shell, { container }: Plan): string {
  if (container) return [...foldersToMake(shell, container), dockerRunLine(container)].join(' && ');
  throw failure(
    'preset-invalid',
    "There is no docker run line: this computer's own ffmpeg runs, without a container.",
    {
      field: 'engine',
      nextStep: 'Use --engine docker, or --format json for the ffmpeg command.',
    },
  );
}

/** Docker mounts no folder that is missing, and the recorder must be able to write in it. */
function foldersToMake(shell: Shell, { User, HostConfig: { Mounts } }: ContainerSpec): string[] {
  const folders = Mounts.filter(({ Type, ReadOnly }) => Type === 'bind' && !ReadOnly).map(({ Source }) => Source);
  const [uid = '0', gid = '0'] = User.split(':');
  const isOther = shell.userId === 0 && uid !== '0';
  const make = isOther ? ['install', '-d', '-o', uid, '-g', gid] : ['mkdir', '-p'];
  return folders.flatMap((folder) => (shell.exists(folder) ? [] : [shellLine([...make, folder])]));
}
