import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSelect } from '../state/store';
import classes from './header.module.css';
import { HostBadge } from './host-badge';
import { PageNav } from './page-nav';

export function Header() {
  const { t } = useTranslation(['shell', 'common']);
  return (
    <header className={classes['header']}>
      <h1 className={classes['name']}>{t('common:appName')}</h1>
      <PageNav />
      <ImageBuild />
      <HostBadge />
    </header>
  );
}

/** Making the image happens once and takes a while: what it does and how far it is. */
function ImageBuild() {
  const { t } = useTranslation('shell');
  const image = useSelect((state) => state.image);
  if (!image) return <div />;
  const percent = image.fraction === null ? null : Math.round(image.fraction * 100);
  const step = `${t('image.making', { step: image.step })}${percent === null ? '' : ` (${percent} %)`}`;
  return (
    <div className={classes['image']} role="status">
      <Text size="xs" truncate title={step}>
        {step}
      </Text>
      <Progress
        size="xs"
        value={percent ?? 100}
        animated={percent === null}
        aria-label={t('image.progress')}
      />
    </div>
  );
}
