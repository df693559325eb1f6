import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import * as z from 'zod';

import { writeDurably } from '../../clinic/durable-file.ts';
import type { ClinicPlace } from '../../clinic/clinic-place.ts';
import type { Database } from '../../db/database.ts';
import { type AccessLog, PROGRAM } from '../../repositories/log.ts';

const RestoredNote = z.strictObject({ generationId: z.string(), createdAt: z.string(), restoredAt: z.string(), equal: z.boolean(), logSeq: z.int(), keptAside: z.string().nullable() });
export type RestoredNote = z.infer<typeof RestoredNote>;

const NAME = 'restored.json';

/** Leaves word in a restored clinic's folder that it was restored, because nobody was signed in to log it. */
export const leaveNote = (clinicFolder: string, note: RestoredNote): Promise<void> => writeDurably(path.join(clinicFolder, NAME), JSON.stringify(note));

/** Writes the restore into the log of the clinic that was restored; call after each sign-in. True when there was something to write. */
export async function logRestore(place: ClinicPlace, db: Database, log: AccessLog): Promise<boolean> {
  const file = path.join(place.clinicDir, NAME);
  let note: RestoredNote;
  try {
    note = RestoredNote.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return false; // none, which is the rule
  }
  await db.write(tx => log.append(tx, PROGRAM, {
    action: 'RESTORE', category: 'system', outcome: note.equal ? 'ok' : 'failed', objectType: 'backup', objectId: note.generationId,
    reasonText: `${note.createdAt} -> ${note.restoredAt}, log ${note.logSeq}${note.equal ? '' : ', damaged'}`,
  }));
  await rm(file, { force: true });
  return true;
}
