import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button';
import classes from './command-lines.module.css';

/** Commands for a terminal, each in a line of its own that can be copied. */
export function CommandLines({ commands }: { readonly commands: readonly string[] }) {
  const { t } = useTranslation();
  return commands.map((command) => (
    <div key={command} className={classes['line']} data-testid="command-line">
      <code>{command}</code>
      <CopyButton text={command} label={t('copyCommand', { command })} />
    </div>
  ));
}
