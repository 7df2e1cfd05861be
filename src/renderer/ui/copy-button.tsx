import { useEffect, useState } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { copyText } from './copy-text';

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
}

export function CopyButton({ text, label }: CopyButtonProps) {
  const { t } = useTranslation();
  const [result, setResult] = useState<'none' | 'copied' | 'failed'>('none');
  useEffect(() => {
    if (result === 'none') return undefined;
    const timer = setTimeout(() => setResult('none'), 1500);
    return () => clearTimeout(timer);
  }, [result]);
  const words = { none: t('copy'), copied: t('copied'), failed: t('notCopied') };
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={label}
      onClick={() => setResult(copyText(text) ? 'copied' : 'failed')}
    >
      <span aria-live="polite">{words[result]}</span>
    </Button>
  );
}
