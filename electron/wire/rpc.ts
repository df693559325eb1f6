import { AppError, ERROR_CODES, type ErrorCode, type ErrorParams } from '#shared/kernel/app-error.ts';

import type { Channel } from './channel.ts';

/** Answers one call. `args` comes from another process: parse it before use. */
export type RpcMethod = (args: unknown) => unknown;

export interface RpcOptions {
  /** What the other side may call. Everything else is refused. */
  readonly methods?: Readonly<Record<string, RpcMethod>>;
  /** What the other side may tell us without waiting for an answer. Unknown notices are dropped. */
  readonly notices?: Readonly<Record<string, (args: unknown) => void>>;
}

export interface Rpc {
  /**
   * Asks the other process. Rejects with the AppError it threw, with AppError 'internal' when it failed otherwise,
   * with RpcTimeout after `timeoutMs` (Infinity: never), with RpcClosed when it is gone.
   */
  call(method: string, args: unknown, timeoutMs: number): Promise<unknown>;
  notify(method: string, args: unknown): void;
}

/** The other process took longer than the caller allows. It may still be working: the caller decides whether to end it. */
export class RpcTimeout extends Error {
  override readonly name = 'RpcTimeout';
}

/** The other process is gone; the call may or may not have happened. */
export class RpcClosed extends Error {
  override readonly name = 'RpcClosed';
}

type Failure = { readonly code: string; readonly params: ErrorParams };
type Message =
  | { readonly t: 'call'; readonly id: number; readonly method: string; readonly args: unknown }
  | { readonly t: 'notice'; readonly method: string; readonly args: unknown }
  | { readonly t: 'value'; readonly id: number; readonly value: unknown }
  | { readonly t: 'failure'; readonly id: number; readonly error: Failure };

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const known: ReadonlySet<string> = new Set(ERROR_CODES);
const isCode = (code: string): code is ErrorCode => known.has(code);

/** Only code and parameters cross: a message or a stack could carry a patient's data. */
const toFailure = (error: unknown): Failure =>
  error instanceof AppError ? { code: error.code, params: error.params } : { code: 'internal', params: {} };

const toError = ({ code, params }: Failure): AppError => (isCode(code) ? new AppError(code, params) : new AppError('internal'));

const isMessage = (raw: unknown): raw is Message => typeof raw === 'object' && raw !== null && 't' in raw;

function listenWith(channel: Channel, options: RpcOptions, waiting: Map<number, Waiting>): void {
  const methods = new Map(Object.entries(options.methods ?? {}));
  const notices = new Map(Object.entries(options.notices ?? {}));
  const answer = async (id: number, method: string, args: unknown): Promise<void> => {
    try {
      const run = methods.get(method);
      if (!run) throw new AppError('internal');
      channel.send({ t: 'value', id, value: await run(args) });
    } catch (error) {
      channel.send({ t: 'failure', id, error: toFailure(error) });
    }
  };
  const take = (id: number): Waiting | undefined => {
    const entry = waiting.get(id);
    waiting.delete(id);
    return entry;
  };
  channel.onMessage(raw => {
    if (!isMessage(raw)) return;
    if (raw.t === 'call') void answer(raw.id, raw.method, raw.args);
    else if (raw.t === 'notice') notices.get(raw.method)?.(raw.args);
    else if (raw.t === 'value') take(raw.id)?.resolve(raw.value);
    else take(raw.id)?.reject(toError(raw.error));
  });
}

/** Calls and notices over one channel, in both directions. */
export function createRpc(channel: Channel, options: RpcOptions = {}): Rpc {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let open = true;
  listenWith(channel, options, waiting);
  channel.onClose(() => {
    open = false;
    for (const entry of waiting.values()) entry.reject(new RpcClosed('the other process is gone'));
    waiting.clear();
  });
  return {
    notify: (method, args) => channel.send({ t: 'notice', method, args } satisfies Message),
    call: (method, args, timeoutMs) =>
      new Promise((resolve, reject) => {
        if (!open) return reject(new RpcClosed(`cannot ask ${method}: the other process is gone`));
        last += 1;
        const id = last;
        const timer = Number.isFinite(timeoutMs)
          ? setTimeout(() => {
              waiting.delete(id);
              reject(new RpcTimeout(`${method} took longer than ${timeoutMs} ms`));
            }, timeoutMs)
          : undefined;
        waiting.set(id, {
          resolve: value => (clearTimeout(timer), resolve(value)),
          reject: error => (clearTimeout(timer), reject(error)),
        });
        channel.send({ t: 'call', id, method, args } satisfies Message);
      }),
  };
}
