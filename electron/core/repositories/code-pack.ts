import { codeKey, type Code, type CodeLevel, type PackFacts } from '#shared/domain/codes/code-pack.ts';
import type { Comparable } from '#shared/domain/codes/compare-packs.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** A version of a code system as stored. */
export interface StoredPack extends PackFacts {
  readonly id: string;
  readonly version: number;
  readonly isSample: boolean;
  readonly inUse: boolean;
  /** Rowids of its first and last code. */
  readonly firstCode: number;
  readonly lastCode: number;
  readonly selectable: number;
  readonly addedAt: string;
}

interface PackRow {
  id: string;
  system: string;
  edition: string;
  title_sv: string;
  title_en: string;
  source: string;
  licence: string;
  valid_from: string;
  valid_to: string | null;
  is_sample: number;
  first_code: number;
  last_code: number;
  selectable: number;
  added_at: string;
  in_use: number;
  version: number;
}

const toPack = (row: PackRow): StoredPack => ({
  id: row.id, version: row.version, system: row.system, edition: row.edition, title: { sv: row.title_sv, en: row.title_en }, source: row.source, licence: row.licence,
  validFrom: row.valid_from, validTo: row.valid_to, isSample: row.is_sample === 1, inUse: row.in_use === 1, firstCode: row.first_code, lastCode: row.last_code, selectable: row.selectable, addedAt: row.added_at,
});

/** All versions of all systems; of each system the one to choose from first: any real one before the sample, then the latest first day, then the latest added. */
export async function allPacks(db: Reader): Promise<StoredPack[]> {
  return ((await db.raw('SELECT * FROM code_pack ORDER BY system, is_sample, valid_from DESC, first_code DESC')) as PackRow[]).map(toPack);
}

/** The version of a system that is chosen from on this day; undefined when none is in use then. */
export function packOn(packs: readonly StoredPack[], system: string, day: string): StoredPack | undefined {
  return packs.find(pack => pack.system === system && pack.inUse && pack.validFrom <= day && (pack.validTo === null || pack.validTo >= day));
}

export interface NewPack extends PackFacts {
  readonly id: string;
  readonly fileSha256: string;
  readonly at: string;
  readonly by: string;
}

const BATCH = 2_000;

/** Adds a version with all its codes, in use from its first day. Errors: codes.editionExists. */
export async function insertPack(tx: Writer, pack: NewPack, codes: readonly Code[]): Promise<void> {
  const [same] = (await tx.raw('SELECT 1 FROM code_pack WHERE system = ? AND edition = ?', [pack.system, pack.edition])) as unknown[];
  if (same) throw new AppError('codes.editionExists');
  const [row] = (await tx.raw('SELECT 1 + coalesce(max(last_code), 0) AS first FROM code_pack')) as { first: number }[];
  const first = row?.first ?? 1;
  await tx.raw(
    `INSERT INTO code_pack (id, system, edition, title_sv, title_en, source, licence, valid_from, valid_to, is_sample, file_sha256, first_code, last_code, selectable, added_at, added_by, in_use, changed_at, changed_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, 1, ?, ?)`,
    [
      pack.id, pack.system, pack.edition, pack.title.sv, pack.title.en, pack.source, pack.licence, pack.validFrom, pack.validTo, pack.fileSha256, first, first + codes.length - 1,
      codes.filter(code => code.selectable).length, pack.at, pack.by, pack.at, pack.by,
    ],
  );
  for (let start = 0; start < codes.length; start += BATCH) {
    const rows = codes.slice(start, start + BATCH).map((code, at) => [
      first + start + at, code.code, codeKey(code.code), code.text, code.level, code.parent, code.selectable ? 1 : 0, code.validFrom, code.validTo, code.includes, code.excludes,
    ]);
    await tx.raw(
      `INSERT INTO code (id, pack_id, code, key, text, level, parent, selectable, valid_from, valid_to, includes, excludes)
       SELECT value ->> 0, ?, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10 FROM json_each(?)`,
      [pack.id, JSON.stringify(rows)],
    );
  }
}

/** Takes a version in or out of use. Errors: record.changedMeanwhile. */
export async function setInUse(tx: Writer, pack: { readonly id: string; readonly version: number; readonly inUse: boolean }, change: { readonly at: string; readonly by: string }): Promise<number> {
  const version = pack.version + 1;
  const count = await tx('code_pack').where({ id: pack.id, version: pack.version }).update({ in_use: pack.inUse ? 1 : 0, version, changed_at: change.at, changed_by: change.by });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
  return version;
}

/** What a comparison needs of every code of a version. */
export async function comparableCodes(db: Reader, packId: string): Promise<Comparable[]> {
  const rows = (await db.raw('SELECT code, text, selectable, valid_to FROM code WHERE pack_id = ? ORDER BY id', [packId])) as { code: string; text: string; selectable: number; valid_to: string | null }[];
  return rows.map(row => ({ code: row.code, text: row.text, selectable: row.selectable === 1, validTo: row.valid_to }));
}

/** A code with the pack it is of. */
export interface StoredCode extends Code {
  readonly id: number;
  readonly packId: string;
}

interface CodeRow {
  id: number;
  pack_id: string;
  code: string;
  text: string;
  level: CodeLevel;
  parent: string | null;
  selectable: number;
  valid_from: string | null;
  valid_to: string | null;
  includes: string;
  excludes: string;
}

/** Columns of a code, for statements that answer whole codes. */
export const CODE_COLUMNS = 'c.id, c.pack_id, c.code, c.text, c.level, c.parent, c.selectable, c.valid_from, c.valid_to, c.includes, c.excludes';

/** A stored row as a code; flags become booleans. */
export const toCode = (row: CodeRow): StoredCode => ({
  id: row.id, packId: row.pack_id, code: row.code, text: row.text, level: row.level, parent: row.parent, selectable: row.selectable === 1, validFrom: row.valid_from, validTo: row.valid_to,
  includes: row.includes, excludes: row.excludes,
});
export type { CodeRow };
