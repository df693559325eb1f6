import { lastToPassOver, NUMBER_SERIES, type NumbersGiven, type NumberSeries, PACE_DAYS } from '#shared/domain/backup/numbers.ts';
import type { Writer } from '../../db/handles.ts';
import type { Row } from '../../db/driver/driver.ts';
import { beforeFirstInvoice, countUsedSince, passOver, readNumbersGiven } from '../../repositories/number-series.ts';

const DAY_MS = 86_400_000;

export interface PassedSeries {
  readonly series: NumberSeries;
  readonly first: number;
  readonly last: number;
}

interface AfterRestore {
  readonly generationId: string;
  /** When the backup was made, and when it was restored. */
  readonly createdAt: string;
  readonly restoredAt: string;
  readonly numbers: NumbersGiven | null;
  readonly at: string;
  readonly newId: () => string;
}

/**
 * Passes over the numbers that may stand on papers given out after the backup was made: invoices, receipts, payments,
 * payment references of visits and temporary patient numbers (F-02, I-05). Returns what was passed over.
 */
export async function passOverNumbers(tx: Writer, after: AfterRestore): Promise<PassedSeries[]> {
  const given = await readNumbersGiven(async sql => (await tx.raw(sql)) as Row[]);
  const beforeFirst = await beforeFirstInvoice(tx);
  const since = new Date(Date.parse(after.createdAt) - PACE_DAYS * DAY_MS).toISOString();
  const passed: PassedSeries[] = [];
  for (const series of NUMBER_SERIES) {
    const isPaper = series === 'invoice' || series === 'receipt';
    const last = series === 'invoice' ? Math.max(given.invoice, beforeFirst ?? 0) : given[series];
    const known = after.numbers?.[series] ?? null;
    // a clinic that never could issue a paper has given out none
    if (known === null && given[series] === 0 && !(isPaper && beforeFirst !== null)) continue;
    const recent = await countUsedSince(tx, series, since);
    const upTo = lastToPassOver({ last, known, recent, backupAt: after.createdAt, restoredAt: after.restoredAt });
    if (upTo <= last) continue;
    await passOver(tx, { id: after.newId(), series, first: last + 1, last: upTo, reason: `restore ${after.generationId}`, at: after.at });
    passed.push({ series, first: last + 1, last: upTo });
  }
  return passed;
}
