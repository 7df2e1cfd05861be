import { Progress, Text } from '@mantine/core';
import { useSelect } from '../state/store';
import classes from './header.module.css';
import { HostBadge } from './host-badge';
import { PageNav } from './page-nav';

export function Header() {
  return (
    <header className={classes['header']}>
      <h1 className={classes['name']}>Capstan</h1>
      <PageNav />
      <ImageBuild />
      <HostBadge />
    </header>
  );
}

/** Making the image happens once and takes a while: what it does and how far it is. */
function ImageBuild() {
  const image = useSelect((state) => state.image);
  if (!image) return <div />;
  const percent = image.fraction === null ? null : Math.round(image.fraction * 100);
  return (
    <div className={classes['image']} role="status">
      <Text size="xs" truncate>
        Making the container image: {image.step}
        {percent !== null && ` (${percent} %)`}
      </Text>
      <Progress
        size="xs"
        value={percent ?? 100}
        animated={percent === null}
        aria-label="Progress of the container image"
      />
    </div>
  );
}
