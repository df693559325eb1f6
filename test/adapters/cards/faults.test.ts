import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createTestCa, issuePerson, loadSoftHsm, softHsmLibrary, type TestPerson } from '../../../build/scripts/test-ca.mjs';
import { toCardError, type CardStep } from '#electron/card-host/error-map.ts';
import type { CardCertificate } from '#electron/core/ports/smart-card.ts';
import type { CardSnapshot } from '#shared/domain/cards/card.ts';
import type { HostStart } from '#shared/domain/cards/host-protocol.ts';
import { pin, startCardHost, waitFor, type CardHostProcess } from '#test/support/cards/card-host-process.ts';
import { buildFaultShim, buildHostileLibrary, sha256Of, type FaultShim } from '#test/support/cards/fault-shim.ts';

let folder: string;
let shim: FaultShim;
let person: TestPerson;
let env: Record<string, string>;
let host: CardHostProcess;
let certificate: CardCertificate;

const custom = (file: string, sha256: string, clinicKind: HostStart['clinicKind'] = 'test'): HostStart => ({ profile: 'custom', clinicKind, modulePath: file, sha256 });
const job = () => ({ certRef: certificate.certRef, mechanism: 'rsa-pss-sha256' as const, data: Buffer.from('data') });

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-faults-'));
  shim = buildFaultShim(folder);
  const ca = createTestCa(path.join(folder, 'ca'));
  person = issuePerson(ca, { hsaId: 'SE2321000016-1003', givenName: 'Åsa', surname: 'Öberg' });
  env = { SOFTHSM2_CONF: loadSoftHsm(path.join(folder, 'hsm'), [person]) };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('card software that fails (H101, H102, H104)', () => {
  beforeEach(async () => {
    shim.set();
    host = await startCardHost(custom(shim.file, shim.sha256), env);
    const { tokens } = await host.client.snapshot();
    const found = (await Promise.all(tokens.map(token => host.client.certificates(token.tokenRef)))).flat().find(item => item.use === 'auth');
    if (!found) throw new Error('no sign-in certificate');
    certificate = found;
  });
  afterEach(() => host.stop());

  /** Takes the card out and puts it in again with these faults. */
  async function reinsert(...faults: string[]): Promise<void> {
    shim.set('no-card');
    expect((await host.client.snapshot()).state).toBe('noCard');
    shim.set(...faults);
  }

  it.each([['segv-login', 'SIGSEGV'], ['abort-login', 'SIGABRT']] as const)('crashes alone (%s): the caller is told and goes on', async (fault, signal) => {
    shim.set(fault);
    await expect(host.client.login(certificate.tokenRef, pin('123456'))).rejects.toMatchObject({ code: 'card.hostCrashed' });
    expect(await host.ended).toEqual({ code: null, signal });
  });

  it.each(['hang-login', 'hang-sign', 'hang-logout'])('hangs alone (%s): ending the process frees the caller at once', async fault => {
    if (fault !== 'hang-login') await host.client.login(certificate.tokenRef, pin('123456'));
    shim.set(fault);
    const calls = { 'hang-login': () => host.client.login(certificate.tokenRef, pin('123456')), 'hang-sign': () => host.client.sign(job()), 'hang-logout': () => host.client.logout() };
    const outcome = calls[fault as keyof typeof calls]().then(() => 'answered', (error: { code: string }) => error.code);
    await expect(host.rpc.call('card.snapshot', {}, 300)).rejects.toThrow('took longer');
    await host.stop();
    expect(await outcome).toBe('card.hostCrashed');
  });

  it('ends itself when the module hangs while nobody is calling: a removed card must not go unnoticed', async () => {
    shim.set('hang-list');
    expect(await host.ended).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('ends when its parent is gone, without waiting for a module that never finishes', async () => {
    shim.set('hang-finalize');
    host.child.disconnect();
    expect(await host.ended).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('counts down the tries: few, one, locked; and takes a locked card no further', async () => {
    shim.set('three-tries');
    const tryPin = (text: string) => host.client.login(certificate.tokenRef, pin(text)).then(() => 'in', (error: { code: string }) => error.code);
    expect([await tryPin('000000'), await tryPin('000000'), await tryPin('123456')]).toEqual(['card.pinWrongFew', 'card.pinWrongLast', 'in']);
    expect([await tryPin('000000'), await tryPin('000000'), await tryPin('000000'), await tryPin('123456')]).toEqual(['card.pinWrongFew', 'card.pinWrongLast', 'card.pinLocked', 'card.pinLocked']);
    expect((await host.client.snapshot()).tokens.find(token => token.tokenRef === certificate.tokenRef)?.pin).toBe('locked');
  });

  it('checks the typed PIN even when the software says somebody is logged in already', async () => {
    shim.set('already-in');
    await host.client.login(certificate.tokenRef, pin('123456'));
    await expect(host.client.login(certificate.tokenRef, pin('999999'))).rejects.toMatchObject({ code: 'card.pinWrongFew' });
  });

  it('says that a PIN has to be changed, and that a keypad reader is not supported', async () => {
    shim.set('expired');
    await expect(host.client.login(certificate.tokenRef, pin('123456'))).rejects.toMatchObject({ code: 'card.pinExpired' });
    await reinsert('pinpad');
    expect((await host.client.snapshot()).tokens.every(token => token.pinpad)).toBe(true);
    await expect(host.client.login(certificate.tokenRef, pin('123456'))).rejects.toMatchObject({ code: 'card.pinpadRequired' });
  });

  it('tells removal, an unreadable card and an unknown failure apart during a signature', async () => {
    await host.client.login(certificate.tokenRef, pin('123456'));
    for (const [fault, code] of [['removed-sign', 'card.removed'], ['error-sign', 'card.unreadable'], ['odd-sign', 'card.unknown']]) {
      shim.set(fault ?? '');
      await expect(host.client.sign(job()), fault).rejects.toMatchObject({ code });
      if (code === 'card.removed') {
        // The login counts as gone, whether the reader service noticed or not.
        shim.set();
        await host.client.snapshot();
        await expect(host.client.sign(job())).rejects.toMatchObject({ code: 'auth.freshRequired' });
        await host.client.login(certificate.tokenRef, pin('123456'));
      }
    }
    shim.set('error-sign', 'no-card');
    await expect(host.client.sign(job())).rejects.toMatchObject({ code: 'card.removed' });
  });

  it('locks when the card goes, when the reader goes, and when only the login fell (a card out for half a second)', async () => {
    for (const [fault, state] of [['no-card', 'noCard'], ['no-reader', 'noReader'], ['login-fell', 'present']] as const) {
      shim.set();
      await host.client.snapshot();
      await host.client.login(certificate.tokenRef, pin('123456'));
      const removed: string[] = [];
      const stop = host.client.onRemoved(tokenRef => removed.push(tokenRef));
      shim.set(fault);
      await waitFor(`the removal notice for ${fault}`, () => removed.includes(certificate.tokenRef));
      stop();
      expect((await host.client.snapshot()).state).toBe(state);
      shim.set();
      await host.client.snapshot();
      await expect(host.client.sign(job()), fault).rejects.toMatchObject({ code: 'auth.freshRequired' });
    }
  });

  it('reports changes once each, with a growing number', async () => {
    const seen: CardSnapshot[] = [];
    host.client.onChange(snapshot => seen.push(snapshot));
    shim.set('no-card');
    await waitFor('the change to noCard', () => seen.some(snapshot => snapshot.state === 'noCard'));
    shim.set();
    await waitFor('the change back', () => seen.some(snapshot => snapshot.state === 'present'));
    expect(seen.map(snapshot => snapshot.state)).toEqual(['noCard', 'present']);
    const [first = 0, second] = seen.map(snapshot => snapshot.generation);
    expect(second).toBe(first + 1);
  });

  it('shows a card it cannot read as unreadable, and a module that stops answering as failed, and recovers from both', async () => {
    for (const [fault, state] of [['unknown-card', 'unreadable'], ['broken-list', 'moduleFailed']] as const) {
      await reinsert(fault);
      expect((await host.client.snapshot()).state).toBe(state);
      shim.set();
      expect((await host.client.snapshot()).state).toBe('present');
    }
  });

  it('refuses a second start and nonsense from the caller', async () => {
    await expect(host.rpc.call('start', custom(shim.file, shim.sha256), 2_000)).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(host.rpc.call('card.login', { tokenRef: 7, pin: 'x' }, 2_000)).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(host.client.login('no such token', pin('123456'))).rejects.toMatchObject({ code: 'card.removed' });
    await expect(host.client.sign({ ...job(), certRef: `${certificate.tokenRef}/ff/00`, pin: pin('123456') })).rejects.toMatchObject({ code: 'card.keyUnsupported' });
  });
});

describe('which card software is loaded at all (H104)', () => {
  /** The snapshot of a host started with this configuration. */
  async function started(start: HostStart): Promise<CardSnapshot> {
    const process = await startCardHost(start, env);
    try {
      return await process.client.snapshot();
    } finally {
      await process.stop();
    }
  }

  it('refuses practice profiles in a real clinic (product decision 15)', async () => {
    for (const profile of ['softhsm', 'practice'] as const) {
      await expect(startCardHost({ profile, clinicKind: 'real', practiceFolder: folder })).rejects.toMatchObject({ code: 'card.practiceRefused' });
    }
  });

  it('says so when no candidate is installed or the chosen file is gone', async () => {
    expect(await started({ profile: 'thales-sac', clinicKind: 'real' })).toMatchObject({ state: 'moduleMissing', problem: 'card.moduleMissing' });
    expect(await started(custom(path.join(folder, 'gone.so'), shim.sha256))).toMatchObject({ state: 'moduleMissing' });
  });

  it('rejects another file than the approved one, a relative path, a folder, and a path without a digest', async () => {
    const cases: Record<string, HostStart> = {
      digest: custom(shim.file, '0'.repeat(64)), relative: custom('package.json', shim.sha256), folder: custom(folder, shim.sha256),
      'no digest': { profile: 'custom', clinicKind: 'test', modulePath: shim.file },
    };
    for (const [what, start] of Object.entries(cases)) expect(await started(start), what).toMatchObject({ state: 'moduleFailed', problem: 'card.moduleRejected' });
  });

  it('runs nothing of a file others may write, be it the file, its folder or the target of a link', async () => {
    const open = path.join(folder, 'open');
    const marker = path.join(folder, 'loaded');
    const closed = path.join(folder, 'closed');
    mkdirSync(open);
    mkdirSync(closed);
    const inOpen = buildHostileLibrary(open, marker);
    const inClosed = path.join(closed, 'writable.so');
    copyFileSync(inOpen, inClosed);
    const link = path.join(closed, 'link.so');
    symlinkSync(inOpen, link);
    chmodSync(open, 0o777);
    chmodSync(inClosed, 0o666);
    for (const file of [inOpen, inClosed, link]) expect(await started(custom(file, sha256Of(file))), file).toMatchObject({ problem: 'card.moduleRejected' });
    expect(existsSync(marker)).toBe(false);
  });

  it('reports a library that is no PKCS#11 module, or no library at all', async () => {
    const hostile = buildHostileLibrary(folder, path.join(folder, 'loaded-after-approval'));
    const text = path.join(folder, 'text with space.so');
    writeFileSync(text, 'not a library');
    for (const file of [hostile, text]) expect(await started(custom(file, sha256Of(file))), file).toMatchObject({ state: 'moduleFailed', problem: 'card.moduleInvalid' });
  });

  it('finds a module that is installed while the program runs', async () => {
    const late = path.join(folder, 'late.so');
    const process = await startCardHost(custom(late, sha256Of(softHsmLibrary())), env);
    try {
      expect((await process.client.snapshot()).state).toBe('moduleMissing');
      copyFileSync(softHsmLibrary(), late);
      chmodSync(late, 0o755);
      await waitFor('the module to be found', async () => (await process.client.snapshot()).state === 'present', 12_000);
    } finally {
      await process.stop();
    }
  });
});

describe('what a PKCS#11 code means (cards.md §H)', () => {
  const here = (): boolean => true;
  const gone = (): boolean => false;
  /** Pulled out so lately that the reader service has not noticed yet. */
  const going = (when: 'now' | 'settled'): boolean => when === 'now';

  it.each([
    ['CKR_PIN_INCORRECT', 'login', here, 'card.pinWrong'], ['CKR_PIN_INCORRECT', 'login', gone, 'card.pinWrong'], ['CKR_PIN_LOCKED', 'login', here, 'card.pinLocked'],
    ['CKR_PIN_LEN_RANGE', 'login', here, 'card.pinFormat'], ['CKR_PIN_INVALID', 'login', here, 'card.pinFormat'], ['CKR_ARGUMENTS_BAD', 'login', here, 'card.pinFormat'],
    ['CKR_PIN_EXPIRED', 'login', here, 'card.pinExpired'], ['CKR_DEVICE_REMOVED', 'sign', here, 'card.removed'], ['CKR_TOKEN_NOT_PRESENT', 'read', here, 'card.removed'],
    ['CKR_SESSION_HANDLE_INVALID', 'sign', here, 'card.removed'], ['CKR_DEVICE_ERROR', 'sign', gone, 'card.removed'], ['CKR_DEVICE_ERROR', 'sign', here, 'card.unreadable'], ['CKR_DEVICE_ERROR', 'sign', going, 'card.removed'],
    ['CKR_USER_NOT_LOGGED_IN', 'sign', here, 'card.removed'], ['CKR_TOKEN_NOT_RECOGNIZED', 'read', here, 'card.unreadable'], ['CKR_MECHANISM_INVALID', 'init', here, 'card.keyUnsupported'],
    ['CKR_ARGUMENTS_BAD', 'init', here, 'card.keyUnsupported'], ['CKR_KEY_FUNCTION_NOT_PERMITTED', 'init', here, 'card.keyUnsupported'],
    ['CKR_ENCRYPTED_DATA_INVALID', 'unwrap', here, 'card.unwrapFailed'], ['CKR_FUNCTION_FAILED', 'unwrap', here, 'card.unwrapFailed'], ['CKR_FUNCTION_FAILED', 'unwrap', gone, 'card.removed'],
    ['CKR_HOST_MEMORY', 'sign', here, 'card.unknown'], ['CKR_VENDOR_DEFINED', 'sign', here, 'card.unknown'],
  ] as const)('%s during %s', (ckr, step: CardStep, presence, code) => {
    expect(toCardError(new Error(ckr), step, presence)).toMatchObject({ code, params: {} });
  });

  it('keeps refusals that are already decided and hides everything else', () => {
    const decided = toCardError(new Error('CKR_PIN_LOCKED'), 'login', here);
    expect(toCardError(decided, 'sign', gone)).toBe(decided);
    expect(toCardError(new TypeError('Expected 3 arguments'), 'login', here)).toMatchObject({ code: 'card.unknown' });
  });
});
