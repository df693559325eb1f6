import type { Writer } from './handles.ts';

const hooks = new WeakMap<object, (() => void)[]>();

/** Runs `hook` once this transaction has been committed, before the next one begins; never after a rollback. */
export function afterCommit(tx: Writer, hook: () => void): void {
  const list = hooks.get(tx);
  if (list) list.push(hook);
  else hooks.set(tx, [hook]);
}

/** Called by the database alone. */
export function runCommitHooks(tx: Writer): void {
  for (const hook of hooks.get(tx) ?? []) hook();
}
