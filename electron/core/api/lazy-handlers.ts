import type { ContractShape, Handlers } from '#shared/contract/define.ts';
import type { CallContext } from './context.ts';

/**
 * Handlers that exist before the database is open: each call asks `current` for the real ones, which it makes when
 * somebody signs in (and which refuse with auth.locked until then).
 */
export function lazyHandlers<C extends ContractShape>(contract: C, current: () => Handlers<C, CallContext>): Handlers<C, CallContext> {
  const areas = Object.entries(contract).map(([area, procedures]) => {
    const calls = Object.keys(procedures).map(name => [name, (ctx: CallContext, input: unknown) => find(current(), area, name)(ctx, input)]);
    return [area, Object.fromEntries(calls)];
  });
  return Object.fromEntries(areas) as Handlers<C, CallContext>;
}

type Run = (ctx: CallContext, input: unknown) => Promise<unknown>;

function find(handlers: Readonly<Record<string, unknown>>, area: string, name: string): Run {
  const run = (handlers[area] as Readonly<Record<string, unknown>> | undefined)?.[name];
  if (typeof run !== 'function') throw new Error(`no handler for ${area}.${name}`);
  return run as Run;
}
