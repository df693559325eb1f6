import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { openStore } from '#electron/core/adapters/backup-store/open-store.ts';
import type { OpenedGeneration } from '#electron/core/backup/restore/generations.ts';
import { stageRestore } from '#electron/core/backup/restore/stage.ts';
import { clinicPlace } from '#electron/core/clinic/clinic-place.ts';
import { systemClock } from '#electron/core/ports/clock.ts';
import { parseKit } from '#electron/core/security/recovery-kit/kit.ts';
import { inspectDatabase } from '#electron/core/services/backup/database-source.ts';
import { mergeLists } from '#electron/core/services/restore/orders-outside.ts';
import { adoptStaged, stampOf } from '#electron/core/services/restore/adopt-staged.ts';
import { nameLosses } from '#electron/core/services/restore/name-losses.ts';
import { type OpenedSource, openSource, sparesFor, storeFor } from '#electron/core/services/restore/opened-source.ts';
import { confirmReason, judge, type Judged } from '#electron/core/services/restore/restore-offer.ts';
import { findRepository, isLost } from '#electron/core/services/restore/restore-place.ts';
import { LOCK_FILE, takeInstanceLock } from '#electron/supervisor/instance-lock.ts';
import type { RestoreComparison } from '#shared/domain/backup/backup.ts';
import { parseReceipt } from '#shared/domain/backup/receipt.ts';
import type { ConfirmReason, RestoreConfirmation } from '#shared/domain/backup/restore-offer.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { unlockWithCard } from './card-unlock.ts';
import { type Options, readOptions } from './restore-options.ts';
import { USAGE, wordsFor } from './restore-words.ts';

const NOT_CONFIRMED = 3;

async function readInput(): Promise<string> {
  let text = '';
  for await (const piece of process.stdin) text += String(piece);
  return text;
}

const show = ({ manifest, missingPacks }: OpenedGeneration, mark: string): string => {
  const { patients, notes, versions, log } = manifest.counts;
  const size = ((manifest.pages * manifest.pageSize) / 1e6).toFixed(1);
  const lack = missingPacks === 0 ? '' : `  ${missingPacks} packs missing`;
  return `${mark} ${manifest.createdAt}  machine ${manifest.machineId}  generation ${manifest.seq}  ${size} MB  patients ${patients}  notes ${notes}  versions ${versions}  log ${log}${lack}`;
};

function choose(judged: Judged, generations: readonly OpenedGeneration[], o: Options): OpenedGeneration | undefined {
  if (o.generation === undefined && o.machine === undefined) return judged.recommended;
  const fitting = generations.filter(({ manifest }) => (o.generation === undefined || manifest.seq === o.generation) && (o.machine === undefined || manifest.machineId === o.machine));
  return fitting.find(one => o.generation !== undefined || one.missingPacks === 0) ?? fitting[0];
}

/** Takes a new or empty folder for this process alone, as the program itself does with its data folder; returns the way to give it back. */
async function takeEmpty(folder: string): Promise<() => void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const isEmpty = async (): Promise<boolean> => (await readdir(folder)).every(name => name === LOCK_FILE);
  const occupied = new Error('the folder to restore to is not empty');
  if (!(await isEmpty())) throw occupied;
  const release = takeInstanceLock(folder);
  if (await isEmpty()) return release; // another one may have filled it before it was ours
  release();
  throw occupied;
}

const WHY: Readonly<Record<ConfirmReason, string>> = {
  rolledBack: 'newer backups should be here', forked: 'two computers went on side by side; choose one with --machine', older: 'a newer whole backup is here', ordersUnread: 'the list of what was destroyed by decision cannot be read',
};

/** Two persons' names, where they are needed. Null when one person is enough; undefined when they are missing. */
function confirmation(judged: Judged, chosen: OpenedGeneration, o: Options): RestoreConfirmation | null | undefined {
  const reason = confirmReason(judged, chosen);
  if (reason === null) return null;
  const [first, second] = (o.persons ?? []).map(name => name.trim().slice(0, 50));
  if (first === undefined || second === undefined || first === '' || second === '') {
    console.error(`TWO PERSONS must confirm: ${WHY[reason]}. Give both names with --confirmed-by; they are written to the clinic's log.`);
    return undefined;
  }
  if (first.toLowerCase() === second.toLowerCase()) throw new AppError('restore.samePerson');
  return { reason, persons: [first, second], secondKey: 'none' };
}

function tellRefused({ unread, gone }: OpenedSource): void {
  for (const { machineId, seq, reason } of unread) console.log(`NOT ACCEPTED: machine ${machineId}  generation ${seq}: ${wordsFor({ code: reason, params: {} })}`);
  for (const { machineId, seq } of gone) console.log(`GONE: machine ${machineId}  generation ${seq} is referred to by the next one and is nowhere`);
}

function tellJudgement(judged: Judged): void {
  for (const { by, seq, createdAt, verdict } of judged.expected) {
    if (verdict === 'here') console.log(`EXPECTED generation ${seq} (${by}) is here`);
    else console.log(`MISSING: generation ${seq}${createdAt === null ? '' : ` of ${createdAt}`} should be here (${by}), ${verdict === 'replaced' ? 'its content was replaced' : 'nothing as new is'}`);
  }
  if (judged.forked) console.log('FORK: two computers went on backing up side by side; each has a newest state of its own');
}

function tellDamage(comparison: RestoreComparison): void {
  if (comparison.vaultMissing) console.log('VAULT MISSING: no card opens this database; enrol an administrator’s card with the recovery kit on the sign-in screen');
  if (comparison.unreadablePacks > 0) console.log(`DISK FAULTS: ${comparison.unreadablePacks} packs could not be read; they may be whole. Try another cable, port or computer before this is used`);
  console.log(`DAMAGED: ${comparison.missingPageCount} pages missing (${comparison.missingPages.slice(0, 50).join(' ')}), ${comparison.borrowedPageCount} taken from other backups, ${comparison.damagedPages} damaged, ${comparison.structureProblems} structure problems`);
  for (const { area, table, kind, pages, rows, from, until } of comparison.losses) {
    const which = rows.map(({ after, upTo }) => `${after === null ? 'first' : after + 1}..${upTo ?? 'last'}`).join(' ');
    const when = from === null && until === null ? '' : ` written between ${from ?? 'the beginning'} and ${until ?? 'the end'}`;
    console.log(`  ${area}: ${kind} ${table}, ${pages} pages${kind === 'index' ? ' (no data, only an index)' : ` rows ${which}${when}`}`);
  }
  if (comparison.freePages + comparison.unnamedPages > 0) console.log(`  ${comparison.freePages} pages were empty, ${comparison.unnamedPages} cannot be named`);
}

interface Chosen {
  readonly sources: readonly [OpenedSource, ...OpenedSource[]];
  readonly generation: OpenedGeneration;
  readonly confirmed: RestoreConfirmation | null;
  readonly missing: string | undefined;
}

async function restoreInto(dataDir: string, o: Chosen): Promise<number> {
  const release = await takeEmpty(dataDir);
  try {
    return await restoreTaken(dataDir, o);
  } finally {
    release();
  }
}

async function restoreTaken(dataDir: string, o: Chosen): Promise<number> {
  const place = clinicPlace(dataDir);
  const folder = path.join(dataDir, `restore-${stampOf(new Date())}`);
  const [source] = o.sources;
  const { keyHex, identity } = source.keys;
  const orders = mergeLists(o.sources.map(one => one.orders));
  const comparison = await stageRestore({
    store: storeFor(source, o.generation), manifest: o.generation.manifest, identities: [identity.reveal()], keyHex, folder, inspect: inspectDatabase, nameLosses,
    spares: sparesFor(o.sources, o.generation),
    onProgress: ({ phase, done, total }) => process.stderr.write(`\r${phase} ${Math.floor((100 * done) / total)} %   `),
  });
  process.stderr.write('\n');
  if (o.missing !== undefined) await writeFile(o.missing, `${JSON.stringify(comparison, null, 1)}\n`, { mode: 0o600 });
  await adoptStaged(place, systemClock, { folder, generation: o.generation, comparison, keyHex, confirmation: o.confirmed, orders: orders.text });
  if (orders.orders.length > 0) console.log(`DESTROYED BY DECISION: ${orders.orders.map(one => one.caseNumber).join(', ')}; carried out again at the first sign-in, before anybody can read`);
  if (comparison.equal) {
    console.log(`OK: ${place.database} is exactly the database that was backed up; every count is equal`);
    return 0;
  }
  tellDamage(comparison);
  return 2;
}

async function openBoth(o: Options): Promise<[OpenedSource, ...OpenedSource[]]> {
  const found = await findRepository(o.place, openStore);
  const keys = o.kit === undefined
    ? await unlockWithCard({ store: found.store, clinicId: isLost(found.version) ? null : found.version.clinicId, profile: o.cardProfile })
    : { ...parseKit(o.kit === '-' ? await readInput() : await readFile(o.kit, 'utf8')), card: null };
  const source = await openSource(found, keys);
  if (o.also === undefined) return [source];
  const second = await findRepository(o.also, openStore);
  if (!isLost(second.version) && second.version.clinicId !== source.found.version.clinicId) throw new AppError('backup.placeForeign', { path: second.name });
  return [source, await openSource(second, keys)];
}

/** Restores what was chosen, once two persons confirmed where that is needed. */
async function restoreChosen(o: Options & { to: string }, sources: [OpenedSource, ...OpenedSource[]], judged: Judged): Promise<number> {
  const [{ generations }] = sources;
  const chosen = choose(judged, generations, o);
  if (chosen === undefined) {
    if (judged.forked) throw new Error('two newest states: choose one with --machine and --generation');
    throw new AppError('record.notFound');
  }
  const confirmed = confirmation(judged, chosen, o);
  return confirmed === undefined ? NOT_CONFIRMED : restoreInto(o.to, { sources, generation: chosen, confirmed, missing: o.missing });
}

async function run(o: Options): Promise<number> {
  const receipt = o.receipt === undefined ? null : parseReceipt(o.receipt);
  if (receipt === undefined) throw new AppError('restore.receiptWrong');
  const sources = await openBoth(o);
  const [source, other = null] = sources;
  const judged = judge(source, { anchor: undefined, receipt, other });
  const chosen = choose(judged, source.generations, o);
  for (const one of source.generations) console.log(show(one, one === chosen ? '>' : ' '));
  tellRefused(source);
  tellJudgement(judged);
  const { to } = o;
  return o.list || to === undefined ? 0 : restoreChosen({ ...o, to }, sources, judged);
}

function textOf(error: unknown): string {
  if (isAppError(error)) return wordsFor(error);
  const { code, path: file, message } = error as NodeJS.ErrnoException;
  if (error instanceof TypeError || code?.startsWith('ERR_PARSE') === true) return USAGE;
  return code === 'ENOENT' && file !== undefined ? `there is no file ${file}` : message;
}

/** Runs the command line; returns the exit code. */
export async function main(args: string[]): Promise<number> {
  try {
    const options = readOptions(args);
    if (options !== undefined) return await run(options);
    console.error(USAGE);
    return 64;
  } catch (error) {
    console.error(`ERROR: ${textOf(error)}`);
    return 1;
  }
}
