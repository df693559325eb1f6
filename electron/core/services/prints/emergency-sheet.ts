import { join } from 'node:path';

import { SHEET_EVERY_MINUTES, SHEET_FILE, type SheetStatus } from '#shared/domain/prints/print-setting.ts';
import { addDays, dateAt } from '#shared/domain/agenda/zone.ts';
import { writeDurably } from '../../clinic/durable-file.ts';
import { renderEmergencySheet } from '../../pdf/day-list.ts';
import { readPrintSetting, readSheetState, saveSheetState } from '../../repositories/print-setting.ts';
import { fileProblem, requireFolder } from '../outside-folder.ts';
import { createRefresher, type Refresher } from '../refresher.ts';
import { countOf, practitionersOf, printedDays } from './day-list.ts';
import type { PrintsDeps } from './deps.ts';

const MINUTE_MS = 60_000;

/** Keeps the emergency sheet up to date while somebody is signed in (C-15). */
export const sheetRefresher = (deps: PrintsDeps): Refresher =>
  createRefresher({
    nowMs: () => deps.clock.monotonicMs(), after: deps.after, work: () => writeSheet(deps),
    settleMs: 5000, everyMs: SHEET_EVERY_MINUTES * MINUTE_MS, atLeastMs: 60 * MINUTE_MS,
  });

/** How old the sheet is and whether it can be relied on. */
export async function sheetStatus({ db }: Pick<PrintsDeps, 'db'>): Promise<SheetStatus> {
  const setting = await readPrintSetting(db.reader);
  const { writtenAt, until, triedAt, problem } = await readSheetState(db.reader);
  if (setting.sheetFolder === null || setting.sheetPassword === null) return { state: 'off', writtenAt: null, until: null, problem: null };
  const state = triedAt === null ? 'waiting' : problem === null ? 'ok' : 'failed';
  return { state, writtenAt, until, problem };
}

/**
 * Replaces the sheet in the clinic's folder; nothing plain touches a disk. Its log row comes before the file, as for
 * every print. A failure is kept as the sheet's state and is not thrown. Does nothing while the sheet is off.
 */
async function writeSheet(deps: PrintsDeps): Promise<void> {
  const { db, clock } = deps;
  const setting = await readPrintSetting(db.reader);
  const { sheetFolder: folder, sheetPassword: password } = setting;
  if (folder === null || password === null) return;
  const now = clock.now();
  const reference = deps.newId();
  const before = await readSheetState(db.reader);
  try {
    await requireFolder(folder, deps.dataDir);
    const from = dateAt(now.getTime(), deps.clinic.timeZone);
    const language = await deps.language();
    const days = await printedDays(deps, { from, days: setting.sheetDays + 1, practitioners: await practitionersOf(db.reader, []), language });
    const { pdf } = await renderEmergencySheet({
      days, password, language, withPhone: setting.sheetWithPhone, timeZone: deps.clinic.timeZone, clinic: deps.clinic.name, printedAt: now.toISOString(), reference,
    });
    await db.write(tx => deps.logOwn(tx, { action: 'PRINT', category: 'appointment', objectType: 'emergencySheet', objectId: reference, count: countOf(days), reasonCode: 'emergencySheet' }));
    await writeDurably(join(folder, SHEET_FILE), pdf);
    await db.write(tx => saveSheetState(tx, { writtenAt: now.toISOString(), until: addDays(from, setting.sheetDays), triedAt: now.toISOString(), problem: null }));
  } catch (error) {
    await db.write(tx => saveSheetState(tx, { ...before, triedAt: now.toISOString(), problem: fileProblem(error) }));
  }
  deps.changed('prints');
}
