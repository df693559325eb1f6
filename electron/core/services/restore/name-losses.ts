import { areaOfTable, type RestoreLoss } from '#shared/domain/backup/loss.ts';
import type { Redacted } from '#shared/kernel/redacted.ts';
import { ownersOfPages, type RowRange, type TreeLoss, type TreeRoot } from '../../backup/restore/page-owners.ts';
import type { NameLosses } from '../../backup/restore/stage.ts';
import { readInstantBeside, readTreeRoots } from '../../repositories/tree-roots.ts';
import { removeBeside, withRestored } from '../backup/database-source.ts';

const SHOWN_RANGES = 200;

interface DamagedFile {
  readonly file: string;
  readonly keyHex: Redacted<string>;
}

/** Instants of the readable rows just below and just above the lost ones; null where there is none or it cannot be read. */
async function timesOf({ file, keyHex }: DamagedFile, table: string, rows: readonly RowRange[]): Promise<Pick<RestoreLoss, 'from' | 'until'>> {
  const first = rows[0]?.after ?? null;
  const last = rows.at(-1)?.upTo ?? null;
  const ask = (rowid: number | null, side: 'below' | 'above') =>
    rowid === null ? null : withRestored(file, keyHex, connection => readInstantBeside(sql => connection.all(sql), { table, rowid, side })).catch(() => null);
  return { from: await ask(first, 'below'), until: await ask(last, 'above') };
}

async function toLoss(damaged: DamagedFile, { kind, table, pages, rows }: TreeLoss): Promise<RestoreLoss> {
  const times = kind === 'table' && rows.length > 0 ? await timesOf(damaged, table, rows) : { from: null, until: null };
  return { area: areaOfTable(table), table, kind, pages, rows: rows.slice(0, SHOWN_RANGES).map(range => ({ ...range })), ...times };
}

/**
 * Says in the clinic's own terms what lost pages held: tables, rows by number and the time they were written between.
 * The file has holes, so every question gets a connection of its own and may go unanswered.
 */
export const nameLosses: NameLosses = async (file, { keyHex, pageSize, pages }) => {
  const roots: readonly TreeRoot[] | null = await withRestored(file, keyHex, connection => readTreeRoots(sql => connection.all(sql))).catch(() => null);
  const owners = await ownersOfPages({ file, keyHex, pageSize, pages, roots: roots ?? [] }).catch(() => ({ losses: [], freePages: 0, unnamedPages: pages.length }));
  const losses: RestoreLoss[] = [];
  for (const loss of owners.losses) losses.push(await toLoss({ file, keyHex }, loss));
  await removeBeside(file);
  return { losses, freePages: owners.freePages, unnamedPages: owners.unnamedPages };
};
