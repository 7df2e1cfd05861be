import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnose } from '@domain/diagnosis/diagnose';
import { onlyOutput } from '@domain/diagnosis/facts';
import { saidIn } from '@domain/diagnosis/rule';
import { dockerFailure } from '../../../src/station/docker/errors';

const folder = resolve(import.meta.dirname, '../../fixtures/diagnosis');
const said = (name: string): string => readFileSync(resolve(folder, `${name}.txt`), 'utf8').split('\n')[0]!.replace(/^docker: Error response from daemon: /, '');
const errorOf = (message: string) => dockerFailure(Object.assign(new Error(`(HTTP code 500) server error - ${message} `), { statusCode: 500, json: { message } }), 'unix:///x').error;

describe('what a daemon says of a GPU or a device', () => {
  it.each([
    ['docker-20.10-gpus', 'runtime-missing', /nvidia-ctk runtime configure/],
    ['docker-20.10-runtime-nvidia', 'runtime-missing', /nvidia-ctk runtime configure/],
    ['docker-unknown-runtime-nvidia', 'runtime-missing', /nvidia-ctk runtime configure/],
    ['docker-cdi-podman', 'runtime-missing', /cdi generate/],
    ['docker-20.10-cdi', 'runtime-missing', /daemon\.json/],
    ['docker-nvidia-cli-wsl-no-adapter', 'runtime-missing', /Windows/],
    ['docker-20.10-render-node-missing', 'encoder-unavailable', /ls -l \/dev\/dri/],
    ['docker-20.10-video-missing', 'device-missing', /capstan probe/],
  ] as const)('%s is %s', (name, kind, nextStep) => {
    const error = errorOf(said(name));
    expect(error).toMatchObject({ kind, nextStep: expect.stringMatching(nextStep), detail: expect.stringContaining(said(name)) });
    expect(saidIn(error.detail)).toBe(said(name));
    // The trials find the same in it.
    expect(diagnose(onlyOutput(saidIn(error.detail)))).toMatchObject({ evidence: said(name), remedy: expect.not.stringMatching(/^$/) });
  });

  it('leaves other messages to their own kinds', () => {
    expect(errorOf('No such image: capstan/none:1')).toMatchObject({ kind: 'image-missing', detail: 'No such image: capstan/none:1' });
    expect(errorOf('Unknown runtime specified runsc')).toMatchObject({ kind: 'runtime-missing' });
    expect(errorOf('something new')).toMatchObject({ kind: 'internal' });
  });
});
