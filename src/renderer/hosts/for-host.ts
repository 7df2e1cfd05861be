import { parseEndpoint } from '@domain/endpoint';
import type { Host } from '@domain/host';

/** Puts the ssh address of a host in the place of HOST in the commands of a next step, so that they run as they are. */
export function forHost(nextStep: string, { address }: Pick<Host, 'address'>): string {
  const endpoint = address === null ? null : parseEndpoint(address, false);
  if (!endpoint?.ok || endpoint.value.type !== 'ssh') return nextStep;
  const { user, host, port } = endpoint.value;
  const login = `${port === null ? '' : `-p ${port} `}${user === null ? '' : `${user}@`}${host}`;
  const known = port === null || port === 22 ? host : `'[${host}]:${port}'`;
  return nextStep.replaceAll('`ssh HOST', () => `\`ssh ${login}`).replaceAll('`ssh-keygen -R HOST', () => `\`ssh-keygen -R ${known}`);
}
