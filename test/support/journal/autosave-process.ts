import { v7 } from 'uuid';

import { richTextOf } from '#shared/domain/journal/rich-text.ts';
import { permissionsOf } from '#shared/domain/permissions.ts';
import type { CallContext } from '#electron/core/api/context.ts';
import { openDatabase } from '#electron/core/db/database.ts';
import { migrate } from '#electron/core/db/migrate.ts';
import { systemClock } from '#electron/core/ports/clock.ts';
import { openAccessLog } from '#electron/core/repositories/log.ts';
import { createJournalService } from '#electron/core/services/journal/journal-service.ts';

// Runs in a process of its own that is killed while it works: a clinic, one practitioner, one note, saved without end.
const [file, key] = process.argv.slice(2) as [string, string];
const db = await openDatabase({ file, mode: 'create', getKeyHex: () => key });
await migrate(db);
const log = await openAccessLog(db, { clock: systemClock, workstation: 'test', unit: 'test' });
const [userId, patientId] = [v7(), v7()];
const at = new Date().toISOString();
await db.write(async tx => {
  await tx('user_account').insert({ id: userId, name: 'Eva Lind', given_name: 'Eva', family_name: 'Lind', title: 'Läkare', profession: 'physician', status: 'active', roles: '["practitioner"]', changed_at: at, created_at: at });
  await tx('patient').insert({ id: patientId, family_name: 'Ek', given_name: 'Bo', family_fold: 'ek', given_fold: 'bo', sex: 'M', created_at: at, created_by: userId, changed_at: at, changed_by: userId });
});
const actor = { id: userId, hsaId: null, role: 'practitioner', sessionId: 's', origin: 'screen' };
const granted = permissionsOf(['practitioner']);
const ctx: CallContext = {
  userId, userName: 'Eva Lind', title: 'Läkare', hsaId: null, roles: ['practitioner'], sessionId: 's',
  may: permission => granted.has(permission), log: (tx, entry) => log.append(tx, actor, entry), logRead: entry => log.appendNow(actor, entry),
};
const journal = createJournalService({
  db, clock: systemClock, newId: v7, changed: () => undefined, clinic: { id: v7(), name: 'Prov', country: 'SE', timeZone: 'Europe/Stockholm', isDemo: true },
  signer: { sinceProofMs: () => null, means: () => 'none', prove: async () => Promise.reject(new Error('not used')), sign: async () => Promise.reject(new Error('not used')), verify: async () => Promise.reject(new Error('not used')) },
});
await journal.stateReason(ctx, { patientId, reasonCode: 'takesPartInCare', reasonText: '' });
const { noteId, draft } = await journal.create(ctx, { patientId, templateId: 'visit', language: 'sv' });
let text = '';
for (let saved = 1; ; saved += 1) {
  text += `rad ${saved}.\n`;
  const content = { ...draft.content, sections: draft.content.sections.map((section, index) => (index === 0 ? { ...section, doc: richTextOf(text) } : section)) };
  await journal.saveDraft(ctx, { patientId, noteId, baseRevision: saved - 1, content, eventTime: draft.eventTime, key: v7(), keep: false });
  process.send?.({ noteId, saved });
}
