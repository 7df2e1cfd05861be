import { Fragment, useMemo } from 'react';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PlanView as Planned } from '@domain/contract';
import { isSourceChosen } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { CopyButton } from '../ui/copy-button';
import { ErrorAlert } from '../ui/error-alert';
import { useFormats } from '../ui/format';
import { Empty } from '../ui/section';
import { EncodeLine, FallbackNotice, otherWarnings } from './encode-view';
import { optionGroups } from './option-groups';
import { planFacts } from './plan-facts';
import classes from './details.module.css';

/** What Record will run and why, or why it would be refused. */
export function PlanView() {
  const { t } = useTranslation('details');
  const plan = useSelect((state) => state.plan);
  const isChosen = useSelect((state) => isSourceChosen(state.draft.settings.source));
  const isAway = useSelect((state) => state.status.state === 'failed');
  const { retryPlan } = useCommands();
  if (!isChosen) return <Empty>{t('plan.noSource')}</Empty>;
  if (isAway) return <Empty>{t('plan.hostAway')}</Empty>;
  switch (plan.state) {
    case 'loading':
      return <Empty>{t('plan.planning')}</Empty>;
    case 'failed':
      return <ErrorAlert error={plan.error} tone="warning" onRetry={retryPlan} retryLabel={t('plan.again')} />;
    case 'ready':
      return (
        <div className={classes['plan']}>
          <Decided plan={plan.value} />
          <Command command={plan.value.command} />
        </div>
      );
  }
}

function Decided({ plan: { encode, warnings, container } }: { readonly plan: Planned }) {
  const { t } = useTranslation('details');
  const formats = useFormats();
  const facts = useMemo(() => planFacts(container, t, formats), [container, t, formats]);
  return (
    <section aria-label={t('plan.decided')}>
      <EncodeLine encode={encode} />
      {encode.fallback && <FallbackNotice fallback={encode.fallback} />}
      {otherWarnings(warnings, encode.fallback).map((warning) => (
        <Text key={warning} size="xs" className={classes['warning'] ?? ''}>
          {warning}
        </Text>
      ))}
      <dl className={classes['facts']} data-testid="plan-facts">
        {facts.map(({ name, value, title }) => (
          <div key={`${name} ${value}`}>
            <dt>{name}</dt>
            <dd title={title}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Command({ command }: { readonly command: string }) {
  const { t } = useTranslation('details');
  return (
    <section className={classes['command']} aria-label={t('plan.command')}>
      <pre data-testid="command-text" className={classes['text']} tabIndex={0} aria-label={t('plan.command')}>
        {optionGroups(command).map((group, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <Fragment key={index}>
            {index > 0 && ' '}
            <span>{group}</span>
          </Fragment>
        ))}
      </pre>
      <CopyButton text={command} label={t('plan.copy')} />
    </section>
  );
}
