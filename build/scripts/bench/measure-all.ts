import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import type { FilledFiles } from './fill/fill.ts';
import { seededRandom } from './fill/random.ts';
import { sqlcipherFloor, type Floor } from './floor.ts';
import { interleave, type Measure } from './interleave.ts';
import { patientMeasures, searchMeasures, weekMeasures, type MeasureInput, type Repeats } from './measures/screens.ts';
import { measureVerify } from './measures/verify.ts';
import { appendMeasure, prepareDrafts, saveMeasures } from './measures/writes.ts';
import { openProduct } from './product.ts';
import type { Result } from './report.ts';
import { FLOORS, resultOf, verifyResult } from './results.ts';
import { syncFloor } from './sync-floor.ts';

/** The parts that run in this process, product and floors interleaved. */
export const CALL_PARTS = ['search', 'patient', 'week', 'save', 'log'] as const;
export type CallPart = (typeof CALL_PARTS)[number];

export interface CallOptions {
  readonly files: FilledFiles;
  /** Scratch folder; emptied before and after. */
  readonly folder: string;
  readonly parts: readonly CallPart[];
  readonly repeats: Repeats;
  readonly onResult?: (result: Result) => void;
}

/** Measures these parts: the product on its own copy, each kind of floor on copies of the very same bytes. */
export async function measureCalls({ files, folder, parts, repeats, onResult }: CallOptions): Promise<Result[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const copy = (from: string, name: string): string => {
    copyFileSync(from, path.join(folder, name));
    return path.join(folder, name);
  };
  const random = seededRandom(1);
  const own = copy(files.encrypted, 'product.db');
  // The drafts that are saved later must be in every copy; the plain one gets them by the same statements.
  let product = await openProduct(own, files.facts);
  const drafts = await prepareDrafts({ product, facts: files.facts, random });
  await product.close();
  const floors = await openFloors(files.facts.keyHex, { encrypted: copy(own, 'floor.db'), one: copy(own, 'floor-one.db'), sync: copy(own, 'floor-sync.db'), plain: copy(files.plain, 'floor-plain.db') });
  await copyDrafts(floors);
  product = await openProduct(own, files.facts);
  const results: Result[] = [];
  const add = (result: Result): void => {
    results.push(result);
    onResult?.(result);
  };
  try {
    const input: MeasureInput = { product, facts: files.facts, random, repeats };
    for (const measure of measuresOf(input, parts, drafts)) add(resultOf(await interleave(measure, { floors, random })));
    if (parts.includes('log')) add(verifyResult(await measureVerify(input, floors)));
  } finally {
    await product.close();
    for (const floor of floors) await floor.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

function measuresOf(input: MeasureInput, parts: readonly CallPart[], drafts: Parameters<typeof saveMeasures>[1]): Measure[] {
  const all: Readonly<Record<CallPart, () => Measure[]>> = {
    search: () => searchMeasures(input), patient: () => patientMeasures(input), week: () => weekMeasures(input), save: () => saveMeasures(input, drafts), log: () => [appendMeasure(input)],
  };
  return CALL_PARTS.filter(part => parts.includes(part)).flatMap(part => all[part]());
}

/** Each floor has a file of its own: another's write would empty its cache. */
async function openFloors(keyHex: string, files: Readonly<Record<'encrypted' | 'one' | 'sync' | 'plain', string>>): Promise<Floor[]> {
  return [
    syncFloor(FLOORS.a, files.plain, null), await sqlcipherFloor(FLOORS.b, { file: files.encrypted, keyHex, oneConnection: false }),
    await sqlcipherFloor(FLOORS.one, { file: files.one, keyHex, oneConnection: true }), syncFloor(FLOORS.sync, files.sync, keyHex),
  ];
}

/** Notes, drafts, versions and log rows that the plain file lacks, row by row from the encrypted one. */
async function copyDrafts(floors: readonly Floor[]): Promise<void> {
  const [plain, encrypted] = floors;
  if (!plain || !encrypted) return;
  const ask = (floor: Floor, sql: string) => floor.all({ sql, bindings: [], on: 'writer' });
  const put = async (table: string, row: Record<string, unknown>): Promise<void> => {
    const columns = Object.keys(row);
    await plain.all({ sql: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`, bindings: Object.values(row) as never[], on: 'writer' });
  };
  const [end] = await ask(plain, 'SELECT max(seq) AS seq FROM audit_event');
  for (const note of await ask(encrypted, 'SELECT id, patient_id, author_id, author_name, author_title, signer_id, note_type, template_id, created_at, event_time FROM note WHERE id IN (SELECT note_id FROM note_draft)')) await put('note', note);
  for (const table of ['note_draft', 'note_version']) {
    for (const row of await ask(encrypted, `SELECT * FROM ${table} WHERE note_id IN (SELECT note_id FROM note_draft)`)) await put(table, row);
  }
  for (const row of await ask(encrypted, `SELECT * FROM audit_event WHERE seq > ${Number(end?.['seq'])} ORDER BY seq`)) await put('audit_event', row);
}
