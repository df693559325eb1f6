import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { BuiltProgram } from '#electron/browser-shell/paths.ts';
import { createForkHost } from '#electron/supervisor/fork-host.ts';
import { createSupervisor, type Supervisor } from '#electron/supervisor/supervisor.ts';
import type { ClinicEvent, WireResponse } from '#shared/contract/wire.ts';
import type { HostStart } from '#shared/domain/cards/host-protocol.ts';
import { buildSmallProgram } from '#test/support/small-program.ts';
import { until } from '#test/support/until.ts';

// Real processes over real channels; only what runs inside them is small (test/support/programs).
let folder: string;
let program: BuiltProgram;
let running: { supervisor: Supervisor; events: ClinicEvent[]; reloads: number; flushAsked: number } | undefined;
let env: NodeJS.ProcessEnv = process.env;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-supervisor-'));
  program = await buildSmallProgram(folder, '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  await running?.supervisor.close();
  running = undefined;
  env = process.env;
});

const PRACTICE: HostStart = { profile: 'practice', clinicKind: 'test' };

function start({ cards = [PRACTICE], core = {}, answersFlush = true }: { cards?: HostStart[]; core?: object; answersFlush?: boolean } = {}) {
  const state = { events: [] as ClinicEvent[], reloads: 0, flushAsked: 0 };
  const supervisor = createSupervisor({
    host: createForkHost({ entries: program.entries, env, onOutput: () => undefined }),
    core: { dataDir: folder, shell: 'browser', version: '1', cardProfile: 'practice', clinicKind: 'test', ...core },
    cards,
    info: { version: '1', shell: 'browser', platform: 'linux' },
    onQuit: () => undefined,
    page: {
      reload: () => { state.reloads += 1; },
      send: event => {
        state.events.push(event);
        if (event.type !== 'flush') return;
        state.flushAsked += 1;
        // What a page does: save every draft, then say so.
        if (answersFlush) void supervisor.invoke({ path: 'test.draft', input: {} }).then(saved => (saved.ok ? supervisor.invoke({ path: 'shell.flushed', input: {} }) : saved));
      },
    },
  });
  running = Object.assign(state, { supervisor });
  return running;
}

const call = async (path: string, input: unknown = {}): Promise<unknown> => {
  const response = await (running as { supervisor: Supervisor }).supervisor.invoke({ path, input });
  return response.ok ? response.value : response.error.code;
};
const state = async () => (await call('session.state')) as { pid: number; lastLock: string | null; secret: string };
const ask = (method: string, args: unknown = {}) => call('test.ask', { method, args });
const isAlive = (pid: number): boolean => { try { process.kill(pid, 0); return true; } catch { return false; } };
const locked = () => running?.events.filter(e => e.type === 'locked').map(e => e.reason) ?? [];

describe('requests', () => {
  it('reach core, which is waited for while it starts', async () => {
    start();
    expect((await state()).lastLock).toBe(null);
  });

  it('that are not requests are refused without reaching core', async () => {
    const { supervisor } = start();
    const bad: unknown[] = [null, 7, 'x', {}, { path: 1, input: {} }, { path: 'a'.repeat(81), input: {} }, { path: 'shell.info', input: {}, more: 1 }, { path: 'shell.constructor', input: {} }, { path: 'shell.info', input: { extra: 1 } }];
    for (const raw of bad) expect(await supervisor.invoke(raw), JSON.stringify(raw)).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
  });

  it('to the shell are answered even while core hangs', async () => {
    start();
    void call('test.hang');
    expect(await call('shell.info')).toEqual({ version: '1', shell: 'browser', platform: 'linux' });
  });

  it('that would bring back another process’s errors bring back codes only', async () => {
    start();
    expect(await ask('card.login')).toBe('card.pinWrongLast');
    expect(await ask('fs.readFile')).toBe('internal');
  });
});

describe('locking', () => {
  it('ends the core process, keys and all, and starts a fresh locked one (L-01)', async () => {
    const { supervisor } = start();
    await call('session.signInWithCard', { tokenRef: null });
    const before = await state();
    expect(before.secret).toBe('in memory');
    await supervisor.lock('manual');
    expect(isAlive(before.pid)).toBe(false);
    const after = await state();
    expect(after).toMatchObject({ lastLock: 'manual', secret: '' });
    expect(after.pid).not.toBe(before.pid);
    expect(running).toMatchObject({ flushAsked: 1, reloads: 1 });
    expect(locked()).toEqual(['manual']);
  });

  it('ends the card host as well', async () => {
    const { supervisor } = start();
    const { pid } = (await supervisor.card('card.snapshot', {})) as { pid: number };
    await supervisor.lock('manual');
    expect(isAlive(pid)).toBe(false);
    expect(((await supervisor.card('card.snapshot', {})) as { pid: number }).pid).not.toBe(pid);
  });

  it('happens when the card is taken out', async () => {
    const { supervisor } = start();
    await supervisor.card('practice.insert', { cardId: 'anna' });
    await call('session.signInWithCard', { tokenRef: 'anna' });
    await supervisor.card('practice.remove', {});
    await until('the lock after the card was taken out', () => locked().includes('cardRemoved'));
    expect((await state()).lastLock).toBe('cardRemoved');
  });

  it('goes through though page and core hang, and answers auth.locked meanwhile', async () => {
    const { supervisor } = start({ core: { hangAtLock: true }, answersFlush: false });
    const { pid } = await state();
    const lock = supervisor.lock('manual');
    // Core's own limit starts after the page's; by then nothing is answered any more.
    const refused = await until('a request to be refused', async () => {
      const answer: WireResponse = await supervisor.invoke({ path: 'test.draft', input: {} });
      return answer.ok ? undefined : answer.error.code;
    });
    expect(refused).toBe('auth.locked');
    await lock;
    expect(isAlive(pid)).toBe(false);
  });

  it('refuses what core was still working on', async () => {
    const { supervisor } = start();
    await state();
    const hanging = call('test.hang');
    await supervisor.lock('manual');
    expect(await hanging).toBe('auth.locked');
  });

  it('is what a dead core looks like to the person', async () => {
    start();
    await state();
    expect(await call('test.die')).toBe('auth.locked');
    await until('the lock after core died', () => locked().includes('coreLost'));
    expect((await state()).lastLock).toBe('coreLost');
  });

  it('gives up on a core that dies again and again, and still answers the page', async () => {
    start();
    for (let i = 0; i < 4; i += 1) {
      await call('test.die');
      await until(`core lost ${i + 1} times`, () => locked().length > i);
    }
    expect(await call('session.state')).toBe('internal');
    expect(await call('shell.info')).toMatchObject({ version: '1' });
  });
});

describe('the card host', () => {
  it('that dies during a call gives card.hostCrashed and comes back', async () => {
    start();
    expect(await ask('card.sign')).toBe('card.hostCrashed');
    expect(await ask('card.snapshot')).toMatchObject({ state: 'noCard' });
  });

  it('that dies locks the session that hung on it', async () => {
    const { supervisor } = start();
    await supervisor.card('practice.insert', { cardId: 'anna' });
    await call('session.signInWithCard', { tokenRef: 'anna' });
    await ask('card.sign');
    await until('the lock after the card host died', () => locked().includes('cardHostLost'));
    expect(await supervisor.card('card.snapshot', {})).toMatchObject({ state: 'noCard' });
  });

  it('that hangs is ended after the limit and gives card.hostTimeout', async () => {
    start();
    expect(await ask('practice.list')).toBe('card.hostTimeout');
    expect(await ask('card.snapshot')).toMatchObject({ state: 'noCard' });
  });

  it('that dies again and again is given up, and the reader shows as failed', async () => {
    start();
    for (let i = 0; i < 4; i += 1) await ask('card.sign');
    await until('the failed reader', () => running?.events.some(e => e.type === 'card' && e.presence.state === 'moduleFailed'));
    expect(await ask('card.snapshot')).toBe('card.hostCrashed');
  });

  it('is looked for in order until some card software is there', async () => {
    const { supervisor } = start({ cards: [{ profile: 'netid', clinicKind: 'test' }, PRACTICE] });
    await until('the reader of the second card software', () => running?.events.some(e => e.type === 'card' && e.presence.state === 'noCard'));
    expect(await supervisor.card('card.snapshot', {})).toMatchObject({ state: 'noCard' });
  });

  it('tells the page that a card is there and not whose', async () => {
    const { supervisor, events } = start();
    await supervisor.card('practice.insert', { cardId: 'anna' });
    await until('the card to show', () => events.some(e => e.type === 'card' && e.presence.state === 'present'));
    expect(events.find(e => e.type === 'card' && e.presence.state === 'present')).toEqual({ type: 'card', presence: { state: 'present', generation: 1, minPin: 6, maxPin: 8, pin: 'low' } });
    expect(JSON.stringify(events)).not.toMatch(/Testsson|12345678|anna/);
    expect(JSON.stringify(await call('test.notices'))).toContain('Testsson');
  });

  it('shows its reader again to a page that was just loaded', async () => {
    const { events } = start();
    await until('the first word about the reader', () => events.some(e => e.type === 'card'));
    events.length = 0;
    await state();
    expect(events.filter(e => e.type === 'card')).toHaveLength(1);
  });
});

describe('the import worker', () => {
  it('gets its bytes and a heap limit, and answers', async () => {
    start();
    const answer = await ask('worker.run', { job: 'count', args: { bytes: Uint8Array.of(1, 2, 3) } });
    expect(answer).toEqual({ bytes: 3, heap: ['--max-old-space-size=512'] });
  });

  it('that eats all its memory is ended, said so, and nothing else is harmed', async () => {
    start();
    const { pid } = await state();
    expect(await ask('worker.run', { job: 'eat', args: {} })).toBe('import.workerFailed');
    expect((await state()).pid).toBe(pid);
  }, 90_000);
});

describe('children', () => {
  it('see only the environment they need', async () => {
    env = { ...process.env, NODE_OPTIONS: '--inspect', AWS_SECRET_ACCESS_KEY: 'secret', HTTPS_PROXY: 'http://proxy', SOFTHSM2_CONF: '/tmp/softhsm.conf' };
    start();
    const seen = Object.keys((await call('test.environment')) as object);
    expect(seen).toContain('PATH');
    for (const name of ['NODE_OPTIONS', 'AWS_SECRET_ACCESS_KEY', 'HTTPS_PROXY', 'SOFTHSM2_CONF']) expect(seen).not.toContain(name);
  });
});
