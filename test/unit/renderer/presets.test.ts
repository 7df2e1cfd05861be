import { describe, expect, it } from 'vitest';
import { capstanError } from '@domain/errors';
import type { Preset, Source } from '@domain/preset';
import { openTexts } from '@locales/i18n';
import { changesBetween } from '../../../src/renderer/presets/changes';
import { bindingText, fieldLabel, foundPresets, importLines, purposeOf } from '../../../src/renderer/presets/preset-words';
import { deviceToKeep, isUnsaved, settingsToSave } from '../../../src/renderer/state/draft';
import { keepDraft, withKeptDraft } from '../../../src/renderer/state/kept-draft';
import { otherHostOfPreset } from '../../../src/renderer/state/preset-binding';
import { reduce, type Action } from '../../../src/renderer/state/reducer';
import { initialState, type AppState } from '../../../src/renderer/state/state';
import { createStore } from '../../../src/renderer/state/store';
import { attic, camera, capabilities, here, ownPreset, settings, status, testPattern, webcam } from './fixtures';

const after = (...actions: Action[]): AppState => actions.reduce(reduce, initialState);
const found = (...devices: Parameters<typeof capabilities>): Action => ({ type: 'capabilities', capabilities: { state: 'ready', value: capabilities(...devices) } });
const choose = (preset: Preset): Action => ({ type: 'preset-chosen', preset });
const edit = (change: Parameters<typeof settings>[0]): Action => ({ type: 'settings-edited', settings: settings(change) });
const anyCamera: Preset = { ...ownPreset, id: 'any', name: 'Any camera', source: { ...camera, device: '' } };
const oneCamera: Preset = { ...ownPreset, id: 'one', name: 'One camera', source: { ...camera, device: 'usb:1:2:3:0' } };
const deviceOf = ({ draft }: AppState) => (draft.settings.source.type === 'capture-device' ? draft.settings.source.device : null);

describe('a preset that goes with no camera', () => {
  const watching = after(found(webcam()), edit({ source: camera }));

  it('keeps the chosen one, and is not changed by it', () => {
    const state = reduce(watching, choose(anyCamera));
    expect(deviceOf(state)).toBe(camera.device);
    expect(isUnsaved(state.draft)).toBe(false);
  });

  it('takes the first that can be recorded where none was chosen', () => {
    const broken = webcam({ identity: 'raw', unusable: 'Raw Bayer.' });
    expect(deviceOf(after(found(broken, webcam()), choose(anyCamera)))).toBe('usb:046d:0892:1A2B:0');
    expect(deviceOf(after(found(broken), choose(anyCamera)))).toBe('');
  });

  it('remembers the camera over a preset of another kind', () => {
    expect(deviceOf([choose(testPattern), choose(anyCamera)].reduce(reduce, reduce(watching, choose(anyCamera))))).toBe(camera.device);
  });

  it('takes no camera of a host that is being left', () => {
    expect(deviceToKeep({ ...watching, isConnecting: true })).toBe('');
  });

  it('is saved without a camera, and one that is bound with it', () => {
    const device = (bound: boolean) => (settingsToSave(settings({ source: camera }), bound).source as Extract<Source, { type: 'capture-device' }>).device;
    expect([device(false), device(true)]).toEqual(['', camera.device]);
  });
});

it('a preset that is bound to a camera chooses it; another camera is a change', () => {
  const state = after(found(webcam()), edit({ source: camera }), choose(oneCamera));
  expect(deviceOf(state)).toBe('usb:1:2:3:0');
  expect(isUnsaved({ ...state.draft, settings: { ...state.draft.settings, source: camera } })).toBe(true);
});

it('a preset of another host than the chosen one says which', () => {
  const bound = { ...ownPreset, host: { id: attic.id, name: attic.name } };
  const on = (host: typeof here) => after({ type: 'status', status: { state: 'ready', value: status(host) } }, choose(bound));
  expect(otherHostOfPreset(on(here))?.name).toBe('attic');
  expect(otherHostOfPreset(on(attic))).toBeNull();
});

it('a draft without edits follows its preset when that is changed elsewhere', () => {
  const state = after({ type: 'presets', presets: [testPattern, ownPreset] }, choose(ownPreset), { type: 'presets', presets: [testPattern, { ...ownPreset, durationSeconds: 9 }] });
  expect(state.draft.settings.durationSeconds).toBe(9);
});

describe('what changed', () => {
  it('is told field by field, sizes and rates as one', () => {
    const source = { ...testPattern.source, frameSize: { width: 640, height: 480 } } as Source;
    expect(changesBetween(settings(), settings({ source, durationSeconds: 5 }))).toEqual([
      { path: 'source.frameSize', before: '1280x720', after: '640x480' },
      { path: 'durationSeconds', before: null, after: 5 },
    ]);
  });

  it('leaves out what neither asks for', () => {
    const paths = changesBetween(settings(), settings({ source: camera })).map(({ path }) => path);
    expect(paths).toEqual(['source.type', 'source.device', 'source.frameSize', 'source.frameRate']);
  });

  it.each(['en', 'es', 'zh'] as const)('has a name for every field in %s', async (language) => {
    const t = (await openTexts(language)).getFixedT(language, 'presets');
    const network: Source = { type: 'network', url: 'rtsp://a', rtspTransport: 'tcp', credential: 'a', containerNetwork: 'host', frameSize: null, frameRate: null };
    const file: Source = { type: 'file', path: '/a', pace: 'fastest', frameSize: null, frameRate: null };
    const nothing = {} as ReturnType<typeof settings>;
    const audio = { mode: 'encode', encoder: 'aac', bitRateKbps: 128, input: { type: 'device', device: 'pulse:' } } as const;
    const rateControl = { mode: 'qvbr', quality: 20, bitRateKbps: 1000, maxBitRateKbps: 2000 } as const;
    const video = { ...settings().video, rateControl } as ReturnType<typeof settings>['video'];
    const whole = [settings({ video, audio }), settings({ source: { ...camera, inputFormat: 'MJPG', controls: { gain: 1 } } }), settings({ source: network }), settings({ source: file })];
    // Fields without a value are left out of a comparison with nothing: they are given one.
    const filled = whole.map((one) => JSON.parse(JSON.stringify(one, (_key, value) => (value === null ? 1 : value))) as typeof one);
    const paths = new Set(filled.flatMap((one) => changesBetween(nothing, one).map(({ path }) => path)));
    expect(paths.size).toBeGreaterThan(45);
    expect([...paths].filter((path) => fieldLabel(path, t) === path)).toEqual([]);
  });
});

describe('the list of presets', () => {
  it('is found by every word of name, purpose and binding', () => {
    const entries = [{ text: 'Front door Camera · H.264 on attic' }, { text: 'Test pattern' }];
    expect(foundPresets(entries, ' ATTIC camera ')).toEqual([entries[0]]);
    expect(foundPresets(entries, '')).toHaveLength(2);
  });

  it('says what a preset is for and goes with', async () => {
    const t = (await openTexts('es')).getFixedT('es', 'presets');
    expect(purposeOf(testPattern, t)).toBe('Para ver que todo funciona, sin cámara');
    expect(purposeOf(oneCamera, t)).toBe('Cámara · H.264 (x264)');
    expect(bindingText({ host: 'attic', device: null }, t)).toBe('en attic');
    expect(bindingText({ host: null, device: null }, t)).toBe('');
  });
});

it('an import is told as one: what was made, and each file that was refused', async () => {
  const t = (await openTexts('en')).getFixedT('en', 'presets');
  const good = (fileName: string, ...presets: Preset[]) => ({ fileName, presets, error: null });
  const bad = (fileName: string) => ({ fileName, presets: [], error: capstanError('preset-invalid', 'It is empty') });
  expect(importLines([good('a.json', ownPreset), bad('x.json'), good('a.json', ownPreset, anyCamera), bad('x.json')], t)).toEqual([
    '3 presets were imported from 2 files',
    expect.stringMatching(/^x\.json was not imported\. It is empty\. /),
    expect.stringMatching(/^x\.json was not imported\. It is empty\. /),
  ]);
  expect(importLines([good('a.json', ownPreset)], t)).toEqual(['“Mine” was imported from a.json']);
  expect(importLines([], t)).toEqual([]);
});

describe('the draft at the next start', () => {
  const storage = () => {
    const items = new Map<string, string>();
    return { items, getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, value: string) => void items.set(key, value) };
  };
  const now = (action: () => void) => (action(), () => {});

  it('is the one that was left, with its unsaved edits', () => {
    const kept = storage();
    const store = createStore();
    keepDraft(store, kept, now);
    store.dispatch({ type: 'presets', presets: [testPattern, ownPreset] });
    store.dispatch(choose(ownPreset));
    store.dispatch(edit({ durationSeconds: 5 }));
    store.dispatch({ type: 'side-panel', side: { isFolded: true } });
    const begun = withKeptDraft(initialState, kept);
    expect(begun.draft.preset).toEqual(ownPreset);
    expect(begun.draft.settings.durationSeconds).toBe(5);
    expect(begun.side.isFolded).toBe(true);
    expect(isUnsaved(begun.draft)).toBe(true);
  });

  it.each(['', 'no JSON', '{"preset":{"id":"../x"},"settings":{},"isFolded":false}'])('begins anew from %j', (text) => {
    const kept = storage();
    kept.setItem('draft', text);
    expect(withKeptDraft(initialState, kept)).toBe(initialState);
  });
});
