import type { ChildProcess } from 'node:child_process';

/** A two-way pipe of plain data between two processes. Messages arriving before the first listener are kept for it. */
export interface Channel {
  /** Delivers `message` (structured-cloneable). Sending on a closed channel does nothing. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once when the other side is gone; at once when it already is. */
  onClose(listener: () => void): void;
  close(): void;
}

interface Source {
  readonly post: (message: unknown) => void;
  readonly end: () => void;
}

/** The bookkeeping all channels share: early messages are queued, closing happens once. */
export function openChannel(source: Source): Channel & { deliver(message: unknown): void; closed(): void } {
  const early: unknown[] = [];
  const listeners: ((message: unknown) => void)[] = [];
  const closers: (() => void)[] = [];
  let isClosed = false;
  return {
    send: message => {
      if (!isClosed) source.post(message);
    },
    onMessage: listener => {
      listeners.push(listener);
      for (const message of early.splice(0)) listener(message);
    },
    onClose: listener => {
      if (isClosed) listener();
      else closers.push(listener);
    },
    close: () => {
      if (!isClosed) source.end();
    },
    deliver: message => {
      if (listeners.length === 0) early.push(message);
      else for (const listener of listeners) listener(message);
    },
    closed: () => {
      if (isClosed) return;
      isClosed = true;
      for (const closer of closers.splice(0)) closer();
    },
  };
}

/** What Electron gives a utility process as `process.parentPort`; typed here so that no process but the shell needs electron. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
}

const parentPortOf = (candidate: NodeJS.Process): ParentPort | undefined =>
  (candidate as unknown as { readonly parentPort?: ParentPort }).parentPort;

/**
 * The channel to the process that started this one: `process.parentPort` in an Electron utility process,
 * `process.send` in a forked one. Throws where there is neither (the file was started by hand).
 */
export function parentChannel(): Channel {
  const port = parentPortOf(process);
  if (port) {
    const channel = openChannel({ post: message => port.postMessage(message), end: () => process.exit(0) });
    port.on('message', event => channel.deliver(event.data));
    port.on('close', () => channel.closed());
    return channel;
  }
  if (typeof process.send !== 'function') throw new Error('this file is started by the supervisor, not by hand');
  const channel = openChannel({
    post: message => void process.send?.(message, undefined, {}, () => undefined),
    end: () => process.disconnect(),
  });
  process.on('message', message => channel.deliver(message));
  process.on('disconnect', () => channel.closed());
  return channel;
}

/** The channel to a forked child; fork it with `serialization: 'advanced'` so that Uint8Array crosses as bytes. */
export function childChannel(child: ChildProcess): Channel {
  const channel = openChannel({
    post: message => {
      // The callback swallows EPIPE: a child that died is reported by 'exit', not by each message still on its way.
      if (child.connected) child.send(message as object, () => undefined);
    },
    end: () => {
      if (child.connected) child.disconnect();
    },
  });
  child.on('message', message => channel.deliver(message));
  for (const event of ['disconnect', 'exit', 'error'] as const) child.on(event, () => channel.closed());
  return channel;
}

/** The part of Electron's UtilityProcess a channel needs. */
export interface UtilityLike {
  postMessage(message: unknown): void;
  kill(): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

/** The channel to an Electron utility process. Closing it ends that process: a utility process has no "disconnect". */
export function utilityChannel(child: UtilityLike): Channel {
  const channel = openChannel({ post: message => child.postMessage(message), end: () => void child.kill() });
  child.on('message', message => channel.deliver(message));
  child.on('exit', () => channel.closed());
  return channel;
}

/** Two ends in one process, for tests and tools: every message is structured-cloned as a real border would. */
export function channelPair(): readonly [Channel, Channel] {
  const close = (): void => {
    left.closed();
    right.closed();
  };
  const left: ReturnType<typeof openChannel> = openChannel({
    post: message => {
      const copy: unknown = structuredClone(message);
      setImmediate(() => right.deliver(copy));
    },
    end: close,
  });
  const right: ReturnType<typeof openChannel> = openChannel({
    post: message => {
      const copy: unknown = structuredClone(message);
      setImmediate(() => left.deliver(copy));
    },
    end: close,
  });
  return [left, right];
}
