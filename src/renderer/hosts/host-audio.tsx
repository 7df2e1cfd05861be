import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Capabilities } from '@domain/capabilities';
import { HostCard } from './host-card';
import classes from './hosts.module.css';

/** Audio inputs of a host. */
export function HostAudio({ capabilities: { audioInputs } }: { readonly capabilities: Capabilities }) {
  const { t } = useTranslation('hosts');
  return (
    <HostCard title={t('audio.title')} aside={audioInputs.length} testId="host-audio">
      {audioInputs.length === 0 ? (
        <Text size="xs" c="dimmed">
          {t('audio.none')}
        </Text>
      ) : (
        <ul className={classes['rows']}>
          {audioInputs.map(({ identity, name, kind, device }) => (
            <li key={identity} className={classes['row']}>
              <span className={classes['rowText']}>
                <Text size="sm" truncate>
                  {name}
                </Text>
                <Text size="xs" c="dimmed" truncate>
                  {kind === 'alsa' ? device : t('audio.soundServer')}
                </Text>
              </span>
            </li>
          ))}
        </ul>
      )}
    </HostCard>
  );
}
