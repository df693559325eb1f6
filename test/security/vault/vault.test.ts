import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';

import { checkKey, keyCheckValue, newDatabaseKey } from '#electron/core/security/vault/database-key.ts';
import { openWithCard, openWithKit } from '#electron/core/security/vault/open-entry.ts';
import { type VaultFiles, vaultFiles } from '#electron/core/security/vault/vault-files.ts';
import { canonicalBytes, entryFileName } from '#electron/core/security/vault/vault-head.ts';
import { addEntry, advanceAnchor, createVault, removeEntry, replaceEntries } from '#electron/core/security/vault/vault-update.ts';
import { damagedEntries, readVault, type Vault, vaultExists, verifyVault } from '#electron/core/security/vault/vault.ts';
import { isAppError } from '#shared/kernel/app-error.ts';

import { DB_ID, kitEntry, newTestVault, testDevice } from './vault-fixture.ts';

type Fixture = Awaited<ReturnType<typeof newTestVault>>;
const codeOf = (work: Promise<unknown>) => work.then(() => 'ok', error => (isAppError(error) ? error.code : String(error)));

describe('the vault gives the database key to those it was sealed for, and to nobody else (decision 5)', () => {
  let f: Fixture;
  let vault: Vault;
  beforeEach(async () => {
    f = await newTestVault();
    vault = await f.create();
  });

  it('opens with the kit, is signed by the device key, and stock openssl agrees', async () => {
    const read = await readVault(f.place);
    await verifyVault(read, f.device.verifyCms);
    const [entry] = read.head.entries;
    const opened = await openWithKit(read, entry!, f.unseal);
    expect(opened.dbk.reveal().equals(f.key.dbk.reveal())).toBe(true);
    writeFileSync(path.join(f.folder, 'root.der'), f.device.certificate);
    execFileSync('openssl', ['x509', '-inform', 'DER', '-in', 'root.der', '-out', 'root.pem'], { cwd: f.folder });
    const args = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'head.p7s', '-content', 'head.json', '-CAfile', 'root.pem', '-purpose', 'any', '-out', '/dev/null'];
    expect(() => execFileSync('openssl', args, { cwd: f.folder, stdio: 'pipe' })).not.toThrow();
  });

  it('stock age opens the kit entry of the folder (security.md §3.9)', () => {
    writeFileSync(path.join(f.folder, 'kit.txt'), f.kit.identity);
    const text = execFileSync('age', ['-d', '-i', 'kit.txt', `e/${entryFileName(f.entry)}`], { cwd: f.folder }).toString();
    expect(JSON.parse(text)).toEqual({ v: 1, dbId: DB_ID, dbKeyId: f.key.dbKeyId, dbk: f.key.dbk.reveal().toString('base64url') });
  });

  it('its files are readable by this account only and hold no key', () => {
    for (const name of ['head.json', 'anchor.json', path.join('e', entryFileName(f.entry))]) {
      expect(statSync(path.join(f.folder, name)).mode & 0o077).toBe(0);
      expect(readFileSync(path.join(f.folder, name)).includes(f.key.dbk.reveal().toString('base64url'))).toBe(false);
    }
  });

  it('the key-check value tells this key from any other', () => {
    const other = newDatabaseKey(f.key.dbKeyId).dbk.reveal();
    expect(checkKey(f.key.dbk.reveal(), vault.head.kcv)).toBe(true);
    expect(checkKey(other, vault.head.kcv)).toBe(false);
    expect(keyCheckValue(other)).toMatch(/^[0-9a-f]{32}$/);
  });

  it('refuses an entry that gives another key, and an entry of another kind', async () => {
    const planted = await kitEntry(newDatabaseKey(f.key.dbKeyId), f.kit.recipient);
    const next = await addEntry(vault, planted, f.signing);
    const entry = next.head.entries.find(one => one.id === planted.id)!;
    expect(await codeOf(openWithKit(next, entry, f.unseal))).toBe('vault.damaged');
    expect(await codeOf(openWithCard(next, entry, f.unseal))).toBe('vault.entryMissing');
  });

  it('never replaces an existing vault', async () => {
    expect(await codeOf(f.create())).toBe('db.exists');
  });

  it('a removed entry is gone from head and disk, the others stay (L-04, J-14)', async () => {
    const second = await kitEntry(f.key, f.kit.recipient, 'user-2');
    const two = await addEntry(vault, second, f.signing);
    const one = await removeEntry(two, f.entry.id, f.signing);
    expect(one.head.entries.map(entry => entry.id)).toEqual([second.id]);
    expect(readdirSync(path.join(f.folder, 'e'))).toEqual([entryFileName(second)]);
    expect(one.head.generation).toBe(3);
    await verifyVault(await readVault(f.place), f.device.verifyCms);
  });

  it('an update on top of a head that changed meanwhile is refused', async () => {
    await addEntry(vault, await kitEntry(f.key, f.kit.recipient, 'a'), f.signing);
    expect(await codeOf(addEntry(vault, await kitEntry(f.key, f.kit.recipient, 'b'), f.signing))).toBe('record.changedMeanwhile');
  });

  it('during a key change both keys open, each named (security.md §3.7)', async () => {
    const next = newDatabaseKey('01935000-0000-7000-8000-000000000002');
    const added = await kitEntry(next, f.kit.recipient);
    const rotation = { state: 'pending' as const, dbKeyId: next.dbKeyId, kcv: keyCheckValue(next.dbk.reveal()) };
    const pending = await replaceEntries(vault, { add: [added], rotation }, f.signing);
    for (const entry of pending.head.entries) await openWithKit(pending, entry, f.unseal);
    const done = await replaceEntries(pending, { remove: [f.entry.id], rotation: null, key: next }, f.signing);
    expect((await openWithKit(done, done.head.entries[0]!, f.unseal)).dbKeyId).toBe(next.dbKeyId);
  });
});

describe('a vault that was damaged, swapped or put back is refused (H106, D11)', () => {
  it('every single flipped byte of head, entry and anchor is vault.damaged', async () => {
    const f = await newTestVault();
    const vault = await f.create();
    const paths = ['head.json', 'anchor.json', path.join('e', entryFileName(f.entry))];
    for (const name of paths) {
      const file = path.join(f.folder, name);
      const good = readFileSync(file);
      for (let at = 0; at < good.length; at += 1) {
        const bad = Buffer.from(good);
        bad[at] = bad[at]! ^ (1 << at % 8);
        writeFileSync(file, bad);
        const read = readVault(f.place).then(async found => openWithKit(found, found.head.entries[0]!, f.unseal));
        expect(await codeOf(read), `${name} byte ${at}`).toBe('vault.damaged');
      }
      writeFileSync(file, good);
    }
    expect(await codeOf(readVault(f.place))).toBe('ok');
    expect(await damagedEntries(vault)).toEqual([]);
  });

  it('after unlock a cut signature, one by another key and a changed head are found', async () => {
    const f = await newTestVault();
    const vault = await f.create();
    const file = path.join(f.folder, 'head.p7s');
    const good = readFileSync(file);
    writeFileSync(file, good.subarray(0, good.length - 1));
    expect(await codeOf(verifyVault(vault, f.device.verifyCms))).toBe('vault.damaged');
    writeFileSync(file, await testDevice().signCms(canonicalBytes(vault.head)));
    expect(await codeOf(verifyVault(vault, f.device.verifyCms))).toBe('vault.damaged');
    writeFileSync(file, good);
    expect(await codeOf(verifyVault(vault, f.device.verifyCms))).toBe('ok');
    expect(await codeOf(verifyVault({ ...vault, head: { ...vault.head, generation: 9 } }, f.device.verifyCms))).toBe('vault.damaged');
  });

  it('an older generation put back is vault.rolledBack with both numbers, also when its own anchor came along', async () => {
    const profile = path.join(mkdtempSync(path.join(tmpdir(), 'klinikbok-profile-')), 'anchor.json');
    const f = await newTestVault({ profileAnchor: profile });
    const vault = await f.create();
    const old = mkdtempSync(path.join(tmpdir(), 'klinikbok-old-'));
    cpSync(f.folder, old, { recursive: true });
    await addEntry(vault, await kitEntry(f.key, f.kit.recipient, 'x'), f.signing);
    cpSync(path.join(old, 'head.json'), path.join(f.folder, 'head.json'));
    await expect(readVault(f.place)).rejects.toMatchObject({ code: 'vault.rolledBack', params: { found: 1, expected: 2 } });
    rmSync(f.folder, { recursive: true });
    cpSync(old, f.folder, { recursive: true });
    await expect(readVault(f.place)).rejects.toMatchObject({ code: 'vault.rolledBack', params: { found: 1, expected: 2 } });
  });

  it('a missing entry file locks out its owner only, and is listed for the administrator', async () => {
    const f = await newTestVault();
    const vault = await f.create();
    const second = await kitEntry(f.key, f.kit.recipient, 'user-2');
    const two = await addEntry(vault, second, f.signing);
    rmSync(path.join(f.folder, 'e', entryFileName(second)));
    const read = await readVault(f.place);
    expect((await damagedEntries(read)).map(entry => entry.id)).toEqual([second.id]);
    const find = (id: string) => two.head.entries.find(entry => entry.id === id)!;
    expect(await codeOf(openWithKit(read, find(second.id), f.unseal))).toBe('vault.entryMissing');
    expect(await codeOf(openWithKit(read, find(f.entry.id), f.unseal))).toBe('ok');
  });

  it('files of absurd size, other formats and 10 000 entries are refused before any work', async () => {
    const f = await newTestVault();
    const vault = await f.create();
    const head = path.join(f.folder, 'head.json');
    writeFileSync(head, canonicalBytes({ ...vault.head, format: 'pm-vault/2' }));
    expect(await codeOf(readVault(f.place))).toBe('vault.damaged');
    writeFileSync(head, canonicalBytes({ ...vault.head, entries: Array.from({ length: 10_000 }, () => vault.head.entries[0]!) }));
    expect(await codeOf(readVault(f.place))).toBe('vault.damaged');
    writeFileSync(head, Buffer.alloc(5_000_000, 0x5b));
    expect(await codeOf(readVault(f.place))).toBe('vault.damaged');
  });

  it('the anchor only moves forward', async () => {
    const f = await newTestVault();
    const vault = await f.create();
    const ahead = await advanceAnchor(vault, { auditSeq: 100, auditHash: 'a'.repeat(64) });
    const back = await advanceAnchor(ahead, { auditSeq: 50, auditHash: 'b'.repeat(64), backupGeneration: 1, manifestSha256: 'c'.repeat(64) });
    expect(back.anchor).toMatchObject({ auditSeq: 100, auditHash: 'a'.repeat(64), backupGeneration: 1 });
    expect((await readVault(f.place)).anchor).toEqual(back.anchor);
  });
});

/** The real file system, cut off before its n-th operation; a half-written file stays half-written. */
function cutBefore(operation: number): VaultFiles {
  let left = operation;
  const cut = (): void => {
    if (left-- <= 0) throw new Error('power cut');
  };
  const write = async (file: string, bytes: Uint8Array) => {
    if (left === 1) {
      left = 0;
      writeFileSync(file, bytes.subarray(0, bytes.length / 2));
      throw new Error('power cut');
    }
    cut();
    await vaultFiles.write(file, bytes);
  };
  return {
    ...vaultFiles,
    write,
    rename: async (from, to) => (cut(), vaultFiles.rename(from, to)),
    syncFolder: async folder => (cut(), vaultFiles.syncFolder(folder)),
    remove: async file => (cut(), vaultFiles.remove(file)),
  };
}

describe('a power cut at any step of an update leaves the old vault or the new one (security.md §3.1)', () => {
  it('while adding one person and removing another', async () => {
    const profile = () => path.join(mkdtempSync(path.join(tmpdir(), 'klinikbok-profile-')), 'anchor.json');
    let finished = false;
    let seen = { old: 0, new: 0 };
    for (let step = 0; !finished; step += 1) {
      const f = await newTestVault({ profileAnchor: profile() });
      const vault = await f.create();
      const second = await kitEntry(f.key, f.kit.recipient, 'user-2');
      const cutPlace = { ...f.place, files: cutBefore(step) };
      finished = await replaceEntries({ ...vault, place: cutPlace }, { add: [second], remove: [f.entry.id] }, f.signing).then(() => true, () => false);
      const after = await readVault(f.place);
      await verifyVault(after, f.device.verifyCms);
      const ids = after.head.entries.map(entry => entry.id);
      expect([[f.entry.id], [second.id]]).toContainEqual(ids);
      seen = { old: seen.old + Number(ids[0] === f.entry.id), new: seen.new + Number(ids[0] === second.id) };
      await openWithKit(after, after.head.entries[0]!, f.unseal);
      // and the next update works from there, leaving no stray files
      const next = await addEntry(after, await kitEntry(f.key, f.kit.recipient, 'user-3'), f.signing);
      await verifyVault(await readVault(f.place), f.device.verifyCms);
      expect(readdirSync(path.join(f.folder, 'e')).sort()).toEqual(next.head.entries.map(entryFileName).sort());
      expect(step).toBeLessThan(60);
    }
    expect(seen.old).toBeGreaterThan(5);
    expect(seen.new).toBeGreaterThan(3);
  });

  it('while creating the vault: none, or a whole one', async () => {
    let finished = false;
    for (let step = 0; !finished; step += 1) {
      const f = await newTestVault();
      finished = await createVault({ ...f.place, files: cutBefore(step) }, f.clinic, f.signing).then(() => true, () => false);
      if (await vaultExists(f.place)) await verifyVault(await readVault(f.place), f.device.verifyCms);
      else await f.create();
      expect(step).toBeLessThan(40);
    }
  });
});
