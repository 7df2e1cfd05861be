import { Button, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { languages, type Preferences } from '@domain/preferences';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ChoiceField } from '../ui/fields';
import classes from './desktop.module.css';
import { Dialog, type DialogProps } from '../ui/dialog';
import { NameTemplateField } from './name-template-field';
import { RetentionFields } from './retention-fields';

/** Languages by their own name, so that everybody finds theirs. */
const languageNames = { en: 'English', es: 'Español', zh: '中文' } as const;
const switches = ['notifications', 'tray', 'keepAwake'] as const;
const ends = ['ask', 'keep-recording', 'stop'] as const;

/** How the window behaves, and where recordings go. What is changed holds at once. */
export default function PreferencesDialog({ onClose }: DialogProps) {
  const { t } = useTranslation('desktop');
  const preferences = useSelect((state) => state.preferences);
  const directory = useSelect((state) => (state.status.state === 'ready' ? state.status.value.recordingsDirectory : null));
  const template = useSelect((state) => (state.status.state === 'ready' ? state.status.value.nameTemplate : null));
  const retention = useSelect((state) => (state.status.state === 'ready' ? state.status.value.retention : null));
  const { setPreferences, chooseRecordingsDirectory } = useCommands();
  const dispatch = useDispatch();
  const showImages = () => {
    onClose();
    dispatch({ type: 'page', page: 'hosts' });
  };
  return (
    <Dialog title={t('preferences.title')} size="lg" onClose={onClose}>
      <section className={classes['group']} aria-label={t('preferences.window')}>
        <h2>{t('preferences.window')}</h2>
        <ChoiceField
          label={t('preferences.language')}
          value={preferences.language}
          choices={[
            { value: 'system', label: t('preferences.languageOfDesktop') },
            ...languages.map((language) => ({ value: language, label: languageNames[language] })),
          ]}
          onChange={(language) => void setPreferences({ language: language as Preferences['language'] })}
        />
        {switches.map((name) => (
          <Switch
            key={name}
            size="sm"
            label={t(`preferences.${name}`)}
            description={t(`preferences.${name}Help`)}
            checked={preferences[name]}
            onChange={(event) => void setPreferences({ [name]: event.currentTarget.checked })}
          />
        ))}
        <ChoiceField
          label={t('preferences.onQuit')}
          help={t('preferences.onQuitHelp')}
          value={preferences.onQuit}
          choices={ends.map((end) => ({ value: end, label: t(`preferences.ends.${end}`) }))}
          onChange={(onQuit) => void setPreferences({ onQuit: onQuit as Preferences['onQuit'] })}
        />
      </section>
      <section className={classes['group']} aria-label={t('preferences.recordings')}>
        <h2>{t('preferences.recordings')}</h2>
        <div className={classes['folder']}>
          <div>
            <Text size="xs" c="dimmed">
              {t('preferences.folder')}
            </Text>
            <Text size="sm" className={classes['path'] ?? ''} data-testid="recordings-folder">
              {directory ?? t('preferences.unknown')}
            </Text>
          </div>
          <Button size="xs" variant="default" disabled={directory === null} onClick={() => void chooseRecordingsDirectory()}>
            {t('preferences.changeFolder')}
          </Button>
        </div>
        {template !== null && <NameTemplateField value={template} />}
      </section>
      <section className={classes['group']} aria-label={t('preferences.space')}>
        <h2>{t('preferences.space')}</h2>
        {retention !== null && <RetentionFields value={retention} />}
        <Text size="sm">{t('preferences.imagesHelp')}</Text>
        <Button size="xs" variant="default" className={classes['start'] ?? ''} onClick={showImages}>
          {t('preferences.images')}
        </Button>
      </section>
    </Dialog>
  );
}
