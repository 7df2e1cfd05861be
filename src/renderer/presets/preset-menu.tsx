import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCommands, useSelect } from '../state/store';
import { usePresets } from './use-presets';

/** What can be done with the chosen preset, and with all of them. */
export function PresetMenu() {
  const { t } = useTranslation('presets');
  const hasOwn = useSelect((state) => state.presets.some(({ builtIn }) => !builtIn));
  const { preset, isKnown, ask, remove, importFromDialog, exportPresets } = usePresets();
  const { duplicate } = useCommands();
  const locked = preset.builtIn || !isKnown;
  return (
    <Menu position="bottom-end" width={240} returnFocus transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={t('more')}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => ask('save-as')}>{t('saveAs')}</Menu.Item>
        <Menu.Item disabled={locked} onClick={() => ask('rename')}>
          {t('menu.rename')}
        </Menu.Item>
        <Menu.Item disabled={locked} onClick={() => ask('bind')}>
          {t('menu.bind')}
        </Menu.Item>
        <Menu.Item disabled={!isKnown} onClick={() => void duplicate()}>
          {t('menu.duplicate')}
        </Menu.Item>
        <Menu.Item disabled={locked} color="red" onClick={() => void remove()}>
          {t('menu.remove')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void importFromDialog()}>{t('menu.import')}</Menu.Item>
        <Menu.Item disabled={!isKnown} onClick={() => void exportPresets([preset.id])}>
          {t('menu.exportThis')}
        </Menu.Item>
        <Menu.Item disabled={!hasOwn} onClick={() => ask('export')}>
          {t('menu.export')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
