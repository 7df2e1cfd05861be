import type { CapstanBridge, RequestInput, RequestName, RequestOutput } from '@domain/contract';
import { CapstanFailure } from '@domain/errors';

declare global {
  interface Window {
    readonly capstan: CapstanBridge;
  }
}

/** Asks the station. Throws `CapstanFailure` with what it answered. */
export type Request = <N extends RequestName>(
  name: N,
  ...input: undefined extends RequestInput<N> ? [] : [input: RequestInput<N>]
) => Promise<RequestOutput<N>>;

export function requestOver(bridge: Pick<CapstanBridge, 'request'>): Request {
  return async (name, ...[input]) => {
    const reply = await bridge.request(name, input as RequestInput<typeof name>);
    if (!reply.ok) throw new CapstanFailure(reply.error);
    return reply.value;
  };
}
