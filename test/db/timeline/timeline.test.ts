import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { TimelineRow } from '#shared/contract/timeline.ts';
import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { addPatient, startJournalClinic, withText, type JournalClinic } from '#test/support/journal/journal-clinic.ts';

type TimelineUser = Awaited<ReturnType<JournalClinic['as']>>;
let clinic: JournalClinic;
let patientId: string;
let eva: TimelineUser;
beforeEach(async () => {
  clinic = await startJournalClinic();
  patientId = await addPatient(clinic.db);
  eva = await clinic.as('practitioner');
  await eva.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
});
afterEach(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

async function write(user: TimelineUser, { of = patientId, text = 'Lumbago.', eventTime, sign = true }: { of?: string; text?: string; eventTime?: string; sign?: boolean } = {}): Promise<string> {
  const { noteId, draft } = await user.journal.create({ patientId: of, templateId: 'visit', language: 'sv', ...(eventTime ? { eventTime } : {}) });
  const { revision } = await user.journal.saveDraft({ patientId: of, noteId, baseRevision: draft.revision, content: withText(draft.content, 'diagnosis', text), eventTime: draft.eventTime, key: v7() });
  if (sign) await user.journal.sign({ patientId: of, noteId, revision });
  return noteId;
}
async function correct(user: TimelineUser, noteId: string, text: string): Promise<void> {
  const draft = await user.journal.correct({ patientId, noteId, reason: 'Fel sida' });
  const { revision } = await user.journal.saveDraft({ patientId, noteId, baseRevision: draft.revision, content: withText(draft.content, 'diagnosis', text), eventTime: draft.eventTime, key: v7() });
  await user.journal.sign({ patientId, noteId, revision });
}
const rowsOf = async (user: TimelineUser, options: { limit?: number; withStruck?: boolean } = {}): Promise<TimelineRow[]> => (await user.timeline.entries({ patientId, ...options })).rows;

async function bookVisit(start: string, status = 'booked'): Promise<string> {
  const id = v7();
  const at = '2026-11-01T08:00:00.000Z';
  await clinic.db.write(async tx => {
    const service = { id: 'service', name: 'Nybesök läkare', duration_min: 30, buffer_before_min: 0, buffer_after_min: 0, price_minor: 0, vat_code: 'exempt', colour: 'petrol', needs: '{}', rules: '{}', version: 1, changed_at: at };
    await tx('service').insert(service).onConflict('id').ignore();
    const end = new Date(Date.parse(start) + 1_800_000).toISOString();
    await tx('appointment').insert({ id, service_id: 'service', patient_id: patientId, start_utc: start, end_utc: end, block_start_utc: start, block_end_utc: end, tz: 'Europe/Stockholm', status, created_at: at, version: 1, changed_at: at });
  });
  return id;
}

describe('the time line of a patient', () => {
  it('holds notes, visits had and planned, and warnings begun and ended, newest first by when they happened (J-04, J-05, K-21)', async () => {
    await bookVisit('2026-12-01T09:00:00.000Z');
    await bookVisit('2026-11-20T09:00:00.000Z', 'done');
    const note = await write(eva, { eventTime: '2026-11-20T09:10:00.000Z' });
    await clinic.db.write(async tx => {
      const at = '2026-11-10T10:00:00.000Z';
      await tx('warning').insert({ id: v7(), patient_id: patientId, kind: 'hypersensitivity', severity: 'harmful', text: 'Penicillin', source: 'patient', ended_at: '2026-11-21T10:00:00.000Z', ended_by: eva.userId, end_reason: 'Utredd', created_at: at, created_by: eva.userId, changed_at: at, changed_by: eva.userId });
    });
    const rows = await rowsOf(eva);
    expect(rows.map(row => [row.kind, row.at.slice(0, 10), row.mark])).toEqual([
      ['visit', '2026-12-01', 'booked'], ['warning', '2026-11-21', 'ended'], ['note', '2026-11-20', 'signed'], ['visit', '2026-11-20', 'done'], ['warning', '2026-11-10', 'harmful'],
    ]);
    expect(rows[2]).toMatchObject({ id: note, late: true, note: { entry: { text: expect.stringContaining('Lumbago.'), late: true } } });
    expect(rows[1]).toMatchObject({ title: 'Penicillin', detail: 'Utredd' });
    expect(rows[0]?.title).toBe('Nybesök läkare');
  });

  it('comes whole page by page, nothing twice and nothing left out, also when much happened at the same moment', async () => {
    const same = '2026-11-20T09:00:00.000Z';
    for (let n = 0; n < 4; n += 1) {
      await bookVisit(same, 'done');
      await write(eva, { eventTime: same, text: `Besök ${n}` });
    }
    await bookVisit('2026-11-19T09:00:00.000Z', 'noShow');
    const whole = await rowsOf(eva, { limit: 100 });
    expect(whole).toHaveLength(9);
    for (const limit of [1, 2, 3, 5]) {
      const paged: TimelineRow[] = [];
      let before: Awaited<ReturnType<TimelineUser['timeline']['entries']>>['next'] = null;
      for (let page = 0; page < 20; page += 1) {
        const answer: Awaited<ReturnType<TimelineUser['timeline']['entries']>> = await eva.timeline.entries({ patientId, before, limit });
        paged.push(...answer.rows);
        before = answer.next;
        if (!before) break;
      }
      expect(paged.map(row => row.id)).toEqual(whole.map(row => row.id));
    }
  });

  it('shows corrections in force, gives the struck text only when asked, and additions with their note (J-08)', async () => {
    const noteId = await write(eva, { text: 'Höger knä.' });
    await correct(eva, noteId, 'Vänster knä.');
    const addition = await eva.journal.add({ patientId, noteId, title: 'Provsvar' });
    const { revision } = await eva.journal.saveDraft({ patientId, noteId, baseRevision: addition.revision, content: withText(addition.content, 'addition', 'CRP 12.'), eventTime: addition.eventTime, key: v7() });
    await eva.journal.sign({ patientId, noteId, revision });
    const [plain] = await rowsOf(eva);
    expect(plain?.note).toMatchObject({ entry: { text: expect.stringContaining('Vänster knä.'), corrections: 1, additions: 1 }, added: expect.stringContaining('CRP 12.'), struck: '' });
    expect(JSON.stringify(plain)).not.toContain('Höger');
    const [asked] = await rowsOf(eva, { withStruck: true });
    expect(asked?.note?.struck).toContain('Höger knä.');
  });

  it('takes measurements and codes out of the notes they stand in (K-20)', async () => {
    const { noteId, draft } = await eva.journal.create({ patientId, templateId: 'visit', language: 'sv' });
    const inline = [
      { type: 'measurement', attrs: { kind: 'bloodPressure', label: 'Blodtryck', value: '120/80', unit: 'mmHg' } }, { type: 'text', text: ' och ' },
      { type: 'measurement', attrs: { kind: 'weight', label: 'Vikt', value: '72', unit: 'kg' } }, { type: 'text', text: ' ' }, { type: 'code', attrs: { system: 'ICD-10-SE', version: '2026', code: 'M54.5', text: 'Lumbago' } },
    ] as const;
    const content: NoteContent = { ...draft.content, sections: draft.content.sections.map(section => (section.key === 'status' ? { ...section, doc: { type: 'doc', content: [{ type: 'paragraph', content: [...inline] }] } } : section)) };
    const { revision } = await eva.journal.saveDraft({ patientId, noteId, baseRevision: draft.revision, content, eventTime: draft.eventTime, key: v7() });
    expect((await rowsOf(eva)).map(row => row.kind)).toEqual(['note']);
    await eva.journal.sign({ patientId, noteId, revision });
    const rows = await rowsOf(eva);
    expect(rows.find(row => row.kind === 'measurement')).toMatchObject({ id: noteId, title: 'Blodtryck 120/80 mmHg · Vikt 72 kg' });
    expect(rows.find(row => row.kind === 'note')?.note?.codes).toEqual([{ system: 'ICD-10-SE', code: 'M54.5', text: 'Lumbago' }]);
  });

  it('asks for a reason without a care relation, and is logged before it answers (J-13, A-01)', async () => {
    await write(eva);
    const ove = await clinic.as('practitioner');
    await expect(ove.timeline.entries({ patientId })).rejects.toEqual(expect.objectContaining({ detail: expect.objectContaining({ code: 'auth.reasonRequired' }) }));
    await eva.timeline.entries({ patientId });
    const rows = (await clinic.db.reader.raw("SELECT patient_id, actor_id FROM audit_event WHERE action = 'NOTE_LIST'")) as { patient_id: string; actor_id: string }[];
    expect(rows.at(-1)).toEqual({ patient_id: patientId, actor_id: eva.userId });
  });

  it('tells reception that a note exists and nothing of what it says, added or struck, and no measurements (J-13)', async () => {
    const noteId = await write(eva, { text: 'Hemlig diagnos.' });
    await correct(eva, noteId, 'Hemlig rättelse.');
    const rut = await clinic.as('receptionist');
    const rows = await rowsOf(rut, { withStruck: true });
    expect(rows.map(row => [row.kind, row.mark])).toEqual([['note', 'hidden']]);
    expect(JSON.stringify(rows)).not.toContain('Hemlig');
  });
});

describe('at a hundred thousand patients', () => {
  it('every question goes by an index, the search by the index of words and then by keys', async () => {
    const seen: string[] = [];
    const reader = clinic.db.reader as unknown as { on: (event: 'query', take: (query: { sql: string }) => void) => void };
    reader.on('query', ({ sql }) => seen.push(sql));
    await eva.timeline.entries({ patientId, withStruck: true });
    await eva.journalSearch.stateReason({ reasonCode: 'ownPatient' });
    for (const order of ['newest', 'best'] as const) await eva.journalSearch.search({ text: 'lumbago', order });
    const asked = [...new Set(seen.filter(sql => sql.startsWith('SELECT') && /note|appointment a|warning|attachment|medication|treatment_given/.test(sql)))];
    expect(asked.length).toBeGreaterThan(8);
    for (const sql of asked) {
      const plan = ((await clinic.db.reader.raw(`EXPLAIN QUERY PLAN ${sql.replaceAll('?', "''")}`)) as { detail: string }[]).map(row => row.detail);
      const scans = plan.filter(detail => detail.startsWith('SCAN') && !/VIRTUAL TABLE|json_each|CONSTANT ROW|^SCAN (v|m|\(subquery-\d+\))( |$)/.test(detail));
      // The newest five hundred versions are read by their keys, from the end.
      if (sql.includes('ORDER BY id DESC LIMIT 500')) continue;
      expect(scans, `${sql.slice(0, 120)}\n${plan.join('\n')}`).toEqual([]);
    }
  });
});
