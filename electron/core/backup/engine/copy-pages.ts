import { createHash } from 'node:crypto';

import type { Pack } from '#shared/domain/backup/manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { ageEncrypt } from '../../security/age/age.ts';
import type { LocalState } from './local-state.ts';
import { PRINT_BYTES } from './page-check.ts';
import type { BackupContext, DatabaseSnapshot } from './ports.ts';
import { newPackKey } from './repository.ts';
import { scanChanges, type ScanResult } from './scan.ts';

const PACK_BYTES = 8 * 1024 * 1024;
/** Changed pages held in memory at once. */
const ROUND_BYTES = 3 * PACK_BYTES;
/** Whole passes over a file that keeps changing faster than it can be copied, before giving up for now. */
const MAX_PASSES = 20;

export interface CopyOptions {
  readonly ctx: BackupContext;
  readonly state: LocalState;
  /** Check every page's HMAC in the last pass, not only of those that changed. */
  readonly fullCompare: boolean;
}

export interface Copied {
  /** What the last pass saw; the pages in the place add up to exactly this. */
  readonly snapshot: Omit<DatabaseSnapshot, 'file'>;
  readonly fileSha256: string;
  readonly packs: readonly Pack[];
  readonly uploadedBytes: number;
}

async function storePack(o: CopyOptions, scan: ScanResult, range: { from: number; to: number; pageSize: number }): Promise<Pack> {
  const content = scan.content.subarray(range.from * range.pageSize, range.to * range.pageSize);
  const file = await ageEncrypt(content, o.ctx.recipients);
  const pack: Pack = {
    key: newPackKey(o.state.fields.machineId), size: file.length, pages: range.to - range.from,
    sha256: createHash('sha256').update(file).digest('hex'),
  };
  await o.ctx.store.put(pack.key, file);
  await o.state.note({
    pack, numbers: scan.numbers.slice(range.from, range.to), prints: scan.prints.subarray(range.from * PRINT_BYTES, range.to * PRINT_BYTES),
  });
  return pack;
}

async function storeRound(o: CopyOptions, scan: ScanResult, pageSize: number): Promise<Pack[]> {
  const perPack = PACK_BYTES / pageSize;
  const packs: Pack[] = [];
  for (let from = 0; from < scan.numbers.length; from += perPack) {
    packs.push(await storePack(o, scan, { from, to: Math.min(from + perPack, scan.numbers.length), pageSize }));
  }
  return packs;
}

/** A file with another page size shares no page with what is stored: begin a new base. */
async function adoptPageSize(state: LocalState, pageSize: number): Promise<void> {
  if (state.fields.pageSize !== null && state.fields.pageSize !== pageSize) await state.beginBase();
  state.fields = { ...state.fields, pageSize };
}

/**
 * Brings the place up to the database. Each round holds the file still only while it reads; sending happens while
 * users work. When one pass over the whole file finds so little changed that it fits in one round, that pass is the
 * backup: nothing it saw can have changed before its pages are in memory.
 */
export async function copyPages(o: CopyOptions): Promise<Copied> {
  const packs: Pack[] = [];
  let from = 1;
  for (let passes = 0; passes < MAX_PASSES;) {
    const round = await o.ctx.source.snapshot(async snapshot => {
      if (from > snapshot.pages) from = 1;
      await adoptPageSize(o.state, snapshot.pageSize);
      const scan = await scanChanges(snapshot, {
        map: o.state.map, keyHex: o.ctx.keyHex.reveal(), from, limit: ROUND_BYTES / snapshot.pageSize, checkAll: o.fullCompare,
        onPages: (done, total) => o.ctx.onProgress({ job: 'backup', phase: 'copying', done: done * snapshot.pageSize, total: total * snapshot.pageSize }),
      });
      return { scan, snapshot };
    });
    const { scan, snapshot: { file: _, ...snapshot } } = round;
    packs.push(...(await storeRound(o, scan, snapshot.pageSize)));
    if (scan.fileSha256 !== null) {
      o.state.map.resize(snapshot.pages);
      return { snapshot, fileSha256: scan.fileSha256, packs, uploadedBytes: packs.reduce((sum, pack) => sum + pack.size, 0) };
    }
    from = scan.next ?? 1;
    if (scan.next === null) passes += 1;
  }
  throw new AppError('busy');
}
