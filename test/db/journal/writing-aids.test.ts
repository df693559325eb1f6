import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';

import { journal } from '#shared/contract/journal.ts';
import { phrases } from '#shared/contract/phrases.ts';
import { writing } from '#shared/contract/writing.ts';
import type { InlineNode } from '#shared/domain/journal/inline.ts';
import { MEASURED_SQL } from '#electron/core/repositories/note-measurement.ts';
import { dropPresenceOf } from '#electron/core/repositories/note-presence.ts';
import { PHRASES_SQL } from '#electron/core/repositories/phrase.ts';
import { createJournalService } from '#electron/core/services/journal/journal-service.ts';
import { createPhrasesService } from '#electron/core/services/phrases/phrases-service.ts';
import { createWritingService } from '#electron/core/services/writing/writing-service.ts';
import { startTestClinic } from '#test/support/harness.ts';
import { addPatient, softwareSigner } from '#test/support/journal/journal-clinic.ts';

const start = () =>
  startTestClinic({ journal, phrases, writing }, deps => ({
    journal: createJournalService({ ...deps, signer: softwareSigner(deps.clock.now) }), phrases: createPhrasesService(deps), writing: createWritingService(deps),
  }));
type Clinic = Awaited<ReturnType<typeof start>>;
let clinic: Clinic;
let [eva, bo]: Awaited<ReturnType<Clinic['as']>>[] = [];
let patientId: string;

beforeAll(async () => {
  clinic = await start();
  [eva, bo] = [await clinic.as('practitioner'), await clinic.as('practitioner')];
  patientId = await addPatient(clinic.db);
  for (const person of [eva, bo]) await person?.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
});
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});
const people = () => ({ eva: eva as NonNullable<typeof eva>, bo: bo as NonNullable<typeof bo> });
const draft = (abbreviation: string, body: string) => ({ abbreviation, title: '', body });
const refusal = (code: string) => expect.objectContaining({ detail: expect.objectContaining({ code }) });

describe('phrases (complaint 13)', () => {
  it('are one’s own or the clinic’s; a colleague’s are seen and copied, not changed', async () => {
    const { eva, bo } = people();
    const own = await eva.phrases.save({ id: null, version: 0, scope: 'own', draft: draft('ua', 'Utan anmärkning.') });
    await eva.phrases.save({ id: null, version: 0, scope: 'clinic', draft: draft('info', 'Muntlig information given.') });
    expect((await bo.phrases.list({})).map(one => [one.scope, one.abbreviation])).toEqual([['clinic', 'info']]);
    await expect(bo.phrases.save({ id: own.id, version: 1, scope: 'own', draft: draft('ua', 'x') })).rejects.toEqual(refusal('record.notFound'));
    await expect(bo.phrases.remove({ id: own.id, version: 1 })).rejects.toEqual(refusal('record.notFound'));
    expect(await bo.phrases.colleagues({})).toEqual([{ userId: eva.userId, name: expect.any(String) as string, count: 1 }]);
    const theirs = await bo.phrases.ofColleague({ userId: eva.userId });
    expect(await bo.phrases.importMany({ scope: 'own', phrases: theirs.map(one => draft(one.abbreviation, one.body)), replace: false })).toEqual({ added: 1, replaced: 0, skipped: [] });
    expect(await bo.phrases.importMany({ scope: 'own', phrases: [draft('UA', 'Annat.')], replace: false })).toEqual({ added: 0, replaced: 0, skipped: ['UA'] });
  });

  it('have one abbreviation each, are changed by one at a time, and come back when removed by mistake', async () => {
    const { eva } = people();
    const { id } = await eva.phrases.save({ id: null, version: 0, scope: 'own', draft: draft('rtg', 'Remiss röntgen.') });
    await expect(eva.phrases.save({ id: null, version: 0, scope: 'own', draft: draft('RTG', 'x') })).rejects.toEqual(refusal('phrases.taken'));
    await eva.phrases.save({ id, version: 1, scope: 'own', draft: draft('rtg', 'Remiss slätröntgen.') });
    await expect(eva.phrases.save({ id, version: 1, scope: 'own', draft: draft('rtg', 'x') })).rejects.toEqual(refusal('record.changedMeanwhile'));
    const removed = await eva.phrases.remove({ id, version: 2 });
    expect((await eva.phrases.list({})).some(one => one.id === id)).toBe(false);
    await eva.phrases.restore(removed);
    expect((await eva.phrases.list({})).find(one => one.id === id)?.body).toBe('Remiss slätröntgen.');
    const history = (await clinic.db.reader.raw(`SELECT json_extract(old, '$.body') AS body FROM record_history WHERE table_name = 'phrase' AND row_id = ? ORDER BY version`, [id])) as { body: string }[];
    expect(history.map(one => one.body)).toEqual(['Remiss röntgen.', 'Remiss slätröntgen.', 'Remiss slätröntgen.']);
    for (const sql of ['DELETE FROM phrase', `INSERT OR REPLACE INTO phrase SELECT id, owner_id, abbreviation, abbreviation_fold, title, 'x', removed_at, version, changed_at, changed_by FROM phrase LIMIT 1`]) {
      await expect(clinic.db.write(tx => tx.raw(sql))).rejects.toThrow();
    }
  });

  it('and measurements go by an index among any number', async () => {
    const plan = async (sql: string, values: unknown[]) => ((await clinic.db.reader.raw(`EXPLAIN QUERY PLAN ${sql}`, values as string[])) as { detail: string }[]).map(row => row.detail).join('; ');
    expect(await plan(PHRASES_SQL, [''])).toContain('USING INDEX phrase_of_owner');
    expect(await plan(MEASURED_SQL, [patientId, 'x', 5])).toContain('USING INDEX note_of_patient');
  });
});

describe('writing', () => {
  it('two in one note see each other, and a killed window is forgotten (complaint 6)', async () => {
    const { eva, bo } = people();
    const { noteId } = await eva.journal.create({ patientId, templateId: 'visit', language: 'sv' });
    expect(await eva.writing.here({ patientId, noteId })).toEqual({ others: [] });
    const met = await bo.writing.here({ patientId, noteId });
    expect(met.others.map(one => [one.userId, one.isSelf])).toEqual([[eva.userId, false]]);
    expect((await eva.writing.others({ patientId, noteId })).others.map(one => one.userId)).toEqual([bo.userId]);
    await bo.writing.away({ noteId });
    expect((await eva.writing.others({ patientId, noteId })).others).toEqual([]);
    clinic.clock.advance(31_000);
    expect((await bo.writing.others({ patientId, noteId })).others).toEqual([]);
    await eva.writing.here({ patientId, noteId });
    expect((await bo.writing.others({ patientId, noteId })).others).toHaveLength(1);
    // What signing in does: an ended program's presence is no other window.
    await clinic.db.write(tx => dropPresenceOf(tx, eva.userId));
    expect((await bo.writing.others({ patientId, noteId })).others).toEqual([]);
  });

  it('lists what was measured, newest first, from the text in force alone', async () => {
    const { eva } = people();
    const value = (text: string): InlineNode => ({ type: 'measurement', attrs: { kind: 'weight', label: 'Vikt', value: text, unit: 'kg' } });
    for (const [eventTime, texts] of [['2026-11-20T09:00:00.000Z', ['80']], ['2026-11-21T09:00:00.000Z', ['78', '77,5']]] as const) {
      const { noteId, draft: begun } = await eva.journal.create({ patientId, templateId: 'phone', language: 'sv', eventTime });
      const sections = begun.content.sections.map((section, at) => (at === 0 ? { ...section, doc: { type: 'doc' as const, content: [{ type: 'paragraph' as const, content: texts.map(value) }] } } : section));
      await eva.journal.saveDraft({ patientId, noteId, baseRevision: 0, content: { ...begun.content, sections }, eventTime, key: v7() });
    }
    expect((await eva.writing.measurements({ patientId })).map(one => `${one.eventTime.slice(0, 10)} ${one.label} ${one.value} ${one.unit}`)).toEqual(['2026-11-21 Vikt 78 kg', '2026-11-21 Vikt 77,5 kg', '2026-11-20 Vikt 80 kg']);
    const stranger = await clinic.as('practitioner');
    await expect(stranger.writing.measurements({ patientId })).rejects.toEqual(refusal('auth.reasonRequired'));
  });

  it('follows templates that an administrator changes by new versions; notes keep theirs (J-02)', async () => {
    const { eva } = people();
    const admin = await clinic.as('administrator');
    const headings = [{ key: 'status', title: { sv: 'Status', en: 'Findings' }, covers: null }];
    const base = { noteType: 'visit' as const, name: { sv: 'Laser', en: 'Laser' }, headings, professions: ['other' as const], serviceIds: [], active: true };
    const made = await admin.writing.saveTemplate({ id: null, version: 0, draft: base });
    expect(await eva.writing.suggestion({ patientId })).toEqual({ templateId: made.id });
    const { noteId, draft: begun } = await eva.journal.create({ patientId, templateId: made.id, language: 'en' });
    expect(begun.content.template).toEqual({ id: made.id, version: 1 });
    await expect(admin.writing.saveTemplate({ id: made.id, version: 0, draft: base })).rejects.toEqual(refusal('record.changedMeanwhile'));
    await admin.writing.saveTemplate({ id: made.id, version: 1, draft: { ...base, active: false } });
    expect((await eva.journal.templates({})).find(one => one.id === made.id)).toMatchObject({ version: 2, active: false });
    await expect(eva.journal.create({ patientId, templateId: made.id, language: 'sv' })).rejects.toEqual(refusal('record.notFound'));
    expect((await eva.journal.get({ patientId, noteId })).draft?.content.template.version).toBe(1);
    expect(await eva.writing.suggestion({ patientId })).toEqual({ templateId: 'visit' });
  });
});
