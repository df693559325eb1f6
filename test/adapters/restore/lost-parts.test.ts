import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { FolderStore } from '#electron/core/adapters/backup-store/folder/folder-store.ts';
import { createRepository } from '#electron/core/backup/engine/repository.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { type OpenedGeneration, openGenerations } from '#electron/core/backup/restore/generations.ts';
import { asTreePage, cellsOf, openPages, readVarint } from '#electron/core/backup/restore/page-reader.ts';
import type { SpareBackup } from '#electron/core/backup/restore/salvage.ts';
import { stageRestore } from '#electron/core/backup/restore/stage.ts';
import { readTreeRoots } from '#electron/core/repositories/tree-roots.ts';
import { inspectDatabase, withConnection } from '#electron/core/services/backup/database-source.ts';
import { nameLosses } from '#electron/core/services/restore/name-losses.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { addPeople, type BackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { MemoryStore } from '#test/support/backup/memory-store.ts';

describe('parts of a backup are gone: everything else is restored, and what is missing is named (design/backup.md G)', () => {
  let clinic: BackupClinic;
  let generations: readonly OpenedGeneration[];
  let second: FolderStore;
  const whole = () => MemoryStore.fromFolder(clinic.place);
  const opened = (store: MemoryStore | FolderStore) => openGenerations({ store, identities: [clinic.secrets.recovery.identity], fingerprint: null });
  let number = 0;
  const restore = (store: MemoryStore, generation: OpenedGeneration, spares: readonly SpareBackup[] = []) => {
    const folder = clinic.at(`restore-${(number += 1)}`);
    return stageRestore({
      store, manifest: generation.manifest, identities: [clinic.secrets.recovery.identity], keyHex: new Redacted(clinic.secrets.keyHex), folder, inspect: inspectDatabase, nameLosses, spares, onProgress: () => undefined,
    });
  };
  const newest = (): OpenedGeneration => {
    const [one] = generations;
    if (one === undefined) throw new Error('no generation');
    return one;
  };
  const restoredFile = async (name: string) => {
    const folder = clinic.at(`restore-${name}`);
    const key = new Redacted(clinic.secrets.keyHex);
    await stageRestore({ store: whole(), manifest: newest().manifest, identities: [clinic.secrets.recovery.identity], keyHex: key, folder, inspect: inspectDatabase, onProgress: () => undefined });
    const file = path.join(folder, 'clinic.db');
    const trees = await withConnection(file, key, connection => readTreeRoots(sql => connection.all(sql)));
    return { file, roots: (trees ?? []).map(tree => tree.root) };
  };
  /** Packs only this generation has: the changes since the one before. */
  const ownPacks = (): readonly string[] => {
    const older = new Set(generations.slice(1).flatMap(one => one.manifest.packs.map(pack => pack.key)));
    return newest().manifest.packs.map(pack => pack.key).filter(key => !older.has(key));
  };

  beforeAll(async () => {
    clinic = await startBackupClinic({ patients: 60, notes: 5 });
    await runBackup(clinic.context());
    await addPeople(clinic.db, { patients: 1, notes: 1 });
    await runBackup(clinic.context());
    mkdirSync(clinic.at('second'));
    mkdirSync(clinic.at('work-2'));
    second = new FolderStore(clinic.at('second'));
    await createRepository(second, clinic.secrets.clinicId, new Date());
    await runBackup(clinic.context({ store: second, workFolder: clinic.at('work-2') }));
    generations = await opened(whole());
  });
  afterAll(() => clinic.stop());

  it('lost pages come from the clinic’s other place, byte for byte: the restore is as if nothing had been lost', async () => {
    const store = whole();
    for (const pack of newest().manifest.packs) store.objects.delete(pack.key);
    const others = await opened(second);
    const comparison = await restore(store, newest(), others.map(one => ({ store: second, manifest: one.manifest })));
    expect(comparison).toMatchObject({ equal: true, missingPageCount: 0, borrowedPageCount: newest().manifest.pages, losses: [] });
  });

  it('without it, older backups of the same place fill in what they have; the result is never called equal, and no page of another database is taken', async () => {
    const store = whole();
    for (const key of ownPacks()) store.objects.delete(key);
    const [, older] = generations;
    const comparison = await restore(store, newest(), older === undefined ? [] : [{ store, manifest: older.manifest }]);
    expect(comparison.equal).toBe(false);
    expect(comparison.borrowedPageCount).toBeGreaterThan(0);
    const foreign = await startBackupClinic({ patients: 3, notes: 1 });
    await runBackup(foreign.context());
    const [stranger] = await openGenerations({ store: new FolderStore(foreign.place), identities: [foreign.secrets.recovery.identity], fingerprint: null });
    const manifest = { ...(stranger?.manifest ?? newest().manifest), keyCheck: newest().manifest.keyCheck };
    const alone = await restore(store, newest(), [{ store: new FolderStore(foreign.place), manifest }]);
    expect(alone.borrowedPageCount).toBe(0);
    await foreign.stop();
  });

  it('names tables, rows and the number of pages, and adds up: every lost page is in the list once', async () => {
    const store = whole();
    for (const key of ownPacks()) store.objects.delete(key);
    const alone = await restore(store, newest());
    expect(alone.missingPageCount).toBeGreaterThan(3);
    expect(alone.losses.reduce((sum, loss) => sum + loss.pages, 0) + alone.freePages + alone.unnamedPages).toBe(alone.missingPageCount);
    const { file, roots } = await restoredFile('spread');
    const pages = Array.from({ length: Math.floor(newest().manifest.pages / 7) }, (_, index) => (index + 1) * 7).filter(page => !roots.includes(page));
    await blank(file, pages);
    const named = await nameLosses(file, { keyHex: new Redacted(clinic.secrets.keyHex), pageSize: 4096, pages });
    expect(named.losses.reduce((sum, loss) => sum + loss.pages, 0) + named.freePages).toBe(pages.length);
    expect(named.unnamedPages).toBe(0);
    const notes = named.losses.find(loss => loss.table === 'note_version' && loss.kind === 'table');
    expect(notes).toMatchObject({ area: 'notes' });
    expect(notes?.rows.length).toBeGreaterThan(0);
    expect(named.losses.some(loss => loss.kind === 'index')).toBe(true);
  });

  it('rows said to be lost are lost, and all others can be read: the list is held against the file', async () => {
    const { file } = await restoredFile('truth');
    const leaf = await leafOfRow(clinic, file, 150);
    await blank(file, [leaf.page]);
    const key = new Redacted(clinic.secrets.keyHex);
    const { losses } = await nameLosses(file, { keyHex: key, pageSize: 4096, pages: [leaf.page] });
    expect(losses).toMatchObject([{ table: 'note_version', kind: 'table', area: 'notes', pages: 1, rows: [{ after: leaf.first - 1, upTo: leaf.last }] }]);
    const body = (rowid: number) => withConnection(file, key, async connection => (await connection.all(`SELECT body FROM note_version WHERE rowid = ${rowid}`)).length);
    expect(await Promise.all([leaf.first, leaf.last].map(body))).toEqual([null, null]);
    expect(await Promise.all([leaf.first - 1, leaf.last + 1].map(body))).toEqual([1, 1]);
  });

  it('an empty place and one without packs at all are told apart, and a whole one stays whole', async () => {
    expect(await restore(whole(), newest())).toMatchObject({ equal: true, missingPageCount: 0, borrowedPageCount: 0, losses: [], freePages: 0, unnamedPages: 0 });
    const empty = new MemoryStore([['VERSION', readFileSync(path.join(clinic.place, 'VERSION'))]]);
    await expect(opened(empty)).rejects.toMatchObject({ code: 'restore.noBackups' });
    const store = whole();
    for (const key of [...store.objects.keys()]) if (key.includes('/packs/')) store.objects.delete(key);
    const nothing = await restore(store, newest());
    expect(nothing).toMatchObject({ equal: false, found: null, missingPageCount: newest().manifest.pages, unnamedPages: newest().manifest.pages });
    rmSync(clinic.at(`restore-${number}`), { recursive: true });
    expect(readdirSync(clinic.folder)).toContain('place');
  });
});

async function blank(file: string, pages: readonly number[]): Promise<void> {
  const handle = await open(file, 'r+');
  for (const page of pages) await handle.write(Buffer.alloc(4096), 0, 4096, (page - 1) * 4096);
  await handle.close();
}

/** The leaf page that holds a row of note_version, and which rows are on it. */
async function leafOfRow(clinic: BackupClinic, file: string, rowid: number): Promise<{ page: number; first: number; last: number }> {
  const key = new Redacted(clinic.secrets.keyHex);
  const roots = await withConnection(file, key, connection => readTreeRoots(sql => connection.all(sql)));
  const root = roots?.find(tree => tree.name === 'note_version')?.root ?? 0;
  const reader = await openPages(file, key, 4096);
  try {
    for (let page = 1; page <= reader.pages; page += 1) {
      if (page === root) continue;
      const tree = asTreePage(await reader.plain(page), page);
      if (tree?.kind !== 'tableLeaf') continue;
      const rows = cellsOf(tree).map(cell => readVarint(tree.bytes, readVarint(tree.bytes, cell).next).value);
      const ids = await withConnection(file, key, async connection => (await connection.all(`SELECT count(*) AS n FROM note_version WHERE rowid IN (${rows.join(',') || '0'}) AND length(body) > 500`))[0]?.['n']);
      // leaves of note_version hold few rows with long bodies; other tables' leaves hold many short ones
      if (rows.includes(rowid) && rows.length <= 7 && ids === rows.length) return { page, first: Math.min(...rows), last: Math.max(...rows) };
    }
  } finally {
    await reader.close();
  }
  throw new Error('row not found');
}
