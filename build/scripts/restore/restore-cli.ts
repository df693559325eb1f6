import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { openStore } from '#electron/core/adapters/backup-store/open-store.ts';
import { generationOf } from '#electron/core/backup/engine/run-backup.ts';
import { beginExchange } from '#electron/core/backup/restore/adopt.ts';
import { openGenerations, recommendedOf, type OpenedGeneration } from '#electron/core/backup/restore/generations.ts';
import { stageRestore } from '#electron/core/backup/restore/stage.ts';
import { clinicPlace } from '#electron/core/clinic/clinic-place.ts';
import { systemClock } from '#electron/core/ports/clock.ts';
import { parseKit } from '#electron/core/security/recovery-kit/kit.ts';
import { inspectDatabase, readRestored } from '#electron/core/services/backup/database-source.ts';
import type { RestoreKeys } from '#electron/core/services/restore/open-with-card.ts';
import { findRepository } from '#electron/core/services/restore/restore-place.ts';
import { rebuildVault } from '#electron/core/services/restore/rebuild-vault.ts';
import { leaveNote } from '#electron/core/services/restore/restored-note.ts';
import { AfterExchange, anchorRestoredVault, finishRestore } from '#electron/core/services/restore/settle-restore.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { unlockWithCard } from './card-unlock.ts';

const USAGE = `npm run restore -- --from BACKUPFOLDER (--kit FILE | --kit - | --card) (--list | --to DATAFOLDER) [--generation N] [--machine M]

  --kit FILE    the recovery kit's text (scanned QR code) or its codes, typed in any manner; - reads it from standard input
  --card        an administrator's card in the reader; the PIN is asked for (--card-profile NAME for another card program)
  --to DIR      a new or empty folder; becomes a data folder the program can be started with
  --list        shows what there is and restores nothing
Exit code 0: restored and equal to the backup; 2: restored, but not equal (what is missing is listed); 1: not restored.`;

/** What each refusal means, for a technician; the program itself says it in the user's language. */
const WORDS: Readonly<Partial<Record<string, string>>> = {
  'restore.kitWrong': 'the kit does not belong to these backups, or is mistyped',
  'restore.cardWrong': 'this card cannot open these backups; use the kit or an administrator’s card',
  'restore.noBackups': 'there are no backups in that folder',
  'restore.signatureWrong': 'the backups are not signed by the clinic; somebody may have replaced them',
  'restore.diskFull': 'there is not enough room to restore',
  'backup.placeMissing': 'the backup folder does not exist or cannot be read',
  'backup.placeDamaged': 'the backups are damaged',
  'record.notFound': 'there is no such generation',
};

interface Options {
  readonly from: string;
  readonly to: string | undefined;
  readonly kit: string | undefined;
  readonly card: boolean;
  readonly cardProfile: string;
  readonly list: boolean;
  readonly generation: number | undefined;
  readonly machine: string | undefined;
}

function readOptions(args: string[]): Options | undefined {
  const { values } = parseArgs({
    args, strict: true,
    options: {
      from: { type: 'string' }, to: { type: 'string' }, kit: { type: 'string' }, card: { type: 'boolean' }, 'card-profile': { type: 'string' },
      list: { type: 'boolean' }, generation: { type: 'string' }, machine: { type: 'string' },
    },
  });
  const { from, kit, card = false, list = false, to, generation, machine } = values;
  if (from === undefined || (kit === undefined) !== card || (to === undefined && !list)) return undefined;
  return { from: path.resolve(from), to: to === undefined ? undefined : path.resolve(to), kit, card, cardProfile: values['card-profile'] ?? 'netid', list, generation: generation === undefined ? undefined : Number(generation), machine };
}

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

function choose(generations: readonly OpenedGeneration[], o: Options): OpenedGeneration | undefined {
  const fitting = generations.filter(({ manifest }) => (o.generation === undefined || manifest.seq === o.generation) && (o.machine === undefined || manifest.machineId === o.machine));
  return o.generation === undefined ? recommendedOf(fitting) : fitting[0];
}

async function requireEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new Error('the folder to restore to is not empty');
}

async function restoreInto(dataDir: string, generation: OpenedGeneration, keys: RestoreKeys, store: Awaited<ReturnType<typeof findRepository>>['store']): Promise<number> {
  await requireEmpty(dataDir);
  const place = clinicPlace(dataDir);
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const folder = path.join(dataDir, `restore-${stamp}`);
  const { manifest } = generation;
  const comparison = await stageRestore({
    store, manifest, identities: [keys.identity.reveal()], keyHex: keys.keyHex, folder, inspect: inspectDatabase,
    onProgress: ({ phase, done, total }) => process.stderr.write(`\r${phase} ${Math.floor((100 * done) / total)} %   `),
  });
  process.stderr.write('\n');
  const logHead = comparison.found?.logHead ?? manifest.logHead;
  if (comparison.vaultMissing) await rebuildVault(folder, { clinicId: manifest.clinicId, keyHex: keys.keyHex, clock: systemClock });
  await anchorRestoredVault(folder, { seq: manifest.seq, manifestSha256: generation.sha256, logHead });
  await leaveNote(folder, { generationId: generationOf(manifest).id, createdAt: manifest.createdAt, restoredAt: new Date().toISOString(), equal: comparison.equal, logSeq: logHead.seq, keptAside: null });
  const restored = await readRestored(path.join(folder, 'clinic.db'), keys.keyHex);
  const trust = AfterExchange.shape.trust.safeParse(restored?.trust);
  await beginExchange(place, { restored: path.basename(folder), keptAside: `old-${stamp}`, after: { clinic: restored?.clinic ?? null, trust: trust.success ? trust.data : null } });
  await finishRestore(place);
  if (comparison.equal) {
    console.log(`OK: ${place.database} is exactly the database that was backed up; every count is equal`);
    return 0;
  }
  if (comparison.vaultMissing) console.log('VAULT MISSING: no card opens this database; enrol an administrator’s card with the recovery kit on the sign-in screen');
  console.log(`DAMAGED: ${comparison.missingPageCount} pages missing (${comparison.missingPages.slice(0, 50).join(' ')}), ${comparison.damagedPages} damaged, ${comparison.structureProblems} structure problems`);
  return 2;
}

async function run(o: Options): Promise<number> {
  const { store, version } = await findRepository(o.from, openStore);
  const keys = o.kit === undefined
    ? await unlockWithCard({ store, clinicId: version.clinicId, profile: o.cardProfile })
    : parseKit(o.kit === '-' ? await readInput() : await readFile(o.kit, 'utf8'));
  const generations = await openGenerations({ store, identities: [keys.identity.reveal()], fingerprint: keys.signerFingerprint });
  const chosen = choose(generations, o);
  for (const one of generations) console.log(show(one, one === chosen ? '>' : ' '));
  if (o.list || o.to === undefined) return 0;
  if (chosen === undefined) throw new AppError('record.notFound');
  return restoreInto(o.to, chosen, keys, store);
}

/** Runs the command line; returns the exit code. */
export async function main(args: string[]): Promise<number> {
  try {
    const options = readOptions(args);
    if (options !== undefined) return await run(options);
    console.error(USAGE);
    return 64;
  } catch (error) {
    const words = isAppError(error) ? (WORDS[error.code] ?? error.code) : error instanceof TypeError || (error as { code?: string }).code?.startsWith('ERR_PARSE') === true ? USAGE : String((error as Error).message);
    console.error(`ERROR: ${words}`);
    return 1;
  }
}
