import { parentChannel } from '#electron/wire/channel.ts';
import { createRpc, type RpcMethod } from '#electron/wire/rpc.ts';

interface Invoke { readonly path: string; readonly input: unknown }

let config: Record<string, unknown> = {};
let secret = '';
const notices: unknown[] = [];

/** A core that does what it is told: signs in, asks the card host, hangs, dies. */
const actions: Record<string, (input: never) => unknown> = {
  'session.state': () => ({ pid: process.pid, lastLock: config['lastLock'], secret }),
  'session.signInWithCard': async (input: { tokenRef: string | null; idleMinutes?: number; waitMs?: number }) => {
    await new Promise(resolve => setTimeout(resolve, input.waitMs ?? 0));
    secret = 'in memory';
    rpc.notify('session', { active: { userId: 'u1', tokenRef: input.tokenRef, idleMinutes: input.idleMinutes ?? 15, hardLimitMinutes: 720 } });
    return {};
  },
  'test.draft': () => 'saved',
  'test.environment': () => process.env,
  'test.notices': () => notices,
  'test.die': () => process.exit(3),
  'test.hang': () => new Promise(() => undefined),
  'test.announce': () => rpc.notify('event', { type: 'changed', areas: ['patients'] }),
  'test.ask': (input: { method: string; args: unknown }) => rpc.call(input.method, input.args, 30_000),
};

const wrap: RpcMethod = async raw => {
  const { path, input } = raw as Invoke;
  const action = actions[path];
  if (!action) return { ok: false, error: { code: 'input.invalid', params: {}, traceId: 't' } };
  try {
    return { ok: true, value: await action(input as never) };
  } catch (error) {
    return { ok: false, error: { code: (error as { code?: string }).code ?? 'internal', params: {}, traceId: 't' } };
  }
};

const rpc = createRpc(parentChannel(), {
  methods: {
    start: raw => {
      config = raw as Record<string, unknown>;
      return {};
    },
    invoke: wrap,
    prepareLock: () => (config['hangAtLock'] ? new Promise(() => undefined) : {}),
  },
  notices: { cardChanged: raw => notices.push(raw), cardRemoved: raw => notices.push(raw) },
});
