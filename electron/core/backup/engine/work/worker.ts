import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

import { codeOf } from '../system-code.ts';
import { FollowingHash } from './following-hash.ts';
import { checkPages, openPages, type Sealed, sealPages } from './jobs.ts';
import { type Answer, handOver, type Order, type Ready } from './messages.ts';

// One thread of the crew (crew.ts): encrypts, decrypts and checks pages beside the thread that serves the users.

/** On Linux a priority is a thread's own; elsewhere it would be the whole program's that gives way. */
const BEHIND_USERS = 10;
if (process.platform === 'linux') setPriority(BEHIND_USERS);

const hashes = new Map<number, FollowingHash>();

function answer(id: number, value: Sealed | Uint8Array | readonly number[] | string | null | undefined): void {
  if (value instanceof Uint8Array) {
    const { bytes, transfer } = handOver(value);
    parentPort?.postMessage({ id, ok: true, value: bytes } satisfies Answer, transfer);
  } else {
    parentPort?.postMessage({ id, ok: true, value } satisfies Answer);
  }
}

async function obey(order: Order): Promise<void> {
  switch (order.kind) {
    case 'seal': return answer(order.id, await sealPages(order.job));
    case 'open': return answer(order.id, await openPages(order.job));
    case 'check': return answer(order.id, checkPages(order.job));
    case 'hash': {
      const hash = new FollowingHash(order.file, order.bytes);
      hashes.set(order.id, hash);
      answer(order.id, await hash.done);
      hashes.delete(order.id);
      return;
    }
    case 'advance': return hashes.get(order.id)?.advance(order.bytes);
    case 'cancel': return hashes.get(order.id)?.cancel();
  }
}

parentPort?.postMessage({ ready: true } satisfies Ready);
parentPort?.on('message', (order: Order) => {
  obey(order).catch((error: unknown) => {
    parentPort?.postMessage({ id: order.id, ok: false, message: error instanceof Error ? error.message : 'unknown', code: codeOf(error) } satisfies Answer);
  });
});
