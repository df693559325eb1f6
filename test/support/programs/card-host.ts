import { parentChannel } from '#electron/wire/channel.ts';
import { createRpc, type RpcMethod } from '#electron/wire/rpc.ts';
import { AppError } from '#shared/kernel/app-error.ts';

let generation = 0;
let inserted: string | null = null;

const token = (tokenRef: string) => ({ tokenRef, reader: 'Reader', label: 'SITHS Test Testsson', serial: '12345678', pin: 'few', pinpad: false, minPin: 6, maxPin: 8 });
const snapshot = () => ({ state: inserted ? 'present' : 'noCard', problem: null, readers: ['Reader'], tokens: inserted ? [token(inserted)] : [], generation });

function tell(): void {
  generation += 1;
  rpc.notify('cardChanged', snapshot());
}

/** A card host whose vendor library does what its arguments say: works, dies, hangs the process. */
const methods: Record<string, RpcMethod> = {
  'start': raw => {
    if ((raw as { profile: string }).profile === 'netid') throw new AppError('card.moduleMissing');
    return snapshot();
  },
  'card.snapshot': () => ({ ...snapshot(), pid: process.pid }),
  'card.login': () => {
    throw new AppError('card.pinWrongLast');
  },
  'card.sign': () => process.exit(11),
  'card.logout': () => ({}),
  'practice.insert': raw => {
    inserted = (raw as { cardId: string }).cardId;
    tell();
  },
  'practice.remove': () => {
    const tokenRef = inserted;
    inserted = null;
    rpc.notify('cardRemoved', { tokenRef });
    tell();
  },
  // A vendor library that never returns: the whole process stands still.
  'practice.list': () => {
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
};
const rpc = createRpc(parentChannel(), { methods });
