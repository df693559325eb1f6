import { closeSync, copyFileSync, mkdirSync, openSync as openFile, readSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

import { openDatabase } from '#electron/core/db/database.ts';
import type { FilledFiles } from '../fill/fill.ts';
import { openSync } from '../fill/bulk-file.ts';
import { clinicDay, plainDay } from './clinic-day.ts';

const PAGE = 4096;
/** Where in a page its HMAC begins, and enough of it: other for every writing of the page. */
const [PRINT_AT, PRINT_BYTES] = [PAGE - 64, 16];
const DAYS = { 'plain day': plainDay, 'day of ten practitioners': clinicDay } as const;

/** Pages of one table or index that a day changed. */
export interface ChangedTree {
  readonly name: string;
  readonly changed: number;
  readonly pages: number;
}

export interface DayPages {
  readonly day: string;
  readonly changed: number;
  /** Pages that no table or index has now: freed, and overwritten by secure_delete. */
  readonly freed: number;
  /** Most changed first. */
  readonly trees: readonly ChangedTree[];
}

function printsOf(file: string): string[] {
  const handle = openFile(file, 'r');
  const print = Buffer.alloc(PRINT_BYTES);
  const prints = Array.from({ length: statSync(file).size / PAGE }, (_, page) => {
    readSync(handle, print, 0, PRINT_BYTES, page * PAGE + PRINT_AT);
    return print.toString('latin1');
  });
  closeSync(handle);
  return prints;
}

function byTree(file: string, keyHex: string, changed: Set<number>): readonly ChangedTree[] {
  const handle = openSync(file, keyHex, { readonly: true });
  const trees = new Map<string, { changed: number; pages: number }>();
  for (const { name, pageno } of handle.prepare<[], { name: string; pageno: number }>('SELECT name, pageno FROM dbstat').iterate()) {
    const tree = trees.get(name) ?? { changed: 0, pages: 0 };
    trees.set(name, tree);
    tree.pages += 1;
    if (changed.delete(pageno)) tree.changed += 1;
  }
  handle.close();
  return [...trees].map(([name, tree]) => ({ name, ...tree })).filter(tree => tree.changed > 0).sort((a, b) => b.changed - a.changed);
}

/** What each of the two clinic days (or this share of them) changes in a copy of the filled clinic, page by page: exact, whatever else the computer does. */
export async function measureDayPages(folder: string, { encrypted, facts }: Pick<FilledFiles, 'encrypted' | 'facts'>, share = 1): Promise<DayPages[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'clinic.db');
  copyFileSync(encrypted, file);
  const results: DayPages[] = [];
  try {
    for (const [day, live] of Object.entries(DAYS)) {
      const before = printsOf(file);
      const db = await openDatabase({ file, mode: 'readwrite', getKeyHex: () => facts.keyHex });
      await live(db, facts, share);
      await db.exclusive(connection => connection.all('PRAGMA wal_checkpoint(TRUNCATE)'));
      await db.close();
      const changed = new Set(printsOf(file).flatMap((print, index) => (print === before[index] ? [] : [index + 1])));
      const total = changed.size;
      const trees = byTree(file, facts.keyHex, changed);
      results.push({ day, changed: total, freed: changed.size, trees });
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
