import type { TFunction } from 'i18next';
import type { ContainerSpec, HostConfig } from '@domain/plan/types';
import type { Formats } from '../ui/format';

/** One thing that the plan decided. */
interface PlanFact {
  readonly name: string;
  readonly value: string;
  /** The whole of it, where `value` is shortened. */
  readonly title?: string;
}

/** What is given to the recorder's container; null is a process of this computer. */
export function planFacts(container: ContainerSpec | null, t: TFunction<'details'>, formats: Formats): PlanFact[] {
  if (container === null) return [{ name: t('facts.runsAs'), value: t('facts.process') }];
  const { Image, User, HostConfig: host } = container;
  const groups = host.GroupAdd.length === 0 ? '' : `, ${t('facts.groups', { groups: host.GroupAdd.join(', ') })}`;
  return [
    { name: t('facts.image'), value: shortImage(Image), title: Image },
    { name: t('facts.devices'), value: devicesOf(host).join(', ') || t('facts.none') },
    { name: t('facts.network'), value: host.NetworkMode === 'none' ? t('facts.noNetwork') : host.NetworkMode },
    { name: t('facts.user'), value: `${User}${groups}` },
    { name: t('facts.rights'), value: t(host.Privileged ? 'facts.privileged' : 'facts.noRights') },
    { name: t('facts.limits'), value: limitsOf(host, t, formats) },
    ...host.Mounts.map(({ Source, ReadOnly }) => ({ name: t(ReadOnly ? 'facts.reads' : 'facts.writes'), value: Source })),
  ];
}

/** An image is named by its content where that is all that counts. */
const shortImage = (image: string): string => image.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1…');

const devicesOf = ({ Devices, DeviceRequests = [], Runtime }: HostConfig): string[] => [
  ...Devices.map(({ PathOnHost }) => PathOnHost),
  ...DeviceRequests.flatMap(({ DeviceIDs }) => DeviceIDs),
  ...(Runtime === undefined ? [] : [`--runtime ${Runtime}`]),
];

function limitsOf({ Memory, NanoCpus }: HostConfig, t: TFunction<'details'>, formats: Formats): string {
  const memory = t('facts.memory', { size: formats.bytes(Memory) });
  return NanoCpus === 0 ? memory : `${memory}, ${t('facts.cores', { count: NanoCpus / 1e9 })}`;
}
