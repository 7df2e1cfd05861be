import { useState } from 'react';
import { ActionIcon, Button, Text } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { nameOfHost } from '../hosts/host-words';
import { otherHostOfPreset } from '../state/preset-binding';
import { settingsBefore } from '../state/draft';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { changesBetween } from './changes';
import { ChangesList } from './changes-list';
import { PresetChooser } from './preset-chooser';
import { PresetMenu } from './preset-menu';
import { usePresets } from './use-presets';
import classes from './presets.module.css';

/** The preset that is worked with: choosing and saving it, and what of it is not saved. */
export function PresetPanel() {
  const { t } = useTranslation('presets');
  const dispatch = useDispatch();
  return (
    <section className={classes['panel']} aria-label={t('title')}>
      <div className={classes['row']}>
        <PresetChooser />
        <PresetMenu />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={t('fold')}
          title={t('fold')}
          onClick={() => dispatch({ type: 'side-panel', side: { isFolded: true } })}
        >
          <IconLayoutSidebarLeftCollapse size={16} />
        </ActionIcon>
      </div>
      <OtherHost />
      <Unsaved />
    </section>
  );
}

/** A preset of another host than the one that is chosen now. */
function OtherHost() {
  const { t } = useTranslation('presets');
  const { t: hostsT } = useTranslation('hosts');
  const host = useSelect(otherHostOfPreset);
  const { chooseHost } = useCommands();
  if (host === null) return null;
  return (
    <div className={classes['note']} data-testid="preset-other-host">
      <Text size="xs" c="dimmed" truncate>
        {t('otherHost.line', { host: nameOfHost(host, hostsT) })}
      </Text>
      <Button size="compact-xs" variant="subtle" onClick={() => void chooseHost(host.id)}>
        {t('otherHost.go')}
      </Button>
    </div>
  );
}

/** That the draft differs from its preset, and in what. */
function Unsaved() {
  const { t } = useTranslation('presets');
  const draft = useSelect((state) => state.draft);
  const { revert } = useCommands();
  const { preset, isKnown, saveOrAsk } = usePresets();
  const [isListed, setListed] = useState(false);
  const changes = changesBetween(settingsBefore(draft), draft.settings);
  return (
    <div aria-live="polite">
      {(changes.length > 0 || !isKnown) && (
        <>
          <div className={classes['note']} data-testid="preset-unsaved">
            <Text size="xs" c="dimmed">
              <span className={classes['mark']} aria-hidden="true" />
              {t('unsaved.line')}
            </Text>
            <div className={classes['buttons']}>
              <Button size="compact-xs" variant="subtle" aria-expanded={isListed} onClick={() => setListed(!isListed)}>
                {t('unsaved.what', { count: changes.length })}
              </Button>
              <Button size="compact-xs" variant="subtle" onClick={revert}>
                {t('unsaved.revert')}
              </Button>
              <Button size="compact-xs" variant="light" onClick={saveOrAsk}>
                {preset.builtIn || !isKnown ? t('saveAs') : t('save')}
              </Button>
            </div>
          </div>
          {isListed && <ChangesList changes={changes} />}
        </>
      )}
    </div>
  );
}
