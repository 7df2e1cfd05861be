import type { WebContents } from 'electron';
import { failure } from '@domain/errors';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openIpc, type RequestHandlers } from '../../../src/main/ipc';

type Invoke = (event: unknown, name: unknown, input?: unknown) => Promise<unknown>;
const channels = vi.hoisted(() => ({ handled: new Map<string, unknown>(), heard: new Map<string, unknown>() }));
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, handler: unknown) => channels.handled.set(channel, handler),
    on: (channel: string, listener: unknown) => channels.heard.set(channel, listener),
    removeAllListeners: (channel: string) => channels.heard.delete(channel),
  },
}));

const mainFrame = { url: 'capstan://app/index.html' };
const contents = { mainFrame } as unknown as WebContents;
const ours = { sender: contents, senderFrame: mainFrame };
const stop = vi.fn();
const onInternal = vi.fn();
const onRefused = vi.fn();
const onPictureDone = vi.fn();

beforeEach(() => {
  vi.clearAllMocks();
  const handlers = {
    'sessions.log': async ({ id }: { id: string }) => `log of ${id}`,
    'sessions.stop': stop,
    'presets.list': async () => {
      throw new Error('a bug');
    },
  } as unknown as RequestHandlers;
  openIpc({ contents, handlers, onPictureDone, onInternal, onRefused });
});

const invoke = (event: unknown, name: unknown, input?: unknown) =>
  (channels.handled.get('capstan:request') as Invoke)(event, name, input);

describe('the channel of requests', () => {
  it('answers a request with its value', async () => {
    expect(await invoke(ours, 'sessions.log', { id: 'abcdefghij' })).toEqual({ ok: true, value: 'log of abcdefghij' });
  });

  it.each(['toString', '__proto__', 'constructor', 'sessions.none', 7, null, undefined, {}])(
    'has no request %s',
    async (name) => {
      expect(await invoke(ours, name, {})).toMatchObject({ ok: false, error: { kind: 'internal' } });
    },
  );

  it.each([{ id: '../../etc' }, { id: 'abcdefghij', extra: 1 }, {}, 'abcdefghij', undefined, null])(
    'lets no wrong input through: %j',
    async (input) => {
      expect(await invoke(ours, 'sessions.stop', input)).toMatchObject({
        ok: false,
        error: { kind: 'preset-invalid' },
      });
      expect(stop).not.toHaveBeenCalled();
    },
  );

  it.each([
    ['another window', { sender: { mainFrame }, senderFrame: mainFrame }],
    ['a frame inside the page', { sender: contents, senderFrame: { url: 'capstan://app/index.html' } }],
    ['a frame that is gone', { sender: contents, senderFrame: null }],
  ])('does not listen to %s', async (_name, event) => {
    expect(await invoke(event, 'sessions.log', { id: 'abcdefghij' })).toMatchObject({ ok: false });
  });

  it('does not listen to the window once it shows another page', async () => {
    const elsewhere = { url: 'https://example.org/' };
    const moved = { mainFrame: elsewhere } as unknown as WebContents;
    openIpc({ contents: moved, handlers: {} as RequestHandlers, onPictureDone, onInternal, onRefused });
    expect(await invoke({ sender: moved, senderFrame: elsewhere }, 'station.status')).toMatchObject({ ok: false });
  });

  it('carries an error as data', async () => {
    stop.mockRejectedValue(failure('session-unknown', 'abcdefghij is not there.'));
    expect(await invoke(ours, 'sessions.stop', { id: 'abcdefghij' })).toMatchObject({
      ok: false,
      error: { kind: 'session-unknown' },
    });
    expect(onInternal).not.toHaveBeenCalled();
  });

  it('reports what is its own fault', async () => {
    expect(await invoke(ours, 'presets.list')).toMatchObject({
      ok: false,
      error: { kind: 'internal', detail: 'a bug' },
    });
    expect(onInternal).toHaveBeenCalledOnce();
  });

  it('takes acknowledgements of pictures from its own page alone', () => {
    const done = channels.heard.get('capstan:picture-done') as (event: unknown) => void;
    done({ sender: contents, senderFrame: { url: 'capstan://app/' } });
    expect(onPictureDone).not.toHaveBeenCalled();
    done(ours);
    expect(onPictureDone).toHaveBeenCalledOnce();
  });
});
