import { capstanError, failure } from '@domain/errors';
import { describe, expect, it, vi } from 'vitest';
import type { Request } from '../../../src/renderer/bridge';
import { groupOf, grouped } from '../../../src/renderer/controls/control-groups';
import { ControlSender } from '../../../src/renderer/state/control-sender';
import { valueOf, type ControlAction } from '../../../src/renderer/state/controls';
import { reduce, type Action } from '../../../src/renderer/state/reducer';
import { watchWish } from '../../../src/renderer/state/watch-wish';
import { initialState, type AppState } from '../../../src/renderer/state/state';
import { camera, capabilities, control, settings, webcam } from './fixtures';

const device = 'usb:046d:0892:1A2B:0';
const brightness = control({});
const wished = (value: number): Action => ({ type: 'controls-wished', device, values: { brightness: value }, before: { brightness: 128 } });
const drafted = (value: number): Action => ({
  type: 'settings-edited',
  settings: settings({ source: { ...camera, controls: { brightness: value } } }),
});
const read = (asked: number, value: number): Action => ({ type: 'controls-read', device, asked: { brightness: asked }, values: { brightness: value } });
const after = (...actions: Action[]): AppState => actions.reduce(reduce, initialState);
const shown = (state: AppState) => valueOf(brightness, state.controls[device]);
const inDraft = ({ draft: { settings: { source } } }: AppState) => (source.type === 'capture-device' ? source.controls : null);

describe('a control', () => {
  it('shows the wish at once, then what the device made of it; the draft keeps that', () => {
    const wish = after(drafted(201), wished(201));
    expect(shown(wish)).toBe(201);
    const answered = reduce(wish, read(201, 200));
    expect(shown(answered)).toBe(200);
    expect(inDraft(answered)).toEqual({ brightness: 200 });
    expect(answered.controls[device]?.pending).toEqual([]);
  });

  it('stays where it was dragged to while an older answer arrives', () => {
    const state = after(drafted(10), wished(10), drafted(20), wished(20), read(10, 10));
    expect(shown(state)).toBe(20);
    expect(inDraft(state)).toEqual({ brightness: 20 });
    expect(state.controls[device]?.pending).toEqual(['brightness']);
  });

  it('that was refused goes back, out of the draft too', () => {
    const error = capstanError('control-refused', 'VIDIOC_S_EXT_CTRLS: failed: Permission denied');
    const state = after(drafted(10), wished(10), { type: 'controls-refused', device, asked: { brightness: 10 }, error });
    expect(shown(state)).toBe(128);
    expect(inDraft(state)).toEqual({});
    expect(state.controls[device]?.refusal?.error).toEqual(error);
  });

  it('follows the device where another program changed it', () => {
    const state = after(drafted(10), wished(10), read(10, 10), {
      type: 'capabilities',
      capabilities: { state: 'ready', value: capabilities(webcam()) },
    });
    expect(valueOf(control({ value: 77 }), state.controls[device])).toBe(77);
    expect(state.controls[device]?.before).toEqual({ brightness: 128 });
  });

  it('that changes leaves the live picture running', () => {
    const key = (state: AppState) => {
      const wish = watchWish(state);
      return wish.show === 'source' ? wish.key : null;
    };
    expect(key(after(drafted(10)))).toBe(key(after(drafted(20))));
    expect(key(after(drafted(10)))).not.toBeNull();
  });
});

describe('the sender of controls', () => {
  function setUp() {
    const asked: unknown[] = [];
    const answers: { resolve: (values: unknown) => void; reject: (thrown: unknown) => void }[] = [];
    const request = ((name: string, input: { values: unknown }) => {
      expect(name).toBe('controls.set');
      asked.push(input.values);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    }) as unknown as Request;
    const settled: (() => void)[] = [];
    const actions: ControlAction[] = [];
    const applied: (readonly string[])[] = [];
    const sender = new ControlSender({
      request,
      dispatch: (action) => actions.push(action),
      settle: (action) => settled.push(action),
      onApplied: (names) => applied.push(names),
    });
    return { sender, asked, answers, actions, applied, settle: () => settled.splice(0).forEach((action) => action()) };
  }

  it('asks once for what was dragged through, and for the newest value of each', () => {
    const { sender, asked, settle } = setUp();
    for (const value of [1, 2, 3]) sender.set(device, { brightness: value });
    sender.set(device, { contrast: 9 });
    settle();
    expect(asked).toEqual([{ brightness: 3, contrast: 9 }]);
  });

  it('has one request a device under way; what came meanwhile goes next', async () => {
    const { sender, asked, answers, settle, applied } = setUp();
    sender.set(device, { brightness: 1 });
    settle();
    sender.set(device, { brightness: 2 });
    sender.set(device, { brightness: 3 });
    settle();
    expect(asked).toEqual([{ brightness: 1 }]);
    answers[0]?.resolve({ brightness: 1 });
    await vi.waitFor(() => expect(asked).toEqual([{ brightness: 1 }, { brightness: 3 }]));
    expect(applied).toEqual([['brightness']]);
  });

  it('tells a refusal, and goes on', async () => {
    const { sender, asked, answers, settle, actions } = setUp();
    sender.set(device, { brightness: 1 });
    settle();
    answers[0]?.reject(failure('control-refused', 'no'));
    await vi.waitFor(() => expect(actions[0]).toMatchObject({ type: 'controls-refused', error: { kind: 'control-refused' } }));
    sender.set(device, { brightness: 2 });
    settle();
    expect(asked).toHaveLength(2);
  });
});

describe('groups of controls', () => {
  it.each([
    ['auto_exposure', 'exposure'],
    ['gain', 'exposure'],
    ['white_balance_automatic', 'whiteBalance'],
    ['focus_absolute', 'focus'],
    ['zoom_absolute', 'focus'],
    ['power_line_frequency', 'picture'],
    ['horizontal_flip', 'picture'],
    ['led1_mode', 'other'],
  ])('%s belongs to %s', (name, group) => {
    expect(groupOf({ name })).toBe(group);
  });

  it('are searched by label and name', () => {
    const controls = [brightness, control({ name: 'gain', label: 'Gain, analogue' })];
    expect(grouped(controls, ' ANALOG ')).toEqual([['exposure', [controls[1]]]]);
    expect(grouped(controls, '')).toHaveLength(2);
  });
});
