import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Change } from './changes';
import { fieldLabel, valueText } from './preset-words';
import classes from './presets.module.css';

/** What differs from the saved preset, field by field. */
export function ChangesList({ changes }: { readonly changes: readonly Change[] }) {
  const { t } = useTranslation('presets');
  return (
    <div className={classes['changesFrame']} tabIndex={0} role="region" aria-label={t('unsaved.list')} data-testid="preset-changes">
      <Table className={classes['changes'] ?? ''} fz="xs" verticalSpacing={2} horizontalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('unsaved.field')}</Table.Th>
            <Table.Th>{t('unsaved.before')}</Table.Th>
            <Table.Th>{t('unsaved.after')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changes.map(({ path, before, after }) => (
            <Table.Tr key={path} data-field={path}>
              <Table.Td>{fieldLabel(path, t)}</Table.Td>
              <Table.Td>{valueText(path, before, t)}</Table.Td>
              <Table.Td>{valueText(path, after, t)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
