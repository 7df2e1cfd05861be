import type { Command } from 'commander';
import { engineHelp, example, hostHelp } from './options';
import type { Shell } from './shell';

export function addBench(program: Command, shell: Shell, done: (status: number) => void): void {
  const group = program
    .command('bench')
    .description('measure how fast the encoders of a host are, what they take, and how good their pictures are')
    .option('--engine <engine>', engineHelp)
    .option('--host <host>', hostHelp)
    .option('--encoders <names>', "ffmpeg's names with commas between; default: all of H.264, HEVC, AV1 and VP9 that the host has")
    .option('--clips <names>', '1080p-8bit, 1080p-10bit, 2160p-8bit, 2160p-10bit, with commas between; default: all')
    .option('--source <source>', "instead of the clips: a media file of the host's machine, or a capture device such as /dev/video0")
    .option('--seconds <seconds>', 'about how long each run takes, from 1 to 60 (default: 3)')
    .option('--runs <number>', 'runs of each encoder with each clip, from 1 to 10 (default: 3)')
    .option('--streams', 'also look how many streams at once hold real time')
    .option('--no-quality', 'do not compare the pictures')
    .option('--format <format>', 'text, json, markdown, or kubernetes for a manifest that does the same in a cluster', 'text')
    .option('--json', 'the same as --format json')
    .option('--report <file>', 'also write the report to this file, .json or .md; with --format kubernetes the manifest, .yaml')
    .option('--image <reference>', 'kubernetes: image with ffmpeg that the cluster can pull')
    .option('--device-plugin [driver]', "kubernetes: get the GPU by Intel's device plugin: i915 (default) or xe")
    .option('--host-path', 'kubernetes: get the GPU by /dev/dri of the node, in privileged containers')
    .option('--namespace <name>', 'kubernetes: a namespace of its own (default: capstan-benchmark)')
    .option('--node <node>', 'kubernetes: name of a node, or a label as KEY=VALUE')
    .addHelpText(
      'after',
      example(
        ['capstan bench', 'the standard set of this host'],
        ['capstan bench --encoders libx264,libsvtav1 --clips 1080p-8bit', 'two encoders, one clip'],
        ['capstan bench --host studio --streams --format markdown > studio.md', 'another machine, as a page to share'],
        ['capstan bench --format kubernetes --image registry.example/capstan-vaapi > bench.yaml', 'for `kubectl apply -f bench.yaml`; its first lines say how to read the result'],
        ['capstan bench list', 'the last fifty, with the ids for show and remove'],
      ) + '\nCtrl-C ends it at any time, with nothing left behind. Clips are drawn on the host: at most 400 MB of its memory, one at a time.\n',
    )
    .action(async (options) => done(await (await import('./bench')).bench(shell, options)));
  // What both have, such as --json, is the group's: its own options are read first.
  group
    .command('list')
    .description('list the reports that are kept, newest first')
    .option('--json', 'print them as JSON')
    .action(async (_options, command: Command) => done(await (await import('./bench')).listBenchmarks(shell, command.optsWithGlobals())));
  group
    .command('show <id>')
    .description('print a report that is kept')
    .option('--format <format>', 'text, json or markdown', 'text')
    .option('--json', 'the same as --format json')
    .action(async (id, _options, command: Command) => done(await (await import('./bench')).showBenchmark(shell, id, command.optsWithGlobals())));
  group
    .command('remove <id>')
    .description('remove a report that is kept')
    .option('--json', 'print the outcome as JSON')
    .action(async (id, _options, command: Command) => done(await (await import('./bench')).removeBenchmark(shell, id, command.optsWithGlobals())));
}
