import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { SHEET_FILE, type PrintSetting, type PrintSettingDraft } from '#shared/domain/prints/print-setting.ts';
import type { CallContext } from '../../api/context.ts';
import { readPrintSetting, savePrintSetting, saveSheetPassword, saveSheetState } from '../../repositories/print-setting.ts';
import { toCrockford } from '../../security/recovery-kit/crockford.ts';
import { requireFolder } from '../outside-folder.ts';
import type { PrintsDeps } from './deps.ts';

/** What screens may know of the print settings: that there is a password for the sheet, never which. */
export async function readSettings({ db }: Pick<PrintsDeps, 'db'>): Promise<PrintSetting> {
  const { sheetPassword, feedFolder: _other, ...setting } = await readPrintSetting(db.reader);
  return { ...setting, hasSheetPassword: sheetPassword !== null };
}

/** Errors: folder.*, record.changedMeanwhile. A sheet in a folder that is no longer the place is removed. */
export async function saveSettings(deps: PrintsDeps, ctx: CallContext, { version, draft }: { readonly version: number; readonly draft: PrintSettingDraft }) {
  const before = await readPrintSetting(deps.db.reader);
  const isMoved = draft.sheetFolder !== before.sheetFolder;
  if (isMoved && draft.sheetFolder !== null) await requireFolder(draft.sheetFolder, deps.dataDir);
  const change = { by: ctx.userId, at: deps.clock.now().toISOString() };
  const next = await deps.db.write(async tx => {
    const saved = await savePrintSetting(tx, version, draft, change);
    if (isMoved) await saveSheetState(tx, { writtenAt: null, until: null, triedAt: null, problem: null });
    await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'print_setting', objectId: 'clinic', objectVersion: saved, reasonCode: 'printSettings' });
    return saved;
  });
  if (isMoved && before.sheetFolder !== null) await rm(join(before.sheetFolder, SHEET_FILE), { force: true }).catch(() => undefined);
  deps.changed('prints', 'feeds');
  return { version: next };
}

const GROUP = /.{5}(?=.)/g;

/**
 * 100 random bits as `7kq2m-9xw4t-b3hcn-r5dgz`, to be typed as it stands. The PDF format hashes its password once, so
 * only one that cannot be guessed protects; therefore nobody may choose it.
 */
export const newPassword = (): string => toCrockford(randomBytes(13)).slice(0, 20).toLowerCase().replace(GROUP, '$&-');

/** The only time the password leaves core. */
export async function newSheetPassword(deps: PrintsDeps, ctx: CallContext): Promise<{ password: string }> {
  const password = newPassword();
  await deps.db.write(async tx => {
    await saveSheetPassword(tx, password, { by: ctx.userId, at: deps.clock.now().toISOString() });
    await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'print_setting', objectId: 'clinic', reasonCode: 'sheetPassword' });
  });
  deps.changed('prints', 'feeds');
  return { password };
}
