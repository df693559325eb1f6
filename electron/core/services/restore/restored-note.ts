import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import { v7 } from 'uuid';
import * as z from 'zod';

import { NumbersGiven } from '#shared/domain/backup/numbers.ts';
import { RestoreConfirmation } from '#shared/domain/backup/restore-offer.ts';
import type { ClinicPlace } from '../../clinic/clinic-place.ts';
import { writeDurably } from '../../clinic/durable-file.ts';
import type { OpenClinic } from '../../clinic/open-clinic.ts';
import type { Writer } from '../../db/handles.ts';
import type { Clock } from '../../ports/clock.ts';
import { forgetBegunRuns } from '../../repositories/backup-run.ts';
import { isRestoreLogged, LOG_TEXT_LIMIT, PROGRAM } from '../../repositories/log.ts';
import { passOverNumbers } from './pass-over-numbers.ts';

/** What has to be written into the restored clinic, which nobody could open when it was put in place. No secret, no patient data. */
export const RestoredNote = z.strictObject({
  generationId: z.string(), createdAt: z.string(), restoredAt: z.string(), equal: z.boolean(), logSeq: z.int(), keptAside: z.string().nullable(),
  /** Why two persons confirmed, and who they were; null when nothing asked for it. */
  confirmation: RestoreConfirmation.nullable().default(null),
  /** The last numbers of the database that was replaced; null when there was none or it could not be read. */
  numbers: NumbersGiven.nullable().default(null),
  lostPages: z.int().default(0),
  borrowedPages: z.int().default(0),
});
export type RestoredNote = z.infer<typeof RestoredNote>;

const NAME = 'restored.json';

/** Leaves word in a restored clinic's folder that it was restored, because nobody was signed in to log it. */
export const leaveNote = (clinicFolder: string, note: z.input<typeof RestoredNote>): Promise<void> => writeDurably(path.join(clinicFolder, NAME), JSON.stringify(RestoredNote.parse(note)));

/** What matters most comes first: the log keeps so many characters and no more. */
function textOf(note: RestoredNote): string {
  const { confirmation, lostPages, borrowedPages } = note;
  const lost = lostPages === 0 && borrowedPages === 0 ? '' : ` (${lostPages} pages lost, ${borrowedPages} from other backups)`;
  const by = confirmation === null ? '' : `; ${confirmation.persons.join(' + ')}, 2nd key ${confirmation.secondKey}`;
  return `${note.createdAt} -> ${note.restoredAt}, log ${note.logSeq}${note.equal ? '' : ', damaged'}${lost}${by}`;
}

async function writeDown(tx: Writer, note: RestoredNote, { clinic, clock }: { clinic: Pick<OpenClinic, 'log'>; clock: Clock }): Promise<void> {
  const reasonText = textOf(note).slice(0, LOG_TEXT_LIMIT);
  // The program ended between the transaction and the removal of the note: no second row, no second gap.
  if (await isRestoreLogged(tx, { generationId: note.generationId, reasonText })) return;
  await clinic.log.append(tx, PROGRAM, {
    action: 'RESTORE', category: 'system', outcome: note.equal ? 'ok' : 'failed', objectType: 'backup', objectId: note.generationId,
    reasonCode: note.confirmation === null ? null : `restore.${note.confirmation.reason}`, reasonText,
  });
  await forgetBegunRuns(tx);
  const passed = await passOverNumbers(tx, { ...note, at: clock.now().toISOString(), newId: v7 });
  for (const { series, first, last } of passed) {
    await clinic.log.append(tx, PROGRAM, { action: 'SETTINGS', category: 'money', objectType: 'numberSeries', objectId: series, reasonCode: 'restore.numbersPassedOver', reasonText: `${first}-${last}`, count: last - first + 1 });
  }
}

/**
 * Finishes a restore inside the restored database: the log goes on with a row about it, and numbers that may have been
 * given out after the backup are passed over. Call with the open database before anybody may use it; once is enough,
 * every sign-in may call it. True when there was something to write. Messages are held by `distrustRestored` (ADR 0007).
 */
export async function settleRestored(place: ClinicPlace, clinic: Pick<OpenClinic, 'db' | 'log'>, clock: Clock): Promise<boolean> {
  const file = path.join(place.clinicDir, NAME);
  let note: RestoredNote;
  try {
    note = RestoredNote.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return false; // none, which is the rule
  }
  await clinic.db.write(tx => writeDown(tx, note, { clinic, clock }));
  await rm(file, { force: true });
  return true;
}
