import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Host } from '@domain/host';
import { lookOf } from '../state/host-looks';
import { useSelect } from '../state/store';
import { useFormats } from '../ui/format';
import { HostCard } from './host-card';
import classes from './hosts.module.css';

/** Under this much, in bytes, or this share, a long recording soon fills the disk. */
const scarce = { bytes: 5e9, share: 0.05 };

/** How full the disk is that recordings of a host go to. */
export function HostSpace({ host }: { readonly host: Host }) {
  const { t } = useTranslation('hosts');
  const formats = useFormats();
  const overview = useSelect((state) => lookOf(state, host.id).seen?.overview ?? null);
  const directory = useSelect(({ status }) => (status.state === 'ready' ? status.value.recordingsDirectory : null));
  if (overview === null) return null;
  const { space, capabilities } = overview;
  const isSeparate = capabilities.engine.kind === 'docker' && capabilities.engine.storage === 'separate';
  const { recordings } = host;
  const place = isSeparate ? (recordings.kind === 'volume' ? t('space.volume', { name: recordings.name }) : recordings.path) : directory;
  const isScarce = space !== null && (space.freeBytes < scarce.bytes || space.freeBytes < scarce.share * space.totalBytes);
  return (
    <HostCard title={t('space.title')} testId="host-space">
      {space === null ? (
        <Text size="xs" c="dimmed">
          {t('space.unknown')}
        </Text>
      ) : (
        <>
          <Text size="sm" className={isScarce ? (classes['scarce'] ?? '') : ''}>
            {t('space.free', { free: formats.bytes(space.freeBytes), total: formats.bytes(space.totalBytes) })}
          </Text>
          <Progress
            size="sm"
            color={isScarce ? 'orange' : 'blue'}
            value={(100 * (space.totalBytes - space.freeBytes)) / Math.max(1, space.totalBytes)}
            aria-label={t('space.used')}
          />
        </>
      )}
      {place !== null && (
        <Text size="xs" c="dimmed" className={classes['wrap'] ?? ''}>
          {place}
        </Text>
      )}
    </HostCard>
  );
}
