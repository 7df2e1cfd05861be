import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog';
import classes from './ui.module.css';

interface NameDialogProps {
  readonly title: string;
  readonly label: string;
  readonly value: string;
  /** Says what is wrong with a name; null where it is good. */
  readonly check: (name: string) => string | null;
  /** True where it was done: the dialog closes. */
  readonly onSubmit: (name: string) => Promise<boolean>;
  readonly onClose: () => void;
}

/** Asks for another name. */
export default function NameDialog({ title, label, value, check, onSubmit, onClose }: NameDialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(value);
  const [isBusy, setBusy] = useState(false);
  const wrong = check(name);
  const submit = async () => {
    if (wrong !== null || isBusy) return;
    setBusy(true);
    if (name !== value) await onSubmit(name);
    onClose();
  };
  return (
    <Dialog onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextInput
          label={label}
          data-autofocus
          value={name}
          maxLength={100}
          spellCheck={false}
          error={wrong}
          onChange={(event) => setName(event.currentTarget.value.trim())}
          onFocus={(event) => {
            // The ending stays: what is typed replaces the rest.
            const ending = value.lastIndexOf('.');
            event.currentTarget.setSelectionRange(0, ending > 0 ? ending : value.length);
          }}
        />
        <div className={classes['dialogActions']}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={isBusy} disabled={wrong !== null}>
            {t('rename')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
