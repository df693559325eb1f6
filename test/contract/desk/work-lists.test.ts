import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';

import { unfinishedBefore, unlinkedSince, workSql } from '#electron/core/repositories/desk-lists.ts';
import { ALL_CLOSED_SQL, OWN_CLOSED_SQL } from '#electron/core/repositories/desk-rebook.ts';

import { startDeskClinic, type DeskClinic } from './clinic.ts';

const names = (rows: readonly { readonly name: string }[]): string[] => rows.map(row => row.name);
let clinic: DeskClinic;
beforeAll(async () => {
  clinic = await startDeskClinic();
});
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

/** A note by somebody for a patient from a moment, with its first version or only begun. */
async function write(authorId: string, patientId: string, eventTime: string, kept: boolean, signerId = authorId): Promise<void> {
  const id = v7();
  await clinic.db.write(async tx => {
    await tx.raw(
      `INSERT INTO note (id, patient_id, author_id, author_name, author_title, signer_id, note_type, template_id, created_at, event_time) VALUES (?, ?, ?, 'A', 'L', ?, 'visit', 'visit', ?, ?)`,
      [id, patientId, authorId, signerId, eventTime, eventTime],
    );
    if (!kept) return;
    await tx.raw(
      `INSERT INTO note_version (note_id, no, kind, author_id, author_name, author_title, created_at, event_time, digest, plain_text, record) VALUES (?, 1, 'draft', ?, 'A', 'L', ?, ?, ?, 'x', '{}')`,
      [id, authorId, eventTime, eventTime, 'a'.repeat(64)],
    );
  });
}

describe('visits without note (C-06: "done" without a note appears in "visits without note")', () => {
  it('lists what the practitioner finished and did not write about, by calendar day in the clinic, and only to them', async () => {
    const { book, walk, addPatient, anna, bo } = clinic;
    clinic.clock.set('2026-11-23T07:30:00.000Z');
    const people = await Promise.all(['Aa', 'Bb', 'Cc', 'Dd', 'Ee'].map(name => addPatient(name)));
    const visits = [];
    for (const [index, patientId] of people.entries()) visits.push(await book(`2026-11-23T${String(8 + index).padStart(2, '0')}:00:00.000Z`, { patientId, outsideHours: true }));
    for (const visit of visits.slice(0, 4)) await walk(visit.id, 1, 'arrived', 'inTreatment', 'done');
    const [aa = '', bb = '', cc = '', dd = ''] = people;
    await write(anna.userId, aa, '2026-11-23T16:00:00.000Z', true);
    await write(anna.userId, bb, '2026-11-23T22:30:00.000Z', true); // half past eleven the same evening
    await write(anna.userId, cc, '2026-11-23T23:30:00.000Z', true); // half past midnight: another day
    await write(anna.userId, dd, '2026-11-23T11:00:00.000Z', false); // opened, nothing in it
    expect(names(await anna.desk.withoutNote({}))).toEqual(['Cc, Åsa', 'Dd, Åsa']);
    expect(await bo.desk.withoutNote({})).toEqual([]);
    expect((await anna.desk.counts({})).withoutNote).toEqual({ count: 2, oldest: '2026-11-23T10:00:00.000Z' });
    await expect(clinic.reception.desk.withoutNote({})).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
  });

  it('a note that a colleague wrote for the practitioner to sign is enough', async () => {
    const [cc] = (await clinic.anna.desk.withoutNote({})).map(visit => visit.patientId);
    await write(clinic.bo.userId, cc ?? '', '2026-11-23T10:30:00.000Z', true, clinic.anna.userId);
    expect(names(await clinic.anna.desk.withoutNote({}))).toEqual(['Dd, Åsa']);
  });

  it('those who lead see how much each practitioner has left, and no patient (4C 3)', async () => {
    const answer = await clinic.admin.desk.followUp({});
    expect(answer).toEqual([{ userId: clinic.anna.userId, name: expect.any(String) as string, withoutNote: { count: 1, oldest: '2026-11-23T11:00:00.000Z' }, unsigned: { count: 0, oldest: null } }]);
    expect((await clinic.admin.desk.counts({})).followUp?.count).toBe(1);
    expect(JSON.stringify(answer)).not.toContain('Åsa');
  });
});

describe('what nobody finished', () => {
  it('lists visits of days gone by that are booked, arrived or in treatment, and none of today', async () => {
    const { book, walk, addPatient, boId } = clinic;
    clinic.clock.set('2026-11-24T07:30:00.000Z');
    const left = await book('2026-11-24T08:00:00.000Z', { patientId: await addPatient('Kvar'), column: boId });
    const asleep = await book('2026-11-24T09:00:00.000Z', { patientId: await addPatient('Glömd'), column: boId });
    const over = await book('2026-11-24T10:00:00.000Z', { patientId: await addPatient('Färdig'), column: boId });
    await walk(left.id, 1, 'arrived', 'inTreatment');
    await walk(over.id, 1, 'noShow');
    const before = await clinic.reception.desk.unfinished({});
    expect(names(before)).not.toContain('Kvar, Åsa');
    clinic.clock.set('2026-11-25T06:00:00.000Z');
    const after = await clinic.reception.desk.unfinished({});
    expect(names(after)).toEqual([...names(before), 'Kvar, Åsa', 'Glömd, Åsa']);
    expect(names(await clinic.bo.desk.unfinished({ own: true }))).toEqual(['Kvar, Åsa', 'Glömd, Åsa']);
    expect((await clinic.bo.desk.counts({ own: true })).unfinished).toEqual({ count: 2, oldest: '2026-11-24T08:00:00.000Z' });
    await clinic.walk(asleep.id, 1, 'noShow');
    expect(names(await clinic.bo.desk.unfinished({ own: true }))).toEqual(['Kvar, Åsa']);
  });
});

describe('visits that need another time', () => {
  it('lists those in an absence, on a closed day, and given up without a new time; a new time takes them off', async () => {
    const { book, walk, addPatient, reception, admin, boId } = clinic;
    const monday = '2026-12-07';
    const patientId = await addPatient('Nytid');
    await book(`${monday}T08:00:00.000Z`, { patientId: await addPatient('Semester'), column: boId });
    await book('2026-12-08T08:00:00.000Z', { patientId: await addPatient('Stängt') });
    const givenUp = await book('2026-12-09T08:00:00.000Z', { patientId });
    await book('2026-12-10T08:00:00.000Z', { patientId: await addPatient('Står kvar') });
    await walk(givenUp.id, 1, 'rescheduled');
    const away = (date: string, resourceId: string | null, kind: 'vacation' | 'holiday', label: string) =>
      admin.schedule.saveAbsence({ resourceId, from: { date, time: '00:00' }, to: { date, time: '23:59' }, kind, label });
    await away(monday, boId, 'vacation', '');
    await away('2026-12-08', null, 'holiday', 'Konferens');
    const rows = await reception.desk.toRebook({});
    expect(rows.map(row => [row.name, row.reason, row.absence, row.label])).toEqual([
      ['Semester, Åsa', 'absence', 'vacation', ''], ['Stängt, Åsa', 'clinicClosed', 'holiday', 'Konferens'], ['Nytid, Åsa', 'rescheduled', null, ''],
    ]);
    expect(names(await clinic.bo.desk.toRebook({ own: true }))).toEqual(['Semester, Åsa']);
    clinic.clock.advance(60_000);
    await book('2026-12-16T08:00:00.000Z', { patientId });
    expect(names(await reception.desk.toRebook({}))).toEqual(['Semester, Åsa', 'Stängt, Åsa']);
    expect((await reception.desk.counts({})).toRebook).toEqual({ count: 2, oldest: `${monday}T08:00:00.000Z` });
  });

  it('a visit put into an absence on purpose afterwards stays where it is', async () => {
    clinic.clock.advance(60_000);
    await clinic.book('2026-12-07T09:00:00.000Z', { patientId: await clinic.addPatient('Ändå'), column: clinic.boId, outsideHours: true });
    expect(names(await clinic.reception.desk.toRebook({}))).not.toContain('Ändå, Åsa');
  });

  it('a booked visit on a holiday the clinic is closed on is listed with the name of the day', async () => {
    // Put there while the clinic was open that day, as when the setting changes afterwards: the flag of intent is missing.
    const { id } = await clinic.book('2027-01-06T08:00:00.000Z', { patientId: await clinic.addPatient('Trettondag'), outsideHours: true });
    await clinic.db.write(async tx => {
      await tx.raw('DROP TRIGGER appointment_event_never_update');
      await tx.raw('UPDATE appointment_event SET outside_hours = 0 WHERE appointment_id = ?', [id]);
    });
    const row = (await clinic.reception.desk.toRebook({})).find(visit => visit.id === id);
    expect(row).toMatchObject({ reason: 'clinicClosed', absence: 'holiday', label: 'Trettondedag jul' });
  });

  it('lists everything booked with a practitioner who left', async () => {
    await clinic.db.write(tx => tx.raw(`UPDATE user_account SET status = 'closed', version = version + 1 WHERE id = ?`, [clinic.anna.userId]));
    const rows = await clinic.reception.desk.toRebook({});
    expect(rows.filter(row => row.reason === 'gone').map(row => row.name)).toContain('Står kvar, Åsa');
    await clinic.db.write(tx => tx.raw(`UPDATE user_account SET status = 'active', version = version + 1 WHERE id = ?`, [clinic.anna.userId]));
  });
});

describe('C-08: booked by name', () => {
  it('stands on the list until a patient is linked, without the phone that was given', async () => {
    const visit = await clinic.book('2026-12-11T08:00:00.000Z', { name: 'Sven på telefon' });
    const rows = await clinic.reception.desk.unlinked({});
    expect(names(rows)).toEqual(['Sven på telefon']);
    expect(JSON.stringify(rows)).not.toContain('0701740605');
    await clinic.reception.agenda.linkPatient({ id: visit.id, version: 1, patientId: await clinic.addPatient('Svensson') });
    expect(await clinic.reception.desk.unlinked({})).toEqual([]);
  });
});

describe('every list goes by an index (100,000 patients, 1,000,000 visits)', () => {
  it.each([
    ['unfinished', workSql(unfinishedBefore('x')), ['x', '1'], 'appointment_unfinished'],
    ['unlinked', workSql(unlinkedSince('x')), ['x', '1'], 'appointment_by_name'],
    ['in an absence', OWN_CLOSED_SQL, ['[]', 'x'], 'PRIMARY KEY'],
    ['on a closed day', ALL_CLOSED_SQL, ['[]', 'x'], 'PRIMARY KEY'],
  ] as const)('%s', async (_name, sql, bindings, index) => {
    const plan = await clinic.plan(sql, bindings);
    expect(plan).toContain(index);
    expect(plan).not.toMatch(/SCAN (a|ar|p|s|e|own)\b/);
  });
});
