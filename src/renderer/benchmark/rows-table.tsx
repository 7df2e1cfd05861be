import { Fragment, useMemo, useState } from 'react';
import { ActionIcon, Table, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats, unknown } from '../ui/format';
import { clipName, encoderName, rowKey } from './benchmark-words';
import { columnsOf, isThere, type ShownRow } from './columns';
import { RowDetails } from './row-details';
import { Term } from './term';
import classes from './benchmark.module.css';

/** Every row that was measured, and why others were not; each opens to what ran. */
export function RowsTable({ rows, label }: { readonly rows: readonly ShownRow[]; readonly label: string }) {
  const { t } = useTranslation('benchmark');
  const formats = useFormats();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const columns = useMemo(() => columnsOf(rows, t, formats), [rows, t, formats]);
  const toggle = (key: string) => setOpen((before) => new Set(before.has(key) ? [...before].filter((other) => other !== key) : [...before, key]));
  return (
    <div className={classes['scroll']} tabIndex={0} role="region" aria-label={label}>
      <Table verticalSpacing={6} horizontalSpacing="xs" data-testid="benchmark-rows" className={classes['table'] ?? ''}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('column.encoder')}</Table.Th>
            <Table.Th>{t('column.clip')}</Table.Th>
            {columns.map(({ key, word, meaning }) => (
              <Table.Th key={key}>
                <Term word={word} meaning={meaning} />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((shown) => {
            const { row } = shown;
            const key = rowKey(row);
            const isOpen = open.has(key);
            const name = encoderName(row);
            return (
              <Fragment key={key}>
                <Table.Tr data-testid="benchmark-row" data-encoder={row.encoder} data-clip={row.clip} data-ran={row.framesPerSecond !== null}>
                  <Table.Td>
                    <div className={classes['encoder']}>
                      <ActionIcon size={24} variant="subtle" color="gray" aria-expanded={isOpen} aria-label={t('details', { encoder: name, clip: clipName(row.clip, t) })} onClick={() => toggle(key)}>
                        {isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
                      </ActionIcon>
                      <span className={classes['code']}>{row.encoder}</span>
                      {row.gpu && <span className={classes['dim']}>{row.gpu.name}</span>}
                    </div>
                  </Table.Td>
                  <Table.Td>{clipName(row.clip, t)}</Table.Td>
                  {row.framesPerSecond === null ? (
                    <Table.Td colSpan={columns.length}>
                      <span className={classes['failed']}>
                        <IconCircleX size={14} aria-hidden="true" /> {t('didNotRun', { why: row.diagnosis?.title ?? t('withoutReason') })}
                      </span>
                    </Table.Td>
                  ) : (
                    columns.map((column) => {
                      const cell = column.cell(shown);
                      return <Table.Td key={column.key}>{isThere(cell) ? cell : unknown}</Table.Td>;
                    })
                  )}
                </Table.Tr>
                {isOpen && (
                  <Table.Tr>
                    <Table.Td colSpan={2 + columns.length}>
                      <RowDetails row={row} />
                    </Table.Td>
                  </Table.Tr>
                )}
              </Fragment>
            );
          })}
        </Table.Tbody>
      </Table>
      {rows.length === 0 && (
        <Text size="sm" c="dimmed" p="sm">
          {t('noRows')}
        </Text>
      )}
    </div>
  );
}
