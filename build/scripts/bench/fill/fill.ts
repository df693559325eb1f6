import { createHash, randomBytes } from 'node:crypto';
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync as openFile, readFileSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { MIGRATIONS } from '#electron/core/db/migrations/index.ts';
import { REBUILD_NOTE_INDEX } from '#electron/core/repositories/note-index.ts';
import { addAttachments } from './attachments.ts';
import { fillInBulk, openSync } from './bulk-file.ts';
import { makeBaseClinic } from './clinic.ts';
import { addJournal } from './journal.ts';
import { addLog } from './log.ts';
import { seededRandom } from './random.ts';
import { fillTimes, shapeOf, type FilledClinic, type FillKind } from './shape.ts';
import { addVisits } from './visits.ts';

export interface FilledFiles {
  readonly encrypted: string;
  readonly plain: string;
  readonly facts: FilledClinic;
}

export interface FillOptions {
  readonly folder: string;
  readonly patients: number;
  readonly kind?: FillKind;
  /** Also the copy without encryption that floor A reads; a kept clinic that has none is made anew for it. */
  readonly hasPlain?: boolean;
  /** Changes whenever the program that fills changes: then a kept file is made anew. */
  readonly fingerprint: string;
  readonly say: (line: string) => void;
}

/** A filled clinic as an encrypted and as a plain file. A kept one of the same size, schema and program is used again. */
export async function filledClinic(options: FillOptions): Promise<FilledFiles> {
  const stamp = createHash('sha256').update(`${options.patients} ${options.fingerprint} ${MIGRATIONS.length}`).digest('hex').slice(0, 12);
  const folder = path.join(options.folder, `fill-${options.patients}${options.kind && options.kind !== 'full' ? `-${options.kind}` : ''}-${stamp}`);
  const files = { encrypted: path.join(folder, 'clinic.db'), plain: path.join(folder, 'plain.db') };
  const factsFile = path.join(folder, 'facts.json');
  if (existsSync(factsFile) && (options.hasPlain === false || existsSync(files.plain))) {
    options.say(`Uses the filled clinic in ${folder}`);
    return { ...files, facts: JSON.parse(readFileSync(factsFile, 'utf8')) as FilledClinic };
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const facts = await fill(files, options);
  writeFileSync(factsFile, JSON.stringify(facts));
  return { ...files, facts };
}

async function fill(files: { encrypted: string; plain: string }, { patients, kind, hasPlain = true, say }: FillOptions): Promise<FilledClinic> {
  const started = performance.now();
  const keyHex = randomBytes(32).toString('hex');
  const shape = shapeOf(patients, kind);
  const input = { file: files.encrypted, keyHex, shape, times: fillTimes(new Date()), random: seededRandom(20_260_101) };
  const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const base = await makeBaseClinic(input);
  say(`Filled: ${shape.patients} patients (${seconds()})`);
  const weeks = fillInBulk(files.encrypted, keyHex, db => {
    const mondays = addVisits(db, input, base);
    say(`Filled: ${shape.visits} visits (${seconds()})`);
    addJournal(db, input, base);
    say(`Filled: ${shape.versions} journal versions (${seconds()})`);
    for (const statement of REBUILD_NOTE_INDEX) db.exec(statement);
    say(`Filled: the index of their words (${seconds()})`);
    addLog(db, input, base);
    say(`Filled: ${shape.logRows} log rows (${seconds()})`);
    addAttachments(db, input, base);
    if (shape.attachments > 0) say(`Filled: ${shape.attachments} photographs (${seconds()})`);
    return mondays;
  });
  if (hasPlain) {
    decrypt(files.encrypted, files.plain, keyHex);
    say(`Filled: the same clinic without encryption (${seconds()})`);
  }
  return {
    shape, keyHex, clinicId: base.clinicId, practitioners: base.practitioners, practitionerResources: base.practitionerResources, serviceIds: base.serviceIds,
    heavyPatient: base.patientIds[0] ?? '', samples: base.samples, weeks, fillSeconds: (performance.now() - started) / 1000,
    encryptedBytes: statSync(files.encrypted).size, plainBytes: hasPlain ? statSync(files.plain).size : 0,
  };
}

/** A copy without encryption, for floor A. Its pages are as full as they can be, which flatters that floor a little. */
function decrypt(encrypted: string, plain: string, keyHex: string): void {
  copyFileSync(encrypted, plain);
  const db = openSync(plain, keyHex);
  for (const pragma of ['journal_mode = DELETE', 'synchronous = OFF', "rekey = ''", 'journal_mode = WAL']) db.pragma(pragma);
  db.close();
  if (!isPlain(plain)) throw new Error('the plain copy is still encrypted');
}

function isPlain(file: string): boolean {
  const start = Buffer.alloc(15);
  const handle = openFile(file, 'r');
  readSync(handle, start, 0, start.length, 0);
  closeSync(handle);
  return start.toString('latin1') === 'SQLite format 3';
}
