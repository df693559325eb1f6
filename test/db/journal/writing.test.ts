import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { REQUIRED_CONTENT } from '#shared/domain/journal/template.ts';
import { addPatient, practitionerFor, signedNote, startJournalClinic, withText, writeNote, type JournalClinic } from '#test/support/journal/journal-clinic.ts';

let clinic: JournalClinic;
let patientId: string;
beforeEach(async () => {
  clinic = await startJournalClinic();
  patientId = await addPatient(clinic.db);
});
afterEach(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

const refused = (code: string) => expect.objectContaining({ detail: expect.objectContaining({ code }) });
const versions = async (noteId: string) => (await clinic.db.reader.raw('SELECT no, kind, plain_text, created_at FROM note_version WHERE note_id = ? ORDER BY no', [noteId])) as { no: number; kind: string; plain_text: string; created_at: string }[];

describe('templates', () => {
  it('have a heading for each of the six things the law asks for (J-02)', async () => {
    const eva = await clinic.as('practitioner');
    const templates = await eva.journal.templates({});
    expect(templates.map(t => t.name.sv)).toEqual(['Besöksanteckning', 'Nybesök', 'Telefonkontakt', 'Systemanteckning', 'Information före estetisk behandling']);
    for (const template of templates.filter(t => t.noteType !== 'system')) {
      expect(new Set(template.headings.map(h => h.covers).filter(Boolean))).toEqual(new Set(REQUIRED_CONTENT));
      for (const heading of template.headings) expect(heading.title.en).not.toBe('');
    }
  });

  it('offer reception only the administrative note', async () => {
    const rut = await clinic.as('receptionist');
    expect((await rut.journal.templates({})).map(t => t.id)).toEqual(['system']);
  });
});

describe('saving', () => {
  it('keeps a version at the first save, then one a minute while typing, and one on leaving', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await writeNote(eva, patientId, { text: 'Ett' });
    let revision = note.revision;
    const save = async (text: string, keep = false) => {
      clinic.clock.advance(2_000);
      const answer = await eva.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: revision, content: withText(note.content, 'diagnosis', text), eventTime: note.eventTime, key: v7(), keep });
      revision = answer.revision;
      return answer.version;
    };
    expect(await save('Ett två')).toBeNull();
    expect(await save('Ett två tre')).toBeNull();
    clinic.clock.advance(60_000);
    expect(await save('Ett två tre fyra')).toBe(2);
    expect(await save('Ett två tre fyra fem')).toBeNull();
    expect(await save('Ett två tre fyra fem sex', true)).toBe(3);
    expect((await versions(note.noteId)).map(v => v.plain_text.split('\n').at(-1))).toEqual(['Ett', 'Ett två tre fyra', 'Ett två tre fyra fem sex']);
  });

  it('keeps the text before when much of it is deleted at once: nothing written is lost', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await writeNote(eva, patientId, { text: 'Kort' });
    const long = 'Patienten beskriver smärta. '.repeat(20);
    const first = await eva.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: note.revision, content: withText(note.content, 'diagnosis', long), eventTime: note.eventTime, key: v7() });
    expect(first.version).toBeNull();
    await expect(clinic.db.write(tx => tx.raw("UPDATE note_draft SET content = '', characters = 0"))).rejects.toThrow();
    await expect(clinic.db.write(tx => tx.raw('DELETE FROM note_draft'))).rejects.toThrow();
    await eva.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: first.revision, content: withText(note.content, 'diagnosis', 'x'), eventTime: note.eventTime, key: v7() });
    expect((await versions(note.noteId)).some(v => v.plain_text.includes(long.trim()))).toBe(true);
  });

  it('answers the same save twice with the same revision', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await writeNote(eva, patientId);
    const again = { patientId, noteId: note.noteId, baseRevision: note.revision, content: withText(note.content, 'plan', 'Sjukgymnastik'), eventTime: note.eventTime, key: v7() };
    const first = await eva.journal.saveDraft(again);
    expect((await eva.journal.saveDraft(again)).revision).toBe(first.revision);
  });

  it('keeps both texts when two windows wrote, and refuses the second', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await writeNote(eva, patientId);
    const save = (text: string) => eva.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: note.revision, content: withText(note.content, 'plan', text), eventTime: note.eventTime, key: v7() });
    await save('Från fönster ett');
    await expect(save('Från fönster två')).rejects.toEqual(refused('record.changedMeanwhile'));
    const texts = (await versions(note.noteId)).map(v => v.plain_text).join('\n');
    expect(texts).toContain('Från fönster ett');
    expect(texts).toContain('Från fönster två');
  });

  it('keeps text that arrives after the note was signed elsewhere', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await signedNote(eva, patientId);
    await expect(
      eva.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: note.revision, content: withText(note.content, 'plan', 'Sent skrivet'), eventTime: note.eventTime, key: v7() }),
    ).rejects.toEqual(refused('journal.signed'));
    expect((await versions(note.noteId)).at(-1)?.plain_text).toContain('Sent skrivet');
    // An autosave that was on its way while the note was signed says nothing new.
    const kept = (await versions(note.noteId)).length;
    await expect(
      eva.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: note.revision, content: withText(note.content, 'plan', 'Sent skrivet'), eventTime: note.eventTime, key: v7() }),
    ).rejects.toEqual(refused('journal.signed'));
    expect(await versions(note.noteId)).toHaveLength(kept);
    expect((await eva.journal.timeline({ patientId })).entries[0]?.text).not.toContain('Sent skrivet');
  });

  it('leaves one log row a save, without any of the text (A-02, A-04)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await writeNote(eva, patientId, { text: 'KANARIE-4711' });
    const rows = (await clinic.db.reader.raw("SELECT * FROM audit_event WHERE action = 'NOTE_DRAFT' AND object_id = ?", [note.noteId])) as object[];
    expect(rows.length).toBeGreaterThanOrEqual(1);
    expect(rows.at(-1)).toMatchObject({ patient_id: patientId, object_type: 'note', object_version: 1, outcome: 'ok', actor_id: eva.userId });
    expect(JSON.stringify(await clinic.db.reader.raw('SELECT * FROM audit_event'))).not.toContain('KANARIE');
  });

  it('gives an untouched blank note again instead of making another', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const first = await eva.journal.create({ patientId, templateId: 'visit', language: 'sv' });
    const second = await eva.journal.create({ patientId, templateId: 'visit', language: 'sv' });
    expect(second.noteId).toBe(first.noteId);
    expect((await eva.journal.timeline({ patientId })).entries).toEqual([]);
  });

  it('gives what a killed program left behind its version when the next session opens', async () => {
    const { keepAbandonedDrafts } = await import('#electron/core/services/journal/keep-version.ts');
    const eva = await practitionerFor(clinic, patientId);
    const note = await writeNote(eva, patientId);
    await eva.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: note.revision, content: withText(note.content, 'plan', 'Hann sparas'), eventTime: note.eventTime, key: v7() });
    const { PROGRAM } = await import('#electron/core/repositories/log.ts');
    expect(await keepAbandonedDrafts(clinic.deps, (tx, entry) => clinic.log.append(tx, PROGRAM, entry))).toBe(1);
    expect((await versions(note.noteId)).at(-1)?.plain_text).toContain('Hann sparas');
    expect(await keepAbandonedDrafts(clinic.deps, (tx, entry) => clinic.log.append(tx, PROGRAM, entry))).toBe(0);
  });
});

describe('times and authors', () => {
  it('show both the time of the event and of writing, and say when it was written afterwards (J-04)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    await signedNote(eva, patientId, { eventTime: '2026-11-21T10:00:00.000Z' });
    const [entry] = (await eva.journal.timeline({ patientId })).entries;
    expect(entry).toMatchObject({ eventTime: '2026-11-21T10:00:00.000Z', late: true, status: 'signed' });
    expect(entry?.enteredAt?.slice(0, 10)).toBe('2026-11-22');
  });

  it('come from the program and cannot be changed, not even with SQL (J-03)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await signedNote(eva, patientId);
    const [entry] = (await eva.journal.timeline({ patientId })).entries;
    expect(entry).toMatchObject({ authorId: eva.userId, authorTitle: 'Läkare', enteredAt: clinic.clock.now().toISOString() });
    for (const change of ["author_name = 'Någon annan'", "created_at = '2020-01-01T00:00:00.000Z'", "patient_id = 'x'", "event_time = '2020-01-01T00:00:00.000Z'", "entered_at = '2020-01-01T00:00:00.000Z'"]) {
      await expect(clinic.db.write(tx => tx.raw(`UPDATE note SET ${change} WHERE id = ?`, [note.noteId])), change).rejects.toThrow();
    }
  });

  it('belong to one patient: asking for the note under another finds nothing (J-01)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const other = await addPatient(clinic.db, { familyName: 'Berg' });
    await eva.journal.stateReason({ patientId: other, reasonCode: 'takesPartInCare' });
    const note = await signedNote(eva, patientId);
    await expect(eva.journal.get({ patientId: other, noteId: note.noteId })).rejects.toEqual(refused('record.notFound'));
    await expect(clinic.db.write(tx => tx.raw('UPDATE note SET patient_id = NULL WHERE id = ?', [note.noteId]))).rejects.toThrow();
  });
});
