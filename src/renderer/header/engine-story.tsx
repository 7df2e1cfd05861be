import { Badge, Button, Popover, Text, UnstyledButton } from '@mantine/core';
import type { StationStatus } from '@domain/contract';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import classes from './header.module.css';

const names = { docker: 'Docker', local: 'This computer’s ffmpeg' };

export default function EngineStory({
  status: { engine, version, dataDirectory },
}: {
  readonly status: StationStatus;
}) {
  const ffmpeg = useSelect((state) =>
    state.capabilities.state === 'ready' ? state.capabilities.value.ffmpeg.version : null,
  );
  const { reconnect } = useCommands();
  const facts = [
    ['Endpoint', engine.endpoint],
    ['ffmpeg', ffmpeg ?? '…'],
    ['Capstan', version],
    ['Data', dataDirectory],
  ] as const;
  return (
    <Popover position="bottom-end" width={400} withArrow trapFocus returnFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <UnstyledButton
          className={classes['engine'] ?? ''}
          aria-label={`Engine: ${names[engine.kind]}. ${engine.because}`}
        >
          <Text size="xs" c="dimmed" truncate className={classes['because'] ?? ''}>
            {engine.because}
          </Text>
          <Badge
            data-testid="engine-badge"
            data-engine={engine.kind}
            color={engine.kind === 'docker' ? 'blue' : 'yellow'}
            variant="light"
            className={classes['badge'] ?? ''}
          >
            {names[engine.kind]}
          </Badge>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" mb="xs">
          {engine.because}
        </Text>
        <dl className={classes['facts']}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {engine.dockerError ? (
          <ErrorAlert
            error={engine.dockerError}
            tone="warning"
            onRetry={() => void reconnect()}
            retryLabel="Look for Docker again"
          />
        ) : (
          <Button size="compact-xs" variant="default" onClick={() => void reconnect()}>
            Connect anew
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
