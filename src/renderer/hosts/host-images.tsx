import { lazy, Suspense, useState } from 'react';
import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Capabilities } from '@domain/capabilities';
import { unusedImages, type ImageList, type StoredImage } from '@domain/images';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { useFormats } from '../ui/format';
import { HostCard } from './host-card';
import { imageRows, nameOfImage, totalBytes, type ImageRow } from './image-rows';
import classes from './hosts.module.css';

const ConfirmDialog = lazy(() => import('../ui/confirm-dialog'));

interface HostImagesProps {
  readonly capabilities: Capabilities;
  /** Only the chosen host tells all of its images. */
  readonly isChosen: boolean;
}

/** The images that recorders of a host run in, and old ones that nothing needs any more. */
export function HostImages({ capabilities: { engine }, isChosen }: HostImagesProps) {
  const { t } = useTranslation('hosts');
  const images = useSelect((state) => (isChosen ? state.images : null));
  const { loadImages } = useCommands();
  if (engine.kind !== 'docker') return null;
  return (
    <HostCard title={t('images.title')} testId="host-images">
      {!isChosen && (
        <>
          <Text size="sm">{[{ family: 'software' as const, reference: engine.image }, ...engine.images].map(({ family }) => t(`images.family.${family}`)).join(', ')}</Text>
          <Text size="xs" c="dimmed">
            {t('images.useFirst')}
          </Text>
        </>
      )}
      {images?.state === 'failed' && <ErrorAlert error={images.error} tone="warning" onRetry={() => void loadImages()} />}
      {images?.state === 'loading' && (
        <Text size="xs" c="dimmed" role="status">
          {t('images.looking')}
        </Text>
      )}
      {images?.state === 'ready' && <Listed list={images.value} />}
    </HostCard>
  );
}

function Listed({ list }: { readonly list: ImageList }) {
  const { t } = useTranslation('hosts');
  const formats = useFormats();
  const unused = unusedImages(list);
  return (
    <>
      <ul className={classes['rows']}>
        {imageRows(list).map((row) => (
          <Row key={row.reference} row={row} />
        ))}
      </ul>
      {unused.length === 0 ? (
        <Text size="xs" c="dimmed">
          {t('images.noneUnused', { size: formats.bytes(totalBytes(list.images)) })}
        </Text>
      ) : (
        <Prune unused={unused} />
      )}
    </>
  );
}

function Row({ row: { reference, origin, families, stored } }: { readonly row: ImageRow }) {
  const { t } = useTranslation('hosts');
  const formats = useFormats();
  return (
    <li className={classes['row']}>
      <span className={classes['rowText']}>
        <Text size="sm">{families.map((family) => t(`images.family.${family}`)).join(', ')}</Text>
        <Text size="xs" c="dimmed" truncate title={reference}>
          {[...(origin === 'recipe' ? [] : [t(`images.origin.${origin}`)]), reference].join(' · ')}
        </Text>
      </span>
      <span className={classes['mark']} data-tone={stored ? 'good' : 'none'}>
        {stored ? formats.bytes(stored.sizeBytes) : t('images.atFirstNeed')}
      </span>
    </li>
  );
}

function Prune({ unused }: { readonly unused: readonly StoredImage[] }) {
  const { t } = useTranslation('hosts');
  const formats = useFormats();
  const [isAsking, setAsking] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const { pruneImages } = useCommands();
  const size = formats.bytes(totalBytes(unused));
  const remove = async () => {
    setRemoving(true);
    await pruneImages();
    setRemoving(false);
  };
  return (
    <div className={classes['actions']}>
      <Button size="xs" variant="default" loading={isRemoving} onClick={() => setAsking(true)}>
        {t('images.prune')}
      </Button>
      <Text size="xs" c="dimmed">
        {t('images.unused', { count: unused.length, size })}
      </Text>
      <Suspense>
        {isAsking && (
          <ConfirmDialog title={t('images.pruneTitle')} action={t('images.pruneDo')} onConfirm={() => void remove()} onClose={() => setAsking(false)}>
            {t('images.pruneQuestion', { count: unused.length, size })}
            <span className={classes['lines']}>
              {unused.map((image) => (
                <code key={image.id}>
                  {nameOfImage(image)} ({formats.bytes(image.sizeBytes)})
                </code>
              ))}
            </span>
          </ConfirmDialog>
        )}
      </Suspense>
    </div>
  );
}
