import type { Command } from 'commander';
import { example, hostHelp } from './options';
import type { Shell } from './shell';

export function addRecordings(program: Command, shell: Shell, done: (status: number) => void): void {
  const group = program
    .command('recordings')
    .description('list, fetch, convert, repair, keep, rename and remove recordings; without a word, list them')
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
    .description('list the finished recordings, newest first; parts of one under it, with what is missing between them')
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
  for (const [kind, description, meaning] of [
    ['remux', 'put pictures and sound of a recording into an MP4, without encoding them again', 'for editors and players that read no Matroska'],
    ['join', 'make one file of all parts of a recording, without encoding them again', 'any of its parts, after a failure or a pause'],
  ] as const) {
    group
      .command(`${kind} <name>`)
      .description(`${description}; what was recorded stays`)
      .option('--json', 'print one event a line as JSON; the last one is `ended`')
      .addHelpText('after', example([`capstan recordings ${kind} talk.mkv`, meaning]))
      .action(async (name, options) => done(await (await import('./convert')).convertRecording(shell, kind, name, options)));
  }
  group
    .command('repair <name>')
    .description('give a recording that was not closed (killed, power cut) its index and length; it stays as it is until the new file is proved')
    .option('--json', 'print one event a line as JSON; the last one is `ended`')
    .addHelpText('after', example(['capstan recordings repair talk.mkv', 'Ctrl-C leaves it as it was']))
    .action(async (name, options) => done(await (await import('./convert')).convertRecording(shell, 'repair', name, options)));
  for (const [word, description] of [
    ['keep', 'mark recordings to keep: `clean` and retention never remove them'],
    ['unkeep', 'take that mark away'],
  ] as const) {
    group
      .command(`${word} <name...>`)
      .description(description)
      .option(...json)
      .addHelpText('after', example([`capstan recordings ${word} talk.mkv`, '']))
      .action(async (names, options) => done(await (await import('./change-recordings')).keepRecordings(shell, names, word === 'keep', options)));
  }
  group
    .command('clean')
    .description('remove the oldest recordings for good until limits hold: those given, else those of the preferences; never what is kept or in use')
    .option('--dry-run', 'only show what would go, and why')
    .option('--older-than <days>', 'what ended more than so many days ago')
    .option('--larger-than <GiB>', 'what is too much, where all together are larger')
    .option('--keep-free <GiB>', 'until so much is free on the disk of the recordings')
    .option('--host <host>', 'clean up what this Capstan made on this host instead of the files here')
    .option('--history', 'show what was removed by limits on this computer')
    .option('--yes', 'do not ask')
    .option(...json)
    .addHelpText('after', example(['capstan recordings clean --older-than 30 --dry-run', 'nothing is removed'], ['capstan recordings clean --yes', 'by the limits of the preferences, as from cron']))
    .action(async (options) => done(await (await import('./clean')).cleanRecordings(shell, options)));
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
    .option('--all-parts', 'all files of the recording that this one is a part of')
    .option('--yes', 'do not ask')
    .option(...json)
    .addHelpText('after', example(['capstan recordings remove talk.mkv --host studio', 'the copy here stays']))
    .action(async (name, options) => done(await (await import('./change-recordings')).removeRecording(shell, name, options)));
}

export function addHosts(program: Command, shell: Shell, done: (status: number) => void): void {
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

export function addPresets(program: Command, shell: Shell, done: (status: number) => void): void {
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

export function addImages(program: Command, shell: Shell, done: (status: number) => void): void {
  const images = program
    .command('images')
    .description('list, build, choose and remove the container images; without a word, list them')
    .addHelpText('after', example(['capstan images', 'the image of each family, and what it takes'], ['capstan images build vaapi --host studio', 'before it is needed']));
  const command = (usage: string, description: string, examples: [string, string][], isDefault = false) =>
    images
      .command(usage, { isDefault })
      .description(description)
      .option('--host <host>', hostHelp)
      .option('--json', 'print the outcome as JSON')
      .addHelpText('after', example(...examples));
  const family = 'family: software, vaapi, quicksync, nvenc, v4l2m2m or jetson';

  command('list', 'list the image of each family, and what the daemon keeps', [['capstan images list --json', 'with sizes in bytes and what is unused']], true).action(
    async (options) => done(await (await import('./images')).listImages(shell, options)),
  );
  command('build <name>', "make Capstan's own image of a family or recipe (also quicksync-alpine), where it is missing", [
    ['capstan images build nvenc', 'Ctrl-C ends it'],
  ]).action(async (name, options) => done(await (await import('./images')).buildImage(shell, name, options)));
  command('use <family> <reference>', `run a family in an image of your own, by its content; ${family}`, [
    ['capstan images use vaapi registry.example/ffmpeg:7.1', 'pulled where it is missing; what is pushed under this name later is not taken'],
  ]).action(async (name, reference, options) => done(await (await import('./images')).useImage(shell, name, reference, options)));
  command('reset <family>', `go back to Capstan's own image; ${family}`, [['capstan images reset vaapi', '']]).action(async (name, options) =>
    done(await (await import('./images')).resetImage(shell, name, options)),
  );
  command('prune', 'remove images that Capstan made and nothing uses any more, after a question', [['capstan images prune --yes', '']])
    .option('--yes', 'do not ask')
    .action(async (options) => done(await (await import('./images')).pruneImages(shell, options)));
}

export function addDesktop(program: Command, shell: Shell, done: (status: number) => void): void {
  const desktop = program
    .command('desktop')
    .description('put Capstan into the menu of applications and open preset files with it, for this user')
    .addHelpText('after', example(['capstan desktop install', 'writes to ~/.local/share, or XDG_DATA_HOME'], ['capstan desktop remove', 'takes that back']));
  const json = ['--json', 'print what was written or removed as JSON'] as const;
  desktop
    .command('install')
    .description('write the entry, its icon and the type of preset files; what is not ours is never replaced')
    .option(...json)
    .action(async (options) => done(await (await import('./desktop')).installDesktop(shell, options)));
  desktop
    .command('remove')
    .description('remove what install wrote')
    .option(...json)
    .action(async (options) => done(await (await import('./desktop')).removeDesktop(shell, options)));
}
