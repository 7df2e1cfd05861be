import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { AppCommand } from '@domain/app-commands';
import {
  requests,
  type LivePicture,
  type Reply,
  type RequestInput,
  type RequestName,
  type RequestOutput,
  type StationEvent,
} from '@domain/contract';
import { capstanError, errorOf, invalidField, type CapstanError } from '@domain/errors';
import { isAppUrl } from './app-url';

/** One function for each request of the contract; inputs are already checked. They throw `CapstanFailure`. */
export type RequestHandlers = {
  readonly [N in RequestName]: (
    input: RequestInput<N>,
  ) => Promise<undefined extends RequestOutput<N> ? void : RequestOutput<N>>;
};

export interface IpcOptions {
  /** The window that may ask. */
  readonly contents: WebContents;
  readonly handlers: RequestHandlers;
  readonly onPictureDone: () => void;
  /** Told of everything that a request was refused with. */
  readonly onRefused: (name: RequestName, error: CapstanError) => void;
  /** Told of failures that are Capstan's own fault. */
  readonly onInternal: (thrown: unknown) => void;
}

/** Opens the one channel of requests and the one of picture acknowledgements, and closes what libraries opened. */
export function openIpc(options: IpcOptions): void {
  const isOurs = ({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent) =>
    sender === options.contents && senderFrame === sender.mainFrame && isAppUrl(senderFrame?.url ?? '');

  ipcMain.handle('capstan:request', async (event, name: unknown, input: unknown): Promise<Reply<unknown>> => {
    if (!isOurs(event))
      return { ok: false, error: capstanError('internal', 'The request came from a page that is not Capstan’s.') };
    return answer(options, name, input);
  });
  ipcMain.on('capstan:picture-done', (event) => {
    if (isOurs(event)) options.onPictureDone();
  });
}

/** electron-store answers any page with the folder of its data; this window never asks it. */
export function closeForeignChannels(): void {
  ipcMain.removeAllListeners('electron-store-get-data');
}

export function sendEvent(contents: WebContents, event: StationEvent): void {
  if (canHear(contents)) contents.send('capstan:event', event);
}

export function sendPicture(contents: WebContents, picture: LivePicture): void {
  if (canHear(contents)) contents.send('capstan:picture', picture);
}

export function sendCommand(contents: WebContents, command: AppCommand): void {
  if (canHear(contents)) contents.send('capstan:command', command);
}

const canHear = (contents: WebContents) => !contents.isDestroyed() && !contents.isCrashed();

async function answer({ handlers, onInternal, onRefused }: IpcOptions, name: unknown, input: unknown): Promise<Reply<unknown>> {
  if (!isRequestName(name)) return { ok: false, error: capstanError('internal', 'There is no such request.') };
  const parsed = requests[name].input.safeParse(input);
  if (!parsed.success) return { ok: false, error: invalidField('preset-invalid', parsed.error.issues) };
  try {
    // The table pairs each name with its own input and output; the union of all pairs is what TypeScript sees here.
    const handler = handlers[name] as (input: unknown) => unknown;
    return { ok: true, value: await handler(parsed.data) };
  } catch (thrown) {
    const error = errorOf(thrown);
    onRefused(name, error);
    if (error.kind === 'internal') onInternal(thrown);
    return { ok: false, error };
  }
}

const isRequestName = (name: unknown): name is RequestName => typeof name === 'string' && Object.hasOwn(requests, name);
