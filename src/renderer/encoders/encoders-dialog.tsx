import { useMemo, useState } from 'react';
import { Button, Text, UnstyledButton } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { applyOverrides } from '@domain/overrides';
import { nameOfHost } from '../hosts/host-words';
import { chosenHost } from '../state/hosts';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { Dialog } from '../ui/dialog';
import { encoderEntry, encoderGroups, withProofs, type EncoderEntry, type EncoderState } from './encoder-entries';
import { EncoderDetails } from './encoder-details';
import { TrialBar } from './trial-bar';
import classes from './encoders.module.css';

/** Every encoder and how it is on the chosen host; one is taken for the settings. */
export default function EncodersDialog() {
  const { t } = useTranslation('encoders');
  const { t: hosts } = useTranslation('hosts');
  const settings = useSelect((state) => state.draft.settings);
  const known = useSelect((state) => (state.capabilities.state === 'ready' ? state.capabilities.value : null));
  const trial = useSelect((state) => state.trial);
  const host = useSelect(chosenHost);
  const name = host ? nameOfHost(host, hosts) : t('thisHost');
  const { edit } = useCommands();
  const dispatch = useDispatch();
  const inUse = settings.video.mode === 'encode' ? settings.video.encoder : null;
  const [shown, setShown] = useState(inUse ?? 'auto');
  const capabilities = useMemo(() => (known && trial.state === 'running' ? withProofs(known, trial.proofs) : known), [known, trial]);
  const { groups, elsewhere } = useMemo(() => encoderGroups(t, capabilities, settings), [t, capabilities, settings]);
  const entry = useMemo(() => encoderEntry(t, shown, capabilities, settings), [t, shown, capabilities, settings]);
  const close = () => dispatch({ type: 'encoders-dialog', isOpen: false });
  const take = (encoder: string) => {
    const changed = applyOverrides(settings, { encoder });
    if (changed.ok) edit({ video: changed.value.video });
    else dispatch({ type: 'failed', error: changed.error });
    close();
  };
  const row = (listed: EncoderEntry) => (
    <Row key={listed.encoder} entry={listed} isShown={listed.encoder === shown} isInUse={listed.encoder === inUse} onShow={() => setShown(listed.encoder)} onTake={() => take(listed.encoder)} />
  );
  return (
    <Dialog onClose={close} title={t('title', { name })} size={860}>
      <div className={classes['dialog']} data-testid="encoders-dialog">
        <TrialBar />
        <div className={classes['panes']}>
          <nav className={classes['list']} aria-label={t('label')}>
            {groups.map((group) => (
              <div key={group.title} role="group" aria-label={group.title}>
                <h4 className={classes['groupTitle']}>{group.title}</h4>
                {group.entries.map(row)}
              </div>
            ))}
            {elsewhere.length > 0 && (
              <details open={elsewhere.some(({ encoder }) => encoder === shown)}>
                <summary className={classes['groupTitle']}>{t('group.elsewhere', { count: elsewhere.length })}</summary>
                {elsewhere.map(row)}
              </details>
            )}
          </nav>
          <div className={classes['pane']}>
            {entry && <EncoderDetails entry={entry} />}
            {entry && (
              <div className={classes['actions']}>
                <Button size="sm" disabled={entry.encoder === inUse} variant={isDoubtful(entry.state) ? 'default' : 'filled'} onClick={() => take(entry.encoder)}>
                  {entry.encoder === inUse ? t('inUse') : isDoubtful(entry.state) ? t('useAllTheSame') : t('use')}
                </Button>
              </div>
            )}
          </div>
        </div>
      </div>
    </Dialog>
  );
}

const isDoubtful = (state: EncoderState): boolean => state === 'fails' || state === 'no-hardware' || state === 'not-built';

interface RowProps {
  readonly entry: EncoderEntry;
  readonly isShown: boolean;
  readonly isInUse: boolean;
  readonly onShow: () => void;
  readonly onTake: () => void;
}

function Row({ entry: { encoder, label, state, summary }, isShown, isInUse, onShow, onTake }: RowProps) {
  const { t } = useTranslation('encoders');
  return (
    <UnstyledButton
      className={classes['row'] ?? ''}
      aria-current={isShown}
      data-testid="encoder-row"
      data-encoder={encoder}
      data-state={state}
      data-autofocus={isShown || undefined}
      onClick={onShow}
      onDoubleClick={onTake}
    >
      <StateIcon state={state} />
      <span className={classes['rowText']}>
        <Text size="sm" truncate fw={isInUse ? 600 : 400}>
          {label}
          {isInUse && <span className={classes['dim']}> · {t('inUseAside')}</span>}
        </Text>
        <Text size="xs" c="dimmed" truncate title={summary}>
          {summary}
        </Text>
      </span>
    </UnstyledButton>
  );
}

function StateIcon({ state }: { readonly state: EncoderState }) {
  const { t } = useTranslation('encoders');
  const shared = { size: 18, role: 'img', 'aria-label': t(`state.${state}`) } as const;
  if (state === 'works') return <IconCircleCheck {...shared} color="var(--capstan-ok)" />;
  if (state === 'fails') return <IconCircleX {...shared} color="var(--capstan-bad)" />;
  if (state === 'not-built') return <IconCircleX {...shared} color="var(--mantine-color-dimmed)" />;
  return <IconCircleDashed {...shared} color="var(--mantine-color-dimmed)" />;
}
