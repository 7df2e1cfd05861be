import { Badge, Button, Popover, Text, UnstyledButton } from '@mantine/core';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import classes from './header.module.css';

const names = { docker: 'Docker', local: 'This computer’s ffmpeg' };

/** Which engine runs and why; opens to the whole story. */
export function EngineBadge() {
  const status = useSelect((state) => state.status);
  const capabilities = useSelect((state) => state.capabilities);
  const { reconnect } = useCommands();
  if (status.state !== 'ready') {
    const failed = status.state === 'failed';
    return (
      <Badge data-testid="engine-badge" color={failed ? 'red' : 'gray'} variant="light" role="status">
        {failed ? 'No engine' : 'Looking for Docker…'}
      </Badge>
    );
  }
  const { engine, version, dataDirectory } = status.value;
  const facts: [string, string][] = [
    ['Endpoint', engine.endpoint],
    ...(capabilities.state === 'ready' ? [['ffmpeg', capabilities.value.ffmpeg.version] as [string, string]] : []),
    ['Capstan', version],
    ['Data', dataDirectory],
  ];
  return (
    <Popover position="bottom-end" width={400} withArrow trapFocus returnFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <UnstyledButton className={classes['engine'] ?? ''} aria-label={`Engine: ${names[engine.kind]}. ${engine.because}`}>
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
          <ErrorAlert error={engine.dockerError} tone="warning" onRetry={() => void reconnect()} retryLabel="Look for Docker again" />
        ) : (
          <Button size="compact-xs" variant="default" onClick={() => void reconnect()}>
            Connect anew
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
