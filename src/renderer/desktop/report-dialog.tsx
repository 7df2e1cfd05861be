import { useEffect, useState } from 'react';
import { Button, Loader, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCommands, useDispatch } from '../state/store';
import { copyText } from '../ui/copy-text';
import { fileName } from '../ui/format';
import classes from './desktop.module.css';
import { Dialog, type DialogProps } from '../ui/dialog';

/** What helps to find a fault, without secrets. It is read here before it goes anywhere. */
export default function ReportDialog({ onClose }: DialogProps) {
  const { t } = useTranslation('desktop');
  const { createReport, saveReport } = useCommands();
  const dispatch = useDispatch();
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    let isShown = true;
    const make = async () => {
      const made = await createReport();
      if (isShown) setText(made ?? '');
    };
    void make();
    return () => {
      isShown = false;
    };
  }, [createReport]);
  const tell = (words: string) => dispatch({ type: 'toast', toast: { id: 'report', text: words } });
  const save = async () => {
    const path = await saveReport();
    if (path) tell(t('report.saved', { file: fileName(path) }));
  };
  return (
    <Dialog title={t('report.title')} size="xl" onClose={onClose}>
      <Text size="sm">{t('report.what')}</Text>
      {text === null ? (
        <div className={classes['loading']} role="status">
          <Loader size="sm" /> {t('report.making')}
        </div>
      ) : (
        <Textarea
          mt="sm"
          readOnly
          aria-label={t('report.text')}
          data-testid="report-text"
          value={text}
          styles={{ input: { height: 'min(52vh, 640px)', fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12, resize: 'none' } }}
        />
      )}
      <div className={classes['actions']}>
        <Button variant="default" disabled={text === null} onClick={() => void save()}>
          {t('report.save')}
        </Button>
        <Button disabled={text === null} onClick={() => tell(copyText(text ?? '') ? t('report.copied') : t('report.notCopied'))}>
          {t('report.copy')}
        </Button>
      </div>
    </Dialog>
  );
}
