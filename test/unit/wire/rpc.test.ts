import { describe, expect, it } from 'vitest';

import { channelPair } from '#electron/wire/channel.ts';
import { createRpc, RpcClosed, RpcTimeout, type RpcOptions } from '#electron/wire/rpc.ts';
import { AppError } from '#shared/kernel/app-error.ts';

function connected(options: RpcOptions) {
  const [near, far] = channelPair();
  createRpc(far, options);
  return { rpc: createRpc(near), near, far };
}

describe('calls between processes', () => {
  it('bring back the answer, bytes included', async () => {
    const { rpc } = connected({ methods: { double: bytes => Uint8Array.from(bytes as Uint8Array, b => b * 2) } });
    expect(await rpc.call('double', Uint8Array.of(1, 2, 3), 1000)).toEqual(Uint8Array.of(2, 4, 6));
  });

  it('answer each caller with its own answer when they finish out of order', async () => {
    const release: (() => void)[] = [];
    const { rpc } = connected({
      methods: { slow: () => new Promise(resolve => release.push(() => resolve('slow'))), quick: () => (release[0]?.(), 'quick') },
    });
    const slow = rpc.call('slow', null, 5000);
    const quick = rpc.call('quick', null, 5000);
    expect(await Promise.all([slow, quick])).toEqual(['slow', 'quick']);
  });

  it('carry a refusal as its code and parameters', async () => {
    const { rpc } = connected({ methods: { pin: () => { throw new AppError('card.pinWrongFew', { left: 2 }); } } });
    const error: unknown = await rpc.call('pin', null, 1000).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'card.pinWrongFew', params: { left: 2 } });
  });

  it('never carry the text or stack of an unexpected error', async () => {
    const seen: unknown[] = [];
    const [near, far] = channelPair();
    near.onMessage(message => seen.push(message));
    createRpc(far, { methods: { find: () => { throw new Error('no row for 19121212-1212'); } } });
    await expect(createRpc(near).call('find', null, 1000)).rejects.toMatchObject({ code: 'internal', params: {} });
    expect(JSON.stringify(seen)).not.toContain('1212');
    expect(JSON.stringify(seen)).not.toContain('stack');
  });

  it('refuse methods that were not offered, inherited object names included', async () => {
    const { rpc } = connected({ methods: { known: () => 1 } });
    for (const name of ['unknown', 'constructor', '__proto__', 'toString'])
      await expect(rpc.call(name, null, 1000)).rejects.toMatchObject({ code: 'internal' });
  });

  it('end with RpcTimeout at the limit, and a late answer disturbs nothing', async () => {
    let answerLate: (value: string) => void = () => undefined;
    const { rpc } = connected({ methods: { hang: () => new Promise(resolve => { answerLate = resolve; }), ping: () => 'pong' } });
    await expect(rpc.call('hang', null, 20)).rejects.toBeInstanceOf(RpcTimeout);
    answerLate('late');
    expect(await rpc.call('ping', null, 1000)).toBe('pong');
  });

  it('are all rejected when the other process ends, and later ones at once', async () => {
    const { rpc, far } = connected({ methods: { hang: () => new Promise(() => undefined) } });
    const pending = rpc.call('hang', null, Infinity);
    setImmediate(() => far.close());
    await expect(pending).rejects.toBeInstanceOf(RpcClosed);
    await expect(rpc.call('hang', null, Infinity)).rejects.toBeInstanceOf(RpcClosed);
  });

  it('ignore messages that are not ours', async () => {
    const { rpc, near } = connected({ methods: { ping: () => 'pong' } });
    for (const junk of [null, 7, 'text', {}, { t: 'value', id: 99 }, { t: 'other' }]) near.send(junk);
    expect(await rpc.call('ping', null, 1000)).toBe('pong');
  });
});

describe('notices', () => {
  it('arrive in order, unknown ones are dropped', async () => {
    const heard: unknown[] = [];
    const { rpc } = connected({ notices: { event: args => heard.push(args) }, methods: { sync: () => null } });
    rpc.notify('event', 1);
    rpc.notify('nobody', 2);
    rpc.notify('event', 3);
    await rpc.call('sync', null, 1000);
    expect(heard).toEqual([1, 3]);
  });
});
