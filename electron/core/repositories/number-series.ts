import type { NumberSeries, NumbersGiven } from '#shared/domain/backup/numbers.ts';
import type { Writer } from '../db/handles.ts';
import type { Select } from './backup-facts.ts';

/** Where each series counts: its table and column, and which rows of it. */
const COUNTED: Readonly<Record<NumberSeries, { readonly table: string; readonly column: string; readonly where: string; readonly day: string | null }>> = {
  invoice: { table: 'money_document', column: 'number', where: "series = 'invoice'", day: 'issued_at' },
  receipt: { table: 'money_document', column: 'number', where: "series = 'receipt'", day: 'issued_at' },
  payment: { table: 'money_payment', column: 'number', where: '1', day: 'registered_at' },
  visit: { table: 'visit_settlement', column: 'pay_ref', where: '1', day: 'changed_at' },
  temporary: { table: 'running_number', column: 'last', where: "name = 'temporary'", day: null },
};
const SERIES = Object.keys(COUNTED) as NumberSeries[];

const integer = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** The last number given out in each series, passed-over ones included; 0 for none. Works on any schema version. */
export async function readNumbersGiven(select: Select): Promise<NumbersGiven> {
  const present = new Set((await select("SELECT name FROM sqlite_master WHERE type = 'table'")).map(row => row['name']));
  const last = async (series: NumberSeries): Promise<number> => {
    const { table, column, where } = COUNTED[series];
    if (!present.has(table)) return 0;
    const used = integer((await select(`SELECT max(${column}) AS n FROM ${table} WHERE ${where}`))[0]?.['n']);
    const passed = present.has('number_gap') ? integer((await select(`SELECT max(last) AS n FROM number_gap WHERE series = '${series}'`))[0]?.['n']) : 0;
    return Math.max(used, passed);
  };
  const given: Partial<Record<NumberSeries, number>> = {};
  for (const series of SERIES) given[series] = await last(series);
  return given as NumbersGiven;
}

/** How many numbers of the series were used from that instant on. */
export async function countUsedSince(tx: Writer, series: NumberSeries, since: string): Promise<number> {
  const { table, where, day } = COUNTED[series];
  if (day === null) return 0;
  const [row] = (await tx.raw(`SELECT count(*) AS n FROM ${table} WHERE ${where} AND ${day} >= ?`, [since])) as { n: number }[];
  return row?.n ?? 0;
}

/** Passes over numbers up to `last`; they are never given out. The caller logs it. */
export async function passOver(tx: Writer, gap: { readonly id: string; readonly series: NumberSeries; readonly first: number; readonly last: number; readonly reason: string; readonly at: string }): Promise<void> {
  if (gap.series === 'temporary') await tx.raw("UPDATE running_number SET last = ? WHERE name = 'temporary' AND last < ?", [gap.last, gap.last]);
  else await tx.raw('INSERT INTO number_gap (id, series, first, last, reason, made_at) VALUES (?, ?, ?, ?, ?, ?)', [gap.id, gap.series, gap.first, gap.last, gap.reason, gap.at]);
}

/** The number before the first invoice the clinic would ever issue; null for a clinic that cannot have issued anything. */
export async function beforeFirstInvoice(tx: Writer): Promise<number | null> {
  const [row] = (await tx.raw("SELECT json_extract(value, '$.firstInvoiceNumber') AS first FROM setting WHERE key = 'money_settings'")) as { first: unknown }[];
  return row === undefined ? null : Math.max(1, integer(row.first)) - 1;
}
