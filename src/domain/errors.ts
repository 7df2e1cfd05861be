import { z } from 'zod';
import { err } from './result';

/** Title and usual next step of every kind of error. The union is closed: a new failure is a new row here. */
const errorTable = {
  'preset-invalid': ['The settings are not valid', 'Correct the named field and try again.'],
  'preset-unknown-version': [
    'The presets come from a newer Capstan',
    'Update Capstan, or go on with the built-in presets.',
  ],
  'encoder-unavailable': [
    'The encoder is not available',
    'Choose one of the available encoders: `capstan probe` lists them.',
  ],
  'format-unsupported': [
    'The source does not offer this format',
    'Choose a format that the device offers: `capstan probe` lists them.',
  ],
  'runtime-missing': ['A container runtime is missing', 'Install the named runtime on the Docker host.'],
  'daemon-unreachable': [
    'Docker does not answer',
    'Start Docker (`systemctl start docker`), check DOCKER_HOST, or record with `--engine local`.',
  ],
  'daemon-forbidden': [
    'Docker is there, but you may not use it',
    'Run `sudo usermod -aG docker $USER`, then log out and in again.',
  ],
  'out-of-memory': ['The recorder ran out of memory', 'Raise the memory limit in the preset, or choose a smaller frame size.'],
  'host-unknown': ['There is no such host', 'See `capstan hosts list`, or give an address such as ssh://user@machine.'],
  'host-invalid': ['The host cannot be used as it is given', 'Correct the named field and try again.'],
  'host-unreachable': ['The host does not answer', 'Check its name, its power and the network: `ssh HOST true` in a terminal.'],
  'ssh-missing': ['ssh is not installed on this computer', 'Install it: `sudo apt install openssh-client`.'],
  'ssh-auth-failed': ['The ssh login was refused', 'Check that `ssh HOST true` works in a terminal without a question.'],
  'ssh-misconfigured': ['ssh cannot be used for this host as it is configured', 'Correct the named setting of ~/.ssh/config.'],
  'host-key-unknown': ['The host key is not known yet', 'Compare the fingerprint with that of the host, then accept it.'],
  'host-key-rejected': [
    'The host key has changed',
    'Somebody may be in between, or the machine was set up anew. Ask who runs it; then remove the old key with `ssh-keygen -R HOST`.',
  ],
  'docker-missing': ['There is no docker on the host', 'Install Docker there, and make sure that `ssh HOST docker version` works.'],
  'daemon-too-old': ['The Docker on the host is too old', 'Update Docker there to 20.10 or later.'],
  'image-missing': [
    'The container image is missing',
    'Connect to the internet once so that it can be built, run `resources/images/bootstrap.sh`, or set CAPSTAN_IMAGE.',
  ],
  'image-cancelled': ['The image was not made', 'Start it again: what has been downloaded is used.'],
  'probe-cancelled': ['The trial of the encoders was cancelled', 'Start it again: what was tried is remembered.'],
  'doctor-cancelled': ['The examination was cancelled', 'Start it again.'],
  'benchmark-cancelled': ['The benchmark was cancelled', 'Start it again: prepared clips are made anew.'],
  'benchmark-busy': ['A benchmark is running on this host', 'Wait until it has ended, or cancel it: two at once would measure each other.'],
  'benchmark-unknown': ['There is no such benchmark', 'See the list of earlier runs.'],
  'benchmark-failed': ['The benchmark could not be made', 'Read what was found, mend it, and start it again.'],
  'start-cancelled': ['The recording was not started', 'Start it again: what was tried is remembered.'],
  'device-missing': ['The capture device is not there', 'Plug the device in, and check the list of `capstan probe`.'],
  'device-busy': ['The capture device is in use', 'Close the other program that uses the device, then try again.'],
  'device-forbidden': [
    'The capture device may not be opened',
    'Check the permissions of the device node on the machine that has it.',
  ],
  'control-refused': ['The device refused a control', 'Choose a value that the device offers: `capstan controls` lists them.'],
  'audio-missing': ['The audio input is not there', 'Plug it in, or choose another: `capstan probe` lists them.'],
  'source-unreachable': ['The network source does not answer', 'Check its address, and that it can be reached from the Docker host.'],
  'source-login-failed': ['The network source refused the login', 'Check the user and password that are kept for it.'],
  'keyring-missing': ['Passwords cannot be kept here', 'Install and unlock a keyring (GNOME Keyring or KWallet), then start Capstan again; in a terminal set CAPSTAN_SOURCE_USER and CAPSTAN_SOURCE_PASSWORD.'],
  'credential-missing': ['The password of the network source is not kept here', 'Enter it again in the window, or set CAPSTAN_SOURCE_USER and CAPSTAN_SOURCE_PASSWORD.'],
  'source-missing': ['The media file is not there', 'Check the path; with Docker the file must be on the daemon’s machine.'],
  'ffmpeg-missing': ['ffmpeg is not installed', 'Install ffmpeg (`sudo apt install ffmpeg`), or start Docker.'],
  'ffmpeg-exited': ['ffmpeg ended by itself', 'Read the log below for the reason.'],
  'output-unwritable': ['The output folder cannot be written', 'Choose a folder that you may write to.'],
  'disk-full': ['There is no space left for the recording', 'Free some space, or choose a folder on another disk.'],
  'transfer-damaged': ['The copy is not what the host has', 'Fetch it again; what lies on the host is untouched.'],
  'transfer-cancelled': ['The copy was cancelled', 'Fetch it again: it goes on where it ended.'],
  'confirmation-missing': ['Nobody could be asked whether this is meant', 'Add --yes to do it without a question.'],
  'pause-refused': ['The recording cannot be paused or resumed now', 'Stop it, or start another one.'],
  'conversion-failed': ['The recording could not be converted', 'Open it in another player; the recording itself is untouched.'],
  'conversion-cancelled': ['The conversion was cancelled', 'Start it again.'],
  'picture-missing': ['There is no picture now', 'Wait until the live picture is there, then try again.'],
  'recording-busy': ['The recording is in use', 'Wait until it has ended.'],
  'connection-lost': ['The connection to Docker was lost', 'Check that Docker is running; the recording may still go on.'],
  'session-unknown': ['There is no such session', 'See `capstan sessions` for those that run.'],
  'recording-unknown': ['There is no such recording', 'See `capstan recordings` for those that exist.'],
  internal: ['Something went wrong inside Capstan', 'Please report this with the log.'],
} as const satisfies Record<string, readonly [title: string, nextStep: string]>;

export type ErrorKind = keyof typeof errorTable;
/** Title and usual next step by kind, in English. A single error may bring a better step of its own. */
export const errorTexts = Object.fromEntries(Object.entries(errorTable).map(([kind, [title, nextStep]]) => [kind, { title, nextStep }])) as Record<ErrorKind, { readonly title: string; readonly nextStep: string }>;
export const errorKinds = Object.keys(errorTable) as [ErrorKind, ...ErrorKind[]];

export const capstanErrorSchema = z.object({
  kind: z.enum(errorKinds),
  title: z.string(),
  /** What was found, in words; may hold the tool's own message. */
  detail: z.string(),
  nextStep: z.string(),
  /** Path of the preset's field that was refused, such as `video.gopFrames`. */
  field: z.string().optional(),
  /** Id of the doctor's check that looks for the same cause on the whole host; absent where none does. */
  check: z.string().optional(),
});
export type CapstanError = z.infer<typeof capstanErrorSchema>;

export interface ErrorExtras {
  readonly nextStep?: string;
  readonly field?: string;
  readonly check?: string;
}

export function capstanError(kind: ErrorKind, detail: string, extras: ErrorExtras = {}): CapstanError {
  const [title, nextStep] = errorTable[kind];
  return { kind, title, detail, nextStep, ...extras };
}

/** A refusal that names the field, for pure code that returns a Result. */
export const refuse = (kind: ErrorKind, detail: string, extras?: ErrorExtras) => err(capstanError(kind, detail, extras));

/** The one exception that adapters throw: an error as data, with the cause kept. */
export class CapstanFailure extends Error {
  override readonly name = 'CapstanFailure';
  readonly error: CapstanError;

  constructor(error: CapstanError, cause?: unknown) {
    super(`${error.title}: ${error.detail}`, { cause });
    this.error = error;
  }
}

export function failure(kind: ErrorKind, detail: string, extras?: ErrorExtras & { cause?: unknown }): CapstanFailure {
  const { cause, ...rest } = extras ?? {};
  return new CapstanFailure(capstanError(kind, detail, rest), cause);
}

/** The error inside anything that was thrown; what is not ours is `internal`. */
export function errorOf(thrown: unknown): CapstanError {
  if (thrown instanceof CapstanFailure) return thrown.error;
  return capstanError('internal', thrown instanceof Error ? thrown.message : String(thrown));
}

/** The first problem that a schema found, as a refusal that names the field. */
export function invalidField(kind: ErrorKind, issues: z.core.$ZodIssue[], prefix = ''): CapstanError {
  const [issue] = issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [prefix, ...(issue?.path ?? []), ...unknown].map(String).filter((part) => part !== '').join('.');
  return capstanError(kind, `${field === '' ? 'The value' : field}: ${issue?.message ?? 'is not valid'}`, field === '' ? {} : { field });
}
