/** Milliseconds unless a result says otherwise. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface Result {
  readonly name: string;
  readonly what: string;
  readonly n: number;
  readonly unit: 'ms' | 'MB' | 'rows/s' | 'MB/s' | 'MiB' | 's';
  readonly product: Percentiles;
  readonly floorA: Percentiles | null;
  /** The same statements on two raw connections of the same encrypted file, as the product has a writer and readers. */
  readonly floorB: Percentiles | null;
  /** The same on one raw connection, whose cache no other connection empties. */
  readonly floorBOne: Percentiles | null;
  /** The same on two connections of better-sqlite3-multiple-ciphers. */
  readonly floorBSync: Percentiles | null;
  /** Product p50 : floor B p50. */
  readonly ratioB: number | null;
  /** What it is held to, in words; empty when there is no target. */
  readonly target: string;
  readonly ok: boolean | null;
  /** Statements of one run, in order. */
  readonly sql: readonly string[];
}

export interface Report {
  readonly machine: { readonly cpus: number; readonly model: string; readonly memoryGb: number; readonly node: string; readonly date: string; readonly load: readonly number[] };
  readonly size: { readonly patients: number; readonly visits: number; readonly versions: number; readonly logRows: number; readonly encryptedMb: number; readonly plainMb: number; readonly fillSeconds: number };
  readonly results: readonly Result[];
  readonly memory: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
}

const number = (value: number): string => (value >= 1000 ? value.toFixed(0) : value >= 100 ? value.toFixed(1) : value.toFixed(2));
const three = (p: Percentiles | null): string => (p === null ? '' : `${number(p.p50)}/${number(p.p95)}/${number(p.p99)}`);

/** The figures as a table, and below it every target that was missed. */
export function printReport({ results, memory, notes, size, machine }: Report): string {
  const head = ['', 'n', 'product p50/p95/p99', 'floor A plain', 'floor B', 'B, one conn.', 'B, sync', '×B', 'target', ''];
  const rows = results.map(r => [
    `${r.name}${r.unit === 'ms' ? '' : ` (${r.unit})`}`, String(r.n), three(r.product), three(r.floorA), three(r.floorB), three(r.floorBOne), three(r.floorBSync),
    r.ratioB === null ? '' : r.ratioB.toFixed(2), r.target, r.ok === null ? '' : r.ok ? 'ok' : 'MISSED',
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map(row => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd();
  const missed = results.filter(r => r.ok === false);
  return [
    `${size.patients} patients, ${size.visits} visits, ${size.versions} journal versions, ${size.logRows} log rows; ${size.encryptedMb} MB encrypted. ${machine.cpus} × ${machine.model}, load ${machine.load.join(' ')}`,
    line(head), ...rows.map(line), '',
    ...Object.entries(memory).map(([name, value]) => `Memory: ${name} ${value} MB`),
    ...notes.map(note => `Note: ${note}`),
    missed.length === 0 ? 'Every target is met.' : `Missed: ${missed.map(r => `${r.name} (${r.target})`).join('; ')}`,
  ].join('\n');
}
