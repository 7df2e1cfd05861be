import { useEffect, useState } from 'react';
import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { About } from '@domain/contract';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { CopyButton } from '../ui/copy-button';
import classes from './desktop.module.css';
import { Dialog, type DialogProps } from '../ui/dialog';

/** What Capstan is, and the versions of what it is made of. */
export default function AboutDialog({ onClose }: DialogProps) {
  const { t } = useTranslation('desktop');
  const { about: ask } = useCommands();
  const dispatch = useDispatch();
  const dataDirectory = useSelect((state) => (state.status.state === 'ready' ? state.status.value.dataDirectory : null));
  const [about, setAbout] = useState<About | null>(null);
  useEffect(() => {
    void ask().then((found) => found && setAbout(found));
  }, [ask]);
  const rows = about
    ? ([
        ['about.version', about.version],
        ['about.electron', about.electron],
        ['about.chromium', about.chromium],
        ['about.node', about.node],
        ['about.system', about.system],
        ...(dataDirectory === null ? [] : [['about.data', dataDirectory] as const]),
      ] as const)
    : [];
  return (
    <Dialog title={t('about.title')} size="md" onClose={onClose}>
      <Text size="sm">{t('about.what')}</Text>
      <dl className={classes['facts']} data-testid="about-facts">
        {rows.map(([word, value]) => (
          <div key={word}>
            <dt>{t(word)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Text size="xs" c="dimmed">
        {t('about.license')}
      </Text>
      <div className={classes['actions']}>
        <CopyButton label={t('about.copy')} text={rows.map(([word, value]) => `${t(word)}: ${value}`).join('\n')} />
        <Button size="compact-sm" variant="default" onClick={() => dispatch({ type: 'dialog', dialog: 'report' })}>
          {t('commands.report')}
        </Button>
      </div>
    </Dialog>
  );
}
