import * as z from 'zod';

import { DEFAULT_SIGNING_SETTINGS, SigningSettings } from '#shared/domain/journal/signing-rules.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import { findSetting, putSetting } from '../../repositories/setting.ts';
import type { JournalDeps } from './deps.ts';

const KEY = 'journal_signing';

/** How the clinic wants notes signed; what nobody has decided is as the program comes. */
export const readSigningSettings = async (db: Reader): Promise<SigningSettings> => (await findSetting(db, KEY, SigningSettings)) ?? DEFAULT_SIGNING_SETTINGS;

/** The clinic's choice of how notes are signed; leaves its row in the log. */
export async function saveSigningSettings(deps: JournalDeps, ctx: CallContext, settings: SigningSettings): Promise<Record<string, never>> {
  await deps.db.write(async tx => {
    await putSetting(tx, KEY, { value: settings, at: deps.clock.now().toISOString() });
    await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'setting', objectId: 'signing' });
  });
  deps.changed('signing');
  return {};
}

const OwnSigning = z.strictObject({ eachNote: z.boolean() });
const ownKey = (userId: string) => `journal_own_${userId}` as const;

/** What this person chose for themselves; nobody has to choose. */
export const readOwnSigning = async (db: Reader, userId: string): Promise<z.infer<typeof OwnSigning>> => (await findSetting(db, ownKey(userId), OwnSigning)) ?? { eachNote: false };

/** This person's own choice, within what the clinic allows. Theirs alone, so it leaves no row. */
export async function saveOwnSigning(deps: JournalDeps, ctx: CallContext, choice: z.infer<typeof OwnSigning>): Promise<Record<string, never>> {
  await deps.db.write(tx => putSetting(tx, ownKey(ctx.userId), { value: choice, at: deps.clock.now().toISOString() }));
  deps.changed('signing');
  return {};
}
