import { useEffect, useRef, useState } from 'react';
import { Button, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameTemplateSchema, usualNameTemplate } from '@domain/recording';
import { nameExample } from '@domain/recording-name';
import { useCommands } from '../state/store';
import classes from './desktop.module.css';

const tokens = ['preset', 'source', 'host', 'date', 'time'] as const;

/** How recordings are named, with what it comes to. Kept on leaving the field or the dialog, or with Enter. */
export function NameTemplateField({ value }: { readonly value: string }) {
  const { t } = useTranslation('desktop');
  const { setNameTemplate } = useCommands();
  const [text, setText] = useState(value);
  const [openedAt] = useState(() => new Date());
  const parsed = nameTemplateSchema.safeParse(text);
  const keep = (template: string) => {
    const wished = nameTemplateSchema.safeParse(template);
    if (wished.success && wished.data !== value) void setNameTemplate(wished.data);
  };
  const leave = useRef(() => {});
  useEffect(() => {
    leave.current = () => keep(text);
  });
  useEffect(() => () => leave.current(), []);
  const put = (template: string) => {
    setText(template);
    keep(template);
  };
  return (
    <div>
      <TextInput
        size="sm"
        label={t('nameTemplate.label')}
        value={text}
        maxLength={80}
        spellCheck={false}
        error={parsed.success ? null : t('nameTemplate.wrong')}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => keep(text)}
        onKeyDown={(event) => event.key === 'Enter' && keep(text)}
      />
      <div className={classes['tokens']}>
        {tokens.map((token) => (
          <Button key={token} size="compact-sm" variant="default" title={t(`nameTemplate.tokens.${token}`)} onClick={() => put(`${text}${text === '' || text.endsWith('-') ? '' : '-'}{${token}}`)}>
            {`{${token}}`}
          </Button>
        ))}
        <Button size="compact-sm" variant="subtle" disabled={text === usualNameTemplate} onClick={() => put(usualNameTemplate)}>
          {t('nameTemplate.usual')}
        </Button>
      </div>
      <Text size="xs" c="dimmed" className={classes['path'] ?? ''} data-testid="name-example">
        {parsed.success ? t('nameTemplate.example', { name: nameExample(parsed.data, openedAt) }) : '–'}
      </Text>
    </div>
  );
}
