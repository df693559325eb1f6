import { existsSync } from 'node:fs';

import { v7 } from 'uuid';

import { noteToPlain } from '#shared/domain/journal/plain-text.ts';
import { richTextOf } from '#shared/domain/journal/rich-text.ts';
import { permissionsOf } from '#shared/domain/permissions.ts';
import type { CallContext } from '#electron/core/api/context.ts';
import { openDatabase } from '#electron/core/db/database.ts';
import { migrate } from '#electron/core/db/migrate.ts';
import { systemClock } from '#electron/core/ports/clock.ts';
import { openAccessLog } from '#electron/core/repositories/log.ts';
import { createJournalService } from '#electron/core/services/journal/journal-service.ts';

// The core of one life: opens the clinic's file, says what it holds of the note, and saves what it is sent until it is killed.
const [file, key, userId, patientId] = process.argv.slice(2) as [string, string, string, string];
const isNew = !existsSync(file);
const db = await openDatabase({ file, mode: isNew ? 'create' : 'readwrite', getKeyHex: () => key });
if (isNew) {
  await migrate(db);
  const at = new Date().toISOString();
  await db.write(async tx => {
    await tx('user_account').insert({ id: userId, name: 'Eva Lind', given_name: 'Eva', family_name: 'Lind', title: 'Läkare', profession: 'physician', status: 'active', roles: '["practitioner"]', changed_at: at, created_at: at });
    await tx('patient').insert({ id: patientId, family_name: 'Ek', given_name: 'Bo', family_fold: 'ek', given_fold: 'bo', sex: 'M', created_at: at, created_by: userId, changed_at: at, changed_by: userId });
  });
}
const log = await openAccessLog(db, { clock: systemClock, workstation: 'test', unit: 'test' });
const actor = { id: userId, hsaId: null, role: 'practitioner', sessionId: 's', origin: 'screen' };
const granted = permissionsOf(['practitioner']);
const ctx: CallContext = {
  userId, userName: 'Eva Lind', title: 'Läkare', hsaId: null, roles: ['practitioner'], sessionId: 's',
  may: permission => granted.has(permission), log: (tx, entry) => log.append(tx, actor, entry), logRead: entry => log.appendNow(actor, entry),
};
const unused = async () => Promise.reject(new Error('not used'));
const journal = createJournalService({
  db, clock: systemClock, newId: v7, changed: () => undefined, clinic: { id: patientId, name: 'Prov', country: 'SE', timeZone: 'Europe/Stockholm', isDemo: true },
  signer: { sinceProofMs: () => null, means: () => 'none', prove: unused, sign: unused, verify: unused },
});
if (isNew) await journal.stateReason(ctx, { patientId, reasonCode: 'takesPartInCare', reasonText: '' });
const [begun] = (await db.reader.raw('SELECT note_id AS noteId FROM note_draft')) as { noteId: string }[];
const noteId = begun?.noteId ?? (await journal.create(ctx, { patientId, templateId: 'visit', language: 'sv' })).noteId;
const { draft } = await journal.get(ctx, { patientId, noteId });
if (!draft) throw new Error('the note has a draft');
const [integrity] = (await db.reader.raw('PRAGMA integrity_check')) as { integrity_check: string }[];

process.on('message', ({ id, text, ...save }: { id: number; text: string; baseRevision: number; key: string; keep: boolean }) => {
  const content = { ...draft.content, sections: draft.content.sections.map((section, at) => (at === 0 ? { ...section, doc: richTextOf(text) } : section)) };
  journal.saveDraft(ctx, { patientId, noteId, content, eventTime: draft.eventTime, ...save }).then(
    answer => process.send?.({ id, answer }),
    (error: unknown) => process.send?.({ id, error: error instanceof Error ? error.message : 'unknown' }),
  );
});
process.send?.({ ready: true, revision: draft.revision, text: noteToPlain({ ...draft.content, sections: draft.content.sections.slice(0, 1) }).split('\n').slice(1).join('\n'), integrity: integrity?.integrity_check });
