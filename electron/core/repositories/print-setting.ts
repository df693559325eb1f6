import type { PrintSettingDraft } from '#shared/domain/prints/print-setting.ts';
import type { ErrorCode } from '#shared/kernel/app-error.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

/** All the clinic decided about papers and calendar files, secrets included: for services, never for a screen as it is. */
export interface StoredPrintSetting extends PrintSettingDraft {
  readonly version: number;
  readonly sheetPassword: string | null;
  readonly feedFolder: string | null;
}

interface SettingRow {
  version: number; address: string; phone: string; card_text: string; card_shows_service: number; sheet_folder: string | null; sheet_days: number;
  sheet_with_phone: number; sheet_password: string | null; feed_folder: string | null;
}

/** What the clinic has chosen for its prints. The sheet’s password is among it: never give this to a screen as it is. Errors: record.notFound in a damaged file. */
export async function readPrintSetting(db: Reader): Promise<StoredPrintSetting> {
  const [row] = (await db.raw("SELECT * FROM print_setting WHERE id = 'clinic'")) as SettingRow[];
  if (!row) throw new AppError('record.notFound');
  return {
    version: row.version, address: row.address, phone: row.phone, cardText: row.card_text, cardShowsService: row.card_shows_service === 1, sheetFolder: row.sheet_folder,
    sheetDays: row.sheet_days, sheetWithPhone: row.sheet_with_phone === 1, sheetPassword: row.sheet_password, feedFolder: row.feed_folder,
  };
}

/** Name, address lines, phone and organisation number of the clinic: the sender of every letter, receipt and card. */
export interface PrintedClinic {
  readonly name: string;
  readonly addressLines: readonly string[];
  readonly phone: string;
  readonly organisationNumber: string;
}

/** The clinic as it stands on paper, under the name it is open with. */
export async function findPrintedClinic(db: Reader, name: string): Promise<PrintedClinic> {
  const [row] = (await db.raw("SELECT coalesce((SELECT organisation_number FROM clinic), '') AS number, address, phone FROM print_setting WHERE id = 'clinic'")) as {
    number: string; address: string; phone: string;
  }[];
  const lines = (row?.address ?? '').split('\n').filter(line => line.trim() !== '');
  return { name, addressLines: lines, phone: row?.phone ?? '', organisationNumber: row?.number ?? '' };
}

const columnsOf = (draft: PrintSettingDraft) => ({
  address: draft.address, phone: draft.phone, card_text: draft.cardText, card_shows_service: draft.cardShowsService, sheet_folder: draft.sheetFolder,
  sheet_days: draft.sheetDays, sheet_with_phone: draft.sheetWithPhone,
});

/** Errors: record.changedMeanwhile. Returns the new version. */
export const savePrintSetting = (tx: Writer, version: number, draft: PrintSettingDraft, change: Change): Promise<number> => update(tx, version, columnsOf(draft), change);

/** Errors: record.changedMeanwhile. Returns the new version. */
export const saveFeedFolder = (tx: Writer, version: number, folder: string | null, change: Change): Promise<number> => update(tx, version, { feed_folder: folder }, change);

/** A new password is a change of its own, whatever somebody else is editing. */
export async function saveSheetPassword(tx: Writer, password: string, change: Change): Promise<void> {
  const { version } = await readPrintSetting(tx);
  await update(tx, version, { sheet_password: password }, change);
}

async function update(tx: Writer, version: number, columns: object, change: Change): Promise<number> {
  const count = await tx('print_setting').where({ id: 'clinic', version }).update({ ...columns, version: version + 1, changed_at: change.at, changed_by: change.by });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
  return version + 1;
}

/** How the newest attempt to write the emergency sheet went. Instants ISO UTC, `until` a calendar date. */
export interface SheetState {
  readonly writtenAt: string | null;
  readonly until: string | null;
  readonly triedAt: string | null;
  readonly problem: ErrorCode | null;
}

/** When the emergency sheet was last written, until when it reaches, and what went wrong at the last try. */
export async function readSheetState(db: Reader): Promise<SheetState> {
  const [row] = (await db.raw("SELECT written_at AS writtenAt, until, tried_at AS triedAt, problem FROM print_sheet WHERE id = 'clinic'")) as SheetState[];
  return row ?? { writtenAt: null, until: null, triedAt: null, problem: null };
}

/** Says how the last writing of the emergency sheet went. */
export async function saveSheetState(tx: Writer, state: SheetState): Promise<void> {
  await tx('print_sheet').where({ id: 'clinic' }).update({ written_at: state.writtenAt, until: state.until, tried_at: state.triedAt, problem: state.problem });
}
