import { createHash } from 'node:crypto';

import { LOG_DOMAIN } from '#electron/core/repositories/log.ts';
import { verifyChain } from '#electron/core/services/log/verify-chain.ts';
import type { ChainReport } from '#shared/domain/log/log-line.ts';
import type { Floor } from '../floor.ts';
import type { MeasureInput } from './screens.ts';
import { recordStatements } from '../record.ts';

const ROUNDS = 3;
/** Above this, one round says as much as three and takes minutes less. */
const LONG_LOG = 200_000;

export interface VerifyFigures {
  readonly rows: number;
  /** Rows per second, one value a round. */
  readonly product: readonly number[];
  readonly floors: ReadonlyMap<string, readonly number[]>;
  readonly sql: readonly string[];
}

/** Checking the whole log: the product's own check against the same query in the same batches with nothing but a hash and a comparison. */
export async function measureVerify({ product, repeats }: MeasureInput, floors: readonly Floor[]): Promise<VerifyFigures> {
  const check = () => verifyChain(product.db.reader, { signer: null, anchors: [], monotonicMs: () => performance.now() });
  const { rows } = requireWhole(await check());
  const sent = await recordStatements(() => verifyChain(product.db.reader, { signer: null, anchors: [], monotonicMs: () => 0 }));
  const chain = sent.find(({ sql }) => sql.includes('json_object'));
  if (!chain) throw new Error('the check read no rows');
  const result = { product: [] as number[], floors: new Map(floors.map(floor => [floor.name, [] as number[]])) };
  for (let round = 0; round < Math.min(rows > LONG_LOG ? 1 : ROUNDS, repeats.heavy); round += 1) {
    result.product.push(await rate(rows, check));
    for (const floor of floors) {
      const sum = () => hashAll(after => floor.all({ ...chain, bindings: [after, Number(chain.bindings[1])] }));
      result.floors.get(floor.name)?.push(await rate(rows, sum));
    }
  }
  return { rows, ...result, sql: [...new Set(sent.map(({ sql }) => sql))] };
}

function requireWhole(report: ChainReport): ChainReport {
  if (report.firstBad) throw new Error(`the filled log is not a chain: ${report.firstBad.fault} at row ${report.firstBad.seq}`);
  return report;
}

async function rate(rows: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return Math.round((rows / (performance.now() - started)) * 1000);
}

async function hashAll(batch: (after: number) => Promise<readonly Record<string, unknown>[]>): Promise<number> {
  let [rows, last, previous] = [0, 0, ''];
  for (;;) {
    const found = await batch(last);
    for (const row of found) {
      const hash = createHash('sha256').update(LOG_DOMAIN + String(row['body'])).digest('hex');
      if (hash !== row['hash'] || (rows > 0 && row['prev_hash'] !== previous)) throw new Error(`row ${String(row['seq'])} is not what was written`);
      [previous, last] = [hash, Number(row['seq'])];
      rows += 1;
    }
    if (found.length === 0) return rows;
  }
}
