import { chmodSync, closeSync, cpSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { openDatabase } from '#electron/core/db/database.ts';
import { openCardDrawer, PINS, type CardDrawer } from '#test/support/cards/card-drawer.ts';
import { startCoreDesk, type CoreDesk } from '#test/support/core-desk.ts';
import { enrolFirst, MARIA, printKit, registerPatient } from '#test/support/first-run.ts';
import { keyOfKit } from '#test/support/kit-paper.ts';

const refused = (code: string) => ({ detail: { code } });
const PAGE = 4096;

/** Every file below a folder with its digest. */
function bytesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(files.sort().map(file => [path.relative(folder, file), createHash('sha256').update(readFileSync(file)).digest('hex')]));
}

describe('a start with something wrong (issue: hostile starts; each has its code, and no byte is changed)', () => {
  let folder: string;
  let drawer: CardDrawer;
  let paper: string;
  let keyHex: string;
  let desk: CoreDesk;

  const copyOf = (name: string): string => {
    const copy = mkdtempSync(path.join(folder, 'copy-'));
    cpSync(path.join(folder, name), copy, { recursive: true });
    return copy;
  };
  const at = (...names: string[]) => path.join(desk.dataDir, 'clinic', ...names);
  const signIn = () => desk.client.session.signInWithCard({ pin: PINS.auth });
  const change = (file: string, offset: number) => {
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.from('not what SQLCipher wrote'), 0, 24, offset);
    closeSync(handle);
  };
  /** The sign-in is refused with this code, and the clinic's folder and the profile are as they were. */
  const expectRefused = async (code: string, params?: object) => {
    const before = { clinic: bytesOf(path.join(desk.dataDir, 'clinic')), profile: bytesOf(desk.profileDir) };
    await expect(signIn()).rejects.toMatchObject({ detail: { code, ...(params ? { params } : {}) } });
    expect({ clinic: bytesOf(path.join(desk.dataDir, 'clinic')), profile: bytesOf(desk.profileDir) }).toEqual(before);
    expect(desk.reported).toEqual([]);
  };

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-hostile-'));
    drawer = openCardDrawer();
    drawer.issue('card', MARIA);
    await drawer.insert('card');
    for (const name of ['ours', 'theirs']) {
      const one = startCoreDesk({ cards: drawer.cards, folder: path.join(folder, name) });
      await enrolFirst(one, drawer, { alsoPractitioner: true });
      const kit = await printKit(one);
      if (name === 'ours') {
        paper = kit;
        keyHex = keyOfKit(kit);
        await registerPatient(one);
      }
      await one.relock();
      await one.stop();
    }
  });
  afterAll(async () => {
    await drawer.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    desk = startCoreDesk({ cards: drawer.cards, folder: copyOf('ours') });
  });
  afterEach(() => desk.stop());

  it('an unharmed copy opens, so that the other cases can fail', async () => {
    expect(await signIn()).toMatchObject({ user: { name: 'Maria Ek' } });
  });

  it('the database is missing: db.missing, and none is made in its place', async () => {
    rmSync(at('clinic.db'));
    await expectRefused('db.missing');
    expect(existsSync(at('clinic.db'))).toBe(false);
  });

  it('the database is empty: db.empty', async () => {
    truncateSync(at('clinic.db'), 0);
    await expectRefused('db.empty');
  });

  it.each([['in the middle of a page', 1000], ['by whole pages', 3 * PAGE]])('the database is cut off %s: db.corrupt', async (_where, cut) => {
    truncateSync(at('clinic.db'), statSync(at('clinic.db')).size - cut);
    await expectRefused('db.corrupt');
  });

  it('the header is damaged and the key is right: db.headerDamaged, not "wrong key"', async () => {
    change(at('clinic.db'), 100);
    await expectRefused('db.headerDamaged');
  });

  it('the clinic was opened by a newer program: db.tooNew with both versions', async () => {
    const db = await openDatabase({ file: at('clinic.db'), mode: 'readwrite', getKeyHex: () => keyHex });
    await db.exclusive(connection => connection.run('PRAGMA user_version = 999', []));
    await db.close();
    await expectRefused('db.tooNew', { file: 999 });
  });

  it("another clinic's database in its place: this clinic's key does not open it, and it is left as it is", async () => {
    cpSync(path.join(folder, 'theirs/data/clinic/clinic.db'), at('clinic.db'));
    // The key is the one of this vault, so what does not fit is the file.
    await expectRefused('db.headerDamaged');
  });

  it("another clinic's whole folder in its place opens for its own people only: this computer's anchor is about another database", async () => {
    rmSync(at(), { recursive: true });
    cpSync(path.join(folder, 'theirs/data/clinic'), at(), { recursive: true });
    expect(await signIn()).toMatchObject({ user: { name: 'Maria Ek' } });
  });

  it('an older copy of the whole clinic put back: db.rolledBack through the anchor in the profile (D11)', async () => {
    const older = copyOf('ours');
    await signIn();
    await desk.relock();
    rmSync(at(), { recursive: true });
    cpSync(path.join(older, 'data/clinic'), at(), { recursive: true });
    await expectRefused('db.rolledBack');
  });

  it('an older vault with its own older anchor put back: vault.rolledBack, said before anybody types a PIN (D11)', async () => {
    const older = copyOf('ours');
    await signIn();
    await printKit(desk);
    await desk.relock();
    rmSync(at('vault'), { recursive: true });
    cpSync(path.join(older, 'data/clinic/vault'), at('vault'), { recursive: true });
    expect(await desk.client.session.state({})).toMatchObject({ phase: 'broken', problem: 'vault.rolledBack' });
    await expectRefused('vault.rolledBack');
  });

  it('the vault is gone: vault.damaged, and the screen says so at once', async () => {
    renameSync(at('vault'), path.join(desk.dataDir, 'vault-elsewhere'));
    expect(await desk.client.session.state({})).toMatchObject({ phase: 'broken', problem: 'vault.damaged' });
    await expectRefused('vault.damaged');
  });

  it('one page is damaged: the clinic opens, what is on the page is refused with db.corrupt, the rest works (L-08)', async () => {
    const db = await openDatabase({ file: at('clinic.db'), mode: 'readwrite', getKeyHex: () => keyHex });
    const [root] = await db.exclusive(connection => connection.all("SELECT rootpage FROM sqlite_master WHERE name = 'patient'"));
    await db.close();
    change(at('clinic.db'), (Number(root?.['rootpage']) - 1) * PAGE + 100);
    expect(await signIn()).toMatchObject({ user: { name: 'Maria Ek' } });
    await expect(desk.client.patients.search({ text: 'a' })).rejects.toMatchObject(refused('db.corrupt'));
    expect((await desk.client.staff.overview({})).people).toHaveLength(1);
    await desk.relock();
  });

  it.each([['gone', null], ['cut off', '{"format":"klinikbok-machine/1"'], ['nonsense', '[]']])('machine.json is %s: no issuer is trusted, so no card alone; with the kit it is made again from the database (L-10)', async (_state, text) => {
    const file = path.join(desk.dataDir, 'machine.json');
    if (text === null) rmSync(file);
    else writeFileSync(file, text);
    expect(await desk.client.session.state({})).toMatchObject({ phase: 'locked' });
    await expect(signIn()).rejects.toMatchObject({ detail: { code: expect.stringMatching(/^card\./) } });
    expect(await desk.client.session.recoverWithKit({ kit: paper, pin: PINS.auth })).toMatchObject({ user: { name: 'Maria Ek' } });
    await desk.relock();
    expect(await signIn()).toMatchObject({ user: { name: 'Maria Ek' } });
  });

  it('the clock was set back by half a day: it opens, and the log says so (A-13)', async () => {
    desk.clock.advance(24 * 60 * 60_000);
    await signIn();
    await desk.relock();
    const now = desk.clock.now();
    desk.clock.set(new Date(now.getTime() - 12 * 60 * 60_000).toISOString());
    await signIn();
    const { lines } = await desk.client.log.all({ actions: ['CLOCK_BACKWARD'] });
    expect(lines).toHaveLength(1);
    expect(await desk.client.log.verify({})).toMatchObject({ ok: true });
  });

  it('restore.json of an exchange that was never begun properly is no reason not to start', async () => {
    writeFileSync(path.join(desk.dataDir, 'restore.json'), '{"format":"klinikbok-restore/1","restored":"../../etc"');
    expect(await signIn()).toMatchObject({ user: { name: 'Maria Ek' } });
  });

  it.skipIf(process.getuid?.() === 0)('the folder may not be written: db.readOnly', async () => {
    chmodSync(at(), 0o500);
    await expectRefused('db.readOnly');
  });
});
