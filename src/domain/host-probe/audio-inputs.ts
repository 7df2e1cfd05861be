import type { AudioInput } from '../capabilities';
import { groupIds, identityPart, plain, usbOf, type Facts, type HostText } from './facts';

/** ALSA devices that record. Those of a USB device with a serial number keep their identity at whatever card number. */
export function alsaInputsOf({ sections, host }: HostText): AudioInput[] {
  const cards = cardNames(host.text('cards'));
  const groupIdOf = groupIds(host, 'snd/');
  const inputs = sections
    .filter(({ kind }) => kind === 'pcm')
    .flatMap(({ id, facts }) => {
      const [, card, device] = /^(\d{1,3}) (\d{1,3})$/.exec(id) ?? [];
      const cardId = facts.first('card-id')?.trim() ?? '';
      // What ALSA takes as the name of a card, and ffmpeg's device string may hold.
      if (card === undefined || device === undefined || !/^[A-Za-z0-9_-]{1,31}$/.test(cardId)) return [];
      return [{ card: Number(card), device: Number(device), cardId, facts }];
    });
  const claims = new Map<string, number>();
  for (const { facts, device } of inputs) {
    const identity = usbIdentity(facts, device);
    if (identity) claims.set(identity, (claims.get(identity) ?? 0) + 1);
  }
  return inputs.map(({ card, device, cardId, facts }) => {
    const usb = usbIdentity(facts, device);
    return {
      identity: usb !== null && claims.get(usb) === 1 ? usb : `alsa:${cardId}:${device}`,
      kind: 'alsa' as const,
      name: nameOf(facts, cards.get(card) ?? cardId),
      device: `hw:CARD=${cardId},DEV=${device}`,
      cardNumber: card,
      groupId: groupIdOf(`pcmC${card}D${device}c`),
      socketPath: null,
    };
  });
}

/** ` 0 [PCH            ]: HDA-Intel - HDA Intel PCH`, of /proc/asound/cards. */
function cardNames(text: string): Map<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [, number, name = ''] = /^\s*(\d{1,3}) \[[^\]]*\]: \S+ - (.+)$/.exec(line) ?? [];
    if (number !== undefined) names.set(Number(number), plain(name));
  }
  return names;
}

function nameOf(facts: Facts, card: string): string {
  const product = plain(facts.first('product-name') ?? '');
  const line = facts.text('info').split('\n').find((candidate) => candidate.startsWith('name: '));
  const pcm = plain(line?.slice('name: '.length) ?? '');
  const device = product === '' ? card : product;
  return pcm === '' || pcm === 'USB Audio' || pcm === device ? device : `${device}: ${pcm}`;
}

function usbIdentity(facts: Facts, device: number): string | null {
  const usb = usbOf(facts);
  if (usb?.serial == null) return null;
  const serial = identityPart(usb.serial).replaceAll(':', '_');
  return serial === '' ? null : `alsa:usb:${usb.vendorId}:${usb.productId}:${serial}:${device}`;
}

/** A sound server of the host: whose it is, and where its socket lies if that is known already. */
export interface SoundServer {
  readonly uid: number;
  /** False: the agent may not look into the folder of this user; the daemon must. */
  readonly isSeen: boolean;
}

export const pulseSocketPath = (uid: number): string => `/run/user/${uid}/pulse/native`;

/** Users who are logged in, each with a sound server perhaps. */
export function soundServersOf({ host }: HostText): SoundServer[] {
  const uids = (key: string) => host.text(key).split('\n').filter((line) => /^\d{1,10}$/.test(line)).map(Number);
  return [...uids('sound').map((uid) => ({ uid, isSeen: true })), ...uids('user').map((uid) => ({ uid, isSeen: false }))].slice(0, 32);
}

/** The default source of a PulseAudio, or of a PipeWire that speaks for one. */
export const pulseInput = (uid: number): AudioInput => ({
  identity: 'pulse:',
  kind: 'pulse',
  name: 'Default source of the sound server (PulseAudio or PipeWire)',
  device: 'default',
  cardNumber: null,
  groupId: null,
  socketPath: pulseSocketPath(uid),
});
