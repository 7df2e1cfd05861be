import { useState } from 'react';
import { Kbd, Table, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { accelerators, appCommands, furtherAccelerators } from '@domain/app-commands';
import { Dialog, type DialogProps } from '../ui/dialog';
import classes from './desktop.module.css';

/** Keys of the fields and the picture that are no commands of a menu. */
const furtherKeys = [
  ['shortcuts.menuBar', 'Alt'],
  ['shortcuts.next', 'Tab'],
  ['shortcuts.back', 'Esc'],
  ['shortcuts.zoom', 'Ctrl + / −'],
  ['shortcuts.window', 'F11'],
] as const;

/** Every key and what it does, by name or by key. */
export default function ShortcutsDialog({ onClose }: DialogProps) {
  const { t } = useTranslation('desktop');
  const [text, setText] = useState('');
  const rows = [
    ...appCommands.flatMap((command) => {
      const keys = accelerators[command];
      return keys === undefined ? [] : [{ name: t(`commands.${command}`).replace('…', ''), keys: keys.split('+').map((key) => (key === '' ? '+' : key)), also: furtherAccelerators[command] }];
    }),
    ...furtherKeys.map(([word, keys]) => ({ name: t(word), keys: [keys], also: undefined })),
  ];
  const wanted = text.trim().toLocaleLowerCase();
  const found = rows.filter(({ name, keys, also }) => [name, keys.join('+'), also].some((words) => words?.toLocaleLowerCase().includes(wanted)));
  return (
    <Dialog title={t('shortcuts.title')} size="md" onClose={onClose}>
      <TextInput
        size="sm"
        aria-label={t('shortcuts.search')}
        placeholder={t('shortcuts.search')}
        value={text}
        data-autofocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes['list']} tabIndex={0} role="region" aria-label={t('shortcuts.title')}>
        <Table data-testid="shortcuts" verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('shortcuts.command')}</Table.Th>
              <Table.Th>{t('shortcuts.keys')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.map(({ name, keys, also }) => (
              <Table.Tr key={name}>
                <Table.Td>{name}</Table.Td>
                <Table.Td className={classes['keys'] ?? ''}>
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                  {also !== undefined && (
                    <>
                      {' · '}
                      <Kbd>{also}</Kbd>
                    </>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {found.length === 0 && (
          <Text size="sm" c="dimmed" p="md" role="status">
            {t('shortcuts.none')}
          </Text>
        )}
      </div>
    </Dialog>
  );
}
