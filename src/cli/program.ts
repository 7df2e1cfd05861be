import { Command, CommanderError } from 'commander';
import { addBench } from './bench-command';
import { addDesktop, addHosts, addImages, addPresets, addRecordings } from './command-groups';
import { engineHelp, example, hostHelp, presetHelp, withDraftOptions } from './options';
import { exitStatus, type Shell } from './shell';

/** Reads a command line and runs it. Answers the exit status; 2 only for unknown commands, flags or missing values. */
export async function runCommandLine(shell: Shell, version: string, words: readonly string[]): Promise<number> {
  let status: number = exitStatus.done;
  const program = createProgram(shell, version, (given) => {
    status = given;
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
  }
}

function createProgram(shell: Shell, version: string, done: (status: number) => void): Command {
  const program = new Command('capstan')
    .description('Records cameras, files and test pictures with ffmpeg in Docker containers.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .exitOverride()
    .showHelpAfterError('Add --help for help.')
    .configureOutput({
      writeOut: (text) => shell.out.raw(text),
      writeErr: (text) => shell.out.note(text.trimEnd()),
    })
    .addHelpText(
      'after',
      example(
        ['capstan record --source test-pattern --seconds 10', 'ten seconds of the test pattern'],
        ['capstan probe', 'what this computer and its cameras offer'],
        ['capstan doctor', 'why something does not work, and what helps'],
      ) + environment,
    );

  withDraftOptions(
    program.command('record').description('record a source until it is stopped').argument('[preset]', presetHelp),
  )
    .option('--json', 'print one event a line as JSON; the last one is `ended`')
    .addHelpText(
      'after',
      example(
        ['capstan record', 'the test pattern, until Ctrl-C'],
        ['capstan record --source /dev/video0 --size 1280x720 --rate 30', 'a camera'],
        [
          'capstan record "Camera, kept as it is (MJPEG copy)" --source /dev/video0',
          'its own MJPEG, not encoded again',
        ],
        ['capstan record --engine local --seconds 5 --json', 'for scripts, without Docker'],
      ) + '\nExit status: 0 completed or stopped, 1 failed, lost or refused, 2 wrong command line.\n',
    )
    .action(async (preset, options) => done(await (await import('./record')).record(shell, preset, options)));

  withDraftOptions(
    program.command('plan').description('print what would run, without running it').argument('[preset]', presetHelp),
  )
    .option('--capabilities <file>', 'plan for the host of a saved `capstan probe --json`')
    .option('--format <format>', 'json or docker-run', 'json')
    .option('--json', 'the same as --format json')
    .addHelpText(
      'after',
      example(
        ['capstan plan --encoder libx265', 'the ffmpeg command and its container'],
        ['capstan plan --engine docker --format docker-run', 'a line to paste into a terminal'],
        ['capstan plan --capabilities studio.json --source /dev/video0', 'for a host that is not at hand'],
      ),
    )
    .action(async (preset, options) => done(await (await import('./plan')).plan(shell, preset, options)));

  addHosts(program, shell, done);
  addPresets(program, shell, done);

  program
    .command('sessions')
    .description('list the sessions that run')
    .option('--host <host>', hostHelp)
    .option('--json', 'print them as JSON')
    .addHelpText('after', example(['capstan sessions', 'with the ids for `capstan stop`']))
    .action(async (options) => done(await (await import('./sessions')).sessions(shell, options)));

  program
    .command('stop')
    .description('stop a session and wait for its file')
    .argument('<session>', 'id, as `capstan sessions` shows it')
    .option('--host <host>', hostHelp)
    .option('--json', 'print the end as JSON')
    .addHelpText('after', example(['capstan stop k3v9x0a2bc', 'its recording is closed and kept']))
    .action(async (session, options) => done(await (await import('./stop')).stop(shell, session, options)));

  addRecordings(program, shell, done);
  addImages(program, shell, done);
  addDesktop(program, shell, done);

  program
    .command('probe')
    .description('show engine, ffmpeg, encoders, capture devices, GPUs and audio inputs')
    .option('--engine <engine>', engineHelp)
    .option('--host <host>', hostHelp)
    .option('--encoders', 'try every hardware encoder on every GPU with real pictures; what worked before is remembered')
    .option('--refresh', 'with --encoders: try those again that worked before')
    .option('--json', 'print them as JSON, for `capstan plan --capabilities`')
    .addHelpText(
      'after',
      example(
        ['capstan probe --encoders', 'which encoders work on which GPU, and why the rest does not'],
        ['capstan probe --host ssh://user@studio', 'what another machine offers'],
        ['capstan probe --json > studio.json', 'saved, to plan for this host elsewhere'],
      ),
    )
    .action(async (options) => done(await (await import('./probe')).probe(shell, options)));

  program
    .command('doctor')
    .description('look why something does not work on a host: connection, Docker, disk, cameras, GPUs and encoders')
    .option('--engine <engine>', engineHelp)
    .option('--host <host>', hostHelp)
    .option('--encoders', 'try every hardware encoder on every GPU first; what worked before is remembered')
    .option('--all', 'also show the checks that do not apply, and why')
    .option('--json', 'print all findings as one JSON array')
    .addHelpText(
      'after',
      example(
        ['capstan doctor', 'what is wrong, what shows it, and what helps; nothing is changed'],
        ['capstan doctor --host studio --encoders', 'another machine, with its encoders tried'],
        ["capstan doctor --json | jq '.[] | select(.status == \"failed\")'", 'for scripts'],
      ) + '\nExit status: 0 nothing has failed, 1 a check has failed, 2 wrong command line.\n',
    )
    .action(async (options) => done(await (await import('./doctor')).doctor(shell, options)));

  program
    .command('load')
    .description('show how busy a host, its GPUs and the sessions on it are, once a second')
    .option('--engine <engine>', engineHelp)
    .option('--host <host>', hostHelp)
    .option('--whole-gpu', "also read Intel's counters of whole GPUs, by intel_gpu_top with the permission PERFMON")
    .option('--seconds <seconds>', 'end by itself after this time')
    .option('--json', 'print one sample a line as JSON')
    .addHelpText(
      'after',
      example(
        ['capstan load', 'until Ctrl-C; what a host does not tell is shown as "-", with the reason'],
        ['capstan load --host studio --seconds 60 --json', 'for scripts: what is unknown is null, with the reason'],
      ),
    )
    .action(async (options) => done(await (await import('./load')).load(shell, options)));

  addBench(program, shell, done);

  program
    .command('controls')
    .description('list the controls of a capture device (brightness, exposure, focus, ...), or set some')
    .argument('<device>', 'node or identity, as `capstan probe` shows it')
    .option('--engine <engine>', engineHelp)
    .option('--host <host>', hostHelp)
    .option('--set <name=value...>', 'set these, also while the device is recorded; a choice by number or label')
    .option('--reset', 'set every control to its default, then what --set says')
    .option('--json', 'print them as JSON')
    .addHelpText(
      'after',
      example(
        ['capstan controls /dev/video0', 'with ranges, choices and defaults'],
        ['capstan controls /dev/video0 --set auto_exposure="Manual Mode" exposure_time_absolute=200', 'printed as the device gives them back'],
        ['capstan controls /dev/video0 --reset', 'all to their defaults'],
      ),
    )
    .action(async (device, options) => done(await (await import('./controls')).controls(shell, device, options)));

  return program;
}

const environment = `
Environment:
  CAPSTAN_DATA=DIR   presets and state (default: ~/.config/capstan)
  CAPSTAN_IMAGE=REF  container image to use as it is, for every kind of encoder
  DOCKER_HOST        Docker daemon; without it the one of \`docker context\`
  CAPSTAN_SSH_CONFIG=FILE
                     ssh configuration to use instead of ~/.ssh/config
  CAPSTAN_SOURCE_USER, CAPSTAN_SOURCE_PASSWORD
                     login of a network source; an address never holds it
  NO_COLOR           no colours
  CAPSTAN_DEBUG=1    print the cause of an error
`;
