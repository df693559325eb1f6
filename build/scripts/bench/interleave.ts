import type { Floor } from './floor.ts';
import { recordStatements, type SentStatement } from './record.ts';
import type { Percentiles } from './report.ts';
import type { Random } from './fill/random.ts';

/** One thing a person does, with the parameters it is done with. */
export interface Measure {
  readonly name: string;
  readonly what: string;
  /** How often each engine does it. */
  readonly n: number;
  readonly cases: readonly (() => Promise<unknown>)[];
  /** Brings the product to where the measured work starts. */
  readonly before?: () => Promise<unknown>;
}

export interface Measured {
  readonly measure: Measure;
  readonly product: readonly number[];
  readonly floors: ReadonlyMap<string, readonly number[]>;
  readonly sql: readonly string[];
}

/** The floors that take part, and the dice that order everything. */
export interface Field {
  readonly floors: readonly Floor[];
  readonly random: Random;
}

/**
 * Lets the product do each case once while listening, then product and floors do all of them again and again, the engine
 * chosen at random, each with the same parameters. Times are milliseconds.
 */
export async function interleave(measure: Measure, { floors, random }: Field): Promise<Measured> {
  await measure.before?.();
  const recorded: SentStatement[][] = [];
  for (const one of measure.cases) recorded.push(await recordStatements(one));
  for (const floor of floors) {
    await floor.readState();
    for (const statements of recorded) await floor.replay(statements);
  }
  const product: number[] = [];
  const times = new Map(floors.map(floor => [floor.name, [] as number[]]));
  for (let round = 0; round < measure.n; round += 1) {
    const index = round % measure.cases.length;
    const statements = recorded[index] ?? [];
    const engines: (() => Promise<void>)[] = [
      async () => void product.push(await timed(measure.cases[index] as () => Promise<unknown>)),
      ...floors.map(floor => async () => void times.get(floor.name)?.push(await floor.replay(statements))),
    ];
    for (const engine of shuffled(engines, random)) await engine();
  }
  return { measure, product, floors: times, sql: recorded[0]?.map(({ sql }) => sql) ?? [] };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list.map(value => ({ value, order: random.unit() })).sort((a, b) => a.order - b.order).map(({ value }) => value);
}

/** p50, p95 and p99 by nearest rank. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => round3(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

const round3 = (value: number): number => Math.round(value * 1000) / 1000;
