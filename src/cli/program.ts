import { Command, CommanderError } from 'commander';
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

  program
    .command('probe')
    .description('show engine, ffmpeg, encoders, capture devices, GPUs and audio inputs')
    .option('--engine <engine>', engineHelp)
    .option('--host <host>', hostHelp)
    .option('--json', 'print them as JSON, for `capstan plan --capabilities`')
    .addHelpText(
      'after',
      example(
        ['capstan probe --host ssh://user@studio', 'what another machine offers'],
        ['capstan probe --json > studio.json', 'saved, to plan for this host elsewhere'],
      ),
    )
    .action(async (options) => done(await (await import('./probe')).probe(shell, options)));

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

function addRecordings(program: Command, shell: Shell, done: (status: number) => void): void {
  const group = program
    .command('recordings')
    .description('list, fetch, rename and remove recordings; without a word, list them')
    .addHelpText(
      'after',
      example(
        ['capstan recordings', 'the finished ones, newest first'],
        ['capstan recordings list --host studio', 'and what lies on another machine'],
        ['capstan recordings fetch talk.mkv --host studio', 'copied here; a broken copy goes on where it ended'],
      ),
    );
  const json = ['--json', 'print the outcome as JSON'] as const;
  group
    .command('list', { isDefault: true })
    .description('list the finished recordings, newest first')
    .option('--host <host>', `${hostHelp}; what lies there is listed too`)
    .option('--on-host', 'only what lies on the host')
    .option('--json', 'print them as JSON; with --on-host those of the host')
    .addHelpText('after', example(['capstan recordings list --host studio --on-host --json', 'place, free space, and every file']))
    .action(async (options) => done(await (await import('./recordings')).recordings(shell, options)));
  group
    .command('fetch <name>')
    .description('copy a recording of a host to this computer; its size and SHA-256 are compared')
    .option('--host <host>', hostHelp)
    .option('--output <folder>', 'folder for the copy')
    .option('--remove', 'remove it from the host once it is whole here')
    .option('--json', 'print one event a line as JSON; the last one is `ended`')
    .addHelpText('after', example(['capstan recordings fetch talk.mkv --host studio --output ~/Videos', 'Ctrl-C keeps what came for the next time']))
    .action(async (name, options) => done(await (await import('./fetch')).fetchRecording(shell, name, options)));
  group
    .command('rename <name> <new-name>')
    .description('give a recording another name; its ending stays')
    .option('--host <host>', 'rename what lies on this host instead of the file here')
    .option(...json)
    .addHelpText('after', example(['capstan recordings rename talk.mkv keynote.mkv', '']))
    .action(async (name, newName, options) => done(await (await import('./change-recordings')).renameRecording(shell, name, newName, options)));
  group
    .command('remove <name>')
    .description('remove a recording for good, after a question')
    .option('--host <host>', 'remove what lies on this host instead of the file here')
    .option('--yes', 'do not ask')
    .option(...json)
    .addHelpText('after', example(['capstan recordings remove talk.mkv --host studio', 'the copy here stays']))
    .action(async (name, options) => done(await (await import('./change-recordings')).removeRecording(shell, name, options)));
}

function addHosts(program: Command, shell: Shell, done: (status: number) => void): void {
  const hosts = program
    .command('hosts')
    .description('list, add, remove, rename and check the machines to record on')
    .addHelpText('after', example(['capstan hosts add studio ssh://me@studio.local', ''], ['capstan hosts check studio', '']));
  const command = (usage: string, description: string, ...examples: [string, string][]) =>
    hosts
      .command(usage)
      .description(description)
      .option('--json', 'print the outcome as JSON')
      .addHelpText('after', example(...examples));

  command('list', 'list this computer, every docker context, and what was added', ['capstan hosts list', '']).action(async (options) =>
    done(await (await import('./hosts')).listHosts(shell, options)),
  );
  command(
    'add <name> <address>',
    'add a machine by the address of its Docker daemon',
    ['capstan hosts add studio ssh://me@studio.local', 'over ssh, with the keys and settings that ssh has'],
    ['capstan hosts add vault tcp://vault:2376 --certificates ~/certs', 'over TLS, with ca.pem, cert.pem and key.pem'],
  )
    .option('--certificates <folder>', 'folder of this computer with ca.pem, cert.pem and key.pem')
    .option('--recordings-volume <name>', 'Docker volume there for the recordings (default: capstan-recordings)')
    .option('--recordings-folder <path>', 'folder there for the recordings, instead of a volume')
    .action(async (name, address, options) => done(await (await import('./hosts')).addHost(shell, name, address, options)));
  command('remove <host>', 'forget a machine that was added', ['capstan hosts remove studio', '']).action(async (host, options) =>
    done(await (await import('./hosts')).removeHost(shell, host, options)),
  );
  command('rename <host> <name>', 'give a machine that was added another name', ['capstan hosts rename studio "Big studio"', '']).action(
    async (host, name, options) => done(await (await import('./hosts')).renameHost(shell, host, name, options)),
  );
  command(
    'check <host>',
    'look step by step whether a machine can be used; ends with 0 only when every step has passed',
    ['capstan hosts check ssh://me@studio.local', 'a name or an address'],
    ['capstan hosts check studio --accept-key SHA256:...', 'a new key, once you have compared it with that of the machine'],
  )
    .option('--accept-key <fingerprint>', 'write the key with this fingerprint to your known_hosts, if the host shows it now')
    .action(async (host, options) => done(await (await import('./hosts')).checkHost(shell, host, options)));
}

function addPresets(program: Command, shell: Shell, done: (status: number) => void): void {
  const presets = program
    .command('presets')
    .description('list, show, copy, rename, remove, import and export presets')
    .addHelpText('after', example(['capstan presets list', ''], ['capstan presets copy "Test pattern" Mine', '']));
  const command = (usage: string, description: string, ...examples: [string, string][]) =>
    presets
      .command(usage)
      .description(description)
      .addHelpText('after', example(...examples));
  const json = ['--json', 'print the outcome as JSON'] as const;

  command('list', 'list all presets', ['capstan presets list --json', ''])
    .option(...json)
    .action(async (options) => done(await (await import('./presets')).listPresets(shell, options)));
  command('show <preset>', 'show one preset', ['capstan presets show "Test pattern"', ''])
    .option(...json)
    .action(async (preset, options) => done(await (await import('./presets')).showPreset(shell, preset, options)));
  command('copy <preset> [name]', 'copy a preset, also a built-in one', [
    'capstan presets copy "Test pattern" Mine',
    '',
  ])
    .option(...json)
    .action(async (preset, name, options) =>
      done(await (await import('./presets')).copyPreset(shell, preset, name, options)),
    );
  command('rename <preset> <name>', 'rename a preset of your own', ['capstan presets rename Mine "Front door"', ''])
    .option(...json)
    .action(async (preset, name, options) =>
      done(await (await import('./presets')).renamePreset(shell, preset, name, options)),
    );
  command('remove <preset>', 'remove a preset of your own', ['capstan presets remove Mine', ''])
    .option(...json)
    .action(async (preset, options) => done(await (await import('./presets')).removePreset(shell, preset, options)));
  command('import <file>', 'add the presets of a file; - reads stdin', ['capstan presets import presets.json', ''])
    .option(...json)
    .action(async (file, options) => done(await (await import('./presets')).importPresets(shell, file, options)));
  command(
    'export [presets...]',
    'write presets as JSON; without names, all of your own',
    ['capstan presets export Mine > mine.json', ''],
    ['capstan presets export --output presets.json', ''],
  )
    .option('--output <file>', 'write to a new file instead of stdout')
    .action(async (names, options) => done(await (await import('./presets')).exportPresets(shell, names, options)));
}

const presetHelp = 'name or id of a preset (default: one that fits the source)';
const engineHelp = "docker or local; default: Docker where it answers, else this computer's own ffmpeg";

const hostHelp = 'name of a host, or an address such as ssh://user@machine; default: this computer';

const repeated = (word: string, before: readonly string[] = []): readonly string[] => [...before, word];

const withDraftOptions = (command: Command): Command =>
  command
    .option('--engine <engine>', engineHelp)
    .option('--host <host>', hostHelp)
    .option('--source <source>', 'test-pattern, a capture device such as /dev/video0 or its identity, a network address, or a media file')
    .option('--size <WxH>', 'frame size, such as 1280x720')
    .option('--rate <rate>', 'frames a second, such as 30, 29.97 or 30000/1001')
    .option('--control <name=value>', 'set a control of the capture device, such as brightness=128; may be repeated', repeated)
    .option('--encoder <name>', 'ffmpeg encoder, such as libx264, or copy to keep the stream as it is')
    .option('--audio <input>', 'none, source, test-tone, or an audio input such as alsa:... or pulse: (see `capstan probe`)')
    .option('--audio-encoder <name>', 'aac or opus')
    .option('--seconds <seconds>', 'end by itself after this time')
    .option('--output <folder>', 'folder for the recording')
    .option('--rtsp-transport <transport>', 'how an rtsp address brings the picture: tcp or udp')
    .option('--network <network>', "network of a network source's container: bridge, or host for multicast and for senders")
    .option('--memory <MiB>', 'memory of the container, such as 512 or 2g')
    .option('--swap <MiB>', 'swap of the container beyond its memory')
    .option('--cpus <cores>', 'CPU cores of the container, such as 1.5')
    .option('--restarts <count>', 'how often a recording that failed goes on in a new part, while this command runs')
    .option('--privileged', 'give the container every device of its machine; it is told what this opens');

const environment = `
Environment:
  CAPSTAN_DATA=DIR   presets and state (default: ~/.config/capstan)
  CAPSTAN_IMAGE=REF  container image to use as it is
  DOCKER_HOST        Docker daemon; without it the one of \`docker context\`
  CAPSTAN_SSH_CONFIG=FILE
                     ssh configuration to use instead of ~/.ssh/config
  CAPSTAN_SOURCE_USER, CAPSTAN_SOURCE_PASSWORD
                     login of a network source; an address never holds it
  NO_COLOR           no colours
  CAPSTAN_DEBUG=1    print the cause of an error
`;

function example(...examples: readonly (readonly [line: string, meaning: string])[]): string {
  const lines = examples.map(([line, meaning]) => (meaning === '' ? `  ${line}` : `  ${line}\n      ${meaning}`));
  return `\nExamples:\n${lines.join('\n')}\n`;
}
