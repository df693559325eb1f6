import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';

import { DUE_SQL } from '#electron/core/repositories/recall.ts';
import { agendaClinic, monday } from '#test/contract/agenda/clinic.ts';

let ruleId: string;
const { clinic, at } = agendaClinic({ ordinary: false, ready: async clinic => {
  ruleId = (await clinic.admin.recalls.saveRule({ id: null, version: 0, serviceId: clinic.services.returnVisit, months: 12, active: true })).id;
} });

/** A return visit that was made, from booking to done. */
async function made(patientId: string, time = '09:00') {
  const { id } = await clinic.book(at(time), { patientId });
  await clinic.reception.agenda.checkIn({ id, version: 1, identityProof: null });
  await clinic.reception.agenda.setStatus({ id, version: 2, status: 'inTreatment' });
  await clinic.reception.agenda.setStatus({ id, version: 3, status: 'done' });
  return id;
}
const ofPatient = (patientId: string) => clinic.reception.recalls.ofPatient({ patientId });
const due = (until: string, status: 'toCall' | 'called' | 'unreachable' = 'toCall') => clinic.reception.recalls.due({ until, status });
const address = (patientId: string, street = 'Storgatan 1') => clinic.db.write(tx =>
  tx('address').insert({
    id: v7(), patient_id: patientId, kind: 'home', street, care_of: '', post_code: '123 45', city: 'Staden', country: 'SE', version: 1, created_at: at('09:00'), created_by: clinic.reception.userId, changed_at: at('09:00'), changed_by: clinic.reception.userId,
  }),
);

describe('C-12 twelve months after the last visit', () => {
  it('puts the patient on the list twelve months after a done visit, and not a day before', async () => {
    const patientId = await clinic.addPatient();
    await made(patientId);
    const dueDate = `${Number(at('09:00').slice(0, 4)) + 1}${at('09:00').slice(4, 10)}`;
    expect(await ofPatient(patientId)).toMatchObject([{ dueDate, status: 'toCall', byRule: true, serviceId: clinic.services.returnVisit }]);
    const dayBefore = new Date(Date.parse(`${dueDate}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    expect((await due(dayBefore)).map(row => row.patientId)).not.toContain(patientId);
    expect((await due(dueDate)).map(row => row.patientId)).toContain(patientId);
  });

  it('leaves the list by itself when a visit of that service is booked, comes back when it is cancelled, and counts from the next visit', async () => {
    const patientId = await clinic.addPatient();
    await made(patientId);
    const { id } = await clinic.book(at('09:00', 30), { patientId });
    expect(await ofPatient(patientId)).toMatchObject([{ status: 'booked' }]);
    await clinic.reception.agenda.cancel({ id, version: 1, reason: 'patientIll' });
    expect(await ofPatient(patientId)).toMatchObject([{ status: 'toCall' }]);
    await clinic.reception.agenda.undo({ id, version: 2 });
    expect(await ofPatient(patientId)).toMatchObject([{ status: 'booked' }]);
    await made(patientId, '11:00');
    expect((await ofPatient(patientId)).map(row => row.status)).toEqual(['booked']);
  });

  it('another service does not answer it', async () => {
    const patientId = await clinic.addPatient();
    await made(patientId);
    await clinic.book(at('09:00', 31), { patientId, serviceId: clinic.services.phone });
    expect(await ofPatient(patientId)).toMatchObject([{ status: 'toCall' }]);
  });

  it('a visit booked by name answers it when it gets its patient', async () => {
    const patientId = await clinic.addPatient();
    await made(patientId);
    const { id } = await clinic.book(at('10:00', 32), { walkIn: { name: 'Åsa', phone: '' } });
    await clinic.reception.agenda.linkPatient({ id, version: 1, patientId });
    expect(await ofPatient(patientId)).toMatchObject([{ status: 'booked' }]);
  });

  it('the patient’s own interval goes before the rule', async () => {
    const patientId = await clinic.addPatient();
    const draft = { patientId, serviceId: clinic.services.returnVisit, dueDate: at('09:00').slice(0, 10), repeatMonths: 3, note: '' };
    await clinic.reception.recalls.add({ draft });
    await expect(clinic.reception.recalls.add({ draft })).rejects.toMatchObject({ detail: { code: 'recalls.alreadyOpen' } });
    await made(patientId);
    const [next, first] = await ofPatient(patientId);
    expect(first).toMatchObject({ status: 'done' });
    expect(next).toMatchObject({ status: 'toCall', repeatMonths: 3 });
    expect(Date.parse(next?.dueDate ?? '') - Date.parse(at('00:00'))).toBeLessThan(95 * 86_400_000);
  });

  it('a single recall far ahead is left alone by a visit this week', async () => {
    const patientId = await clinic.addPatient();
    await clinic.reception.recalls.add({ draft: { patientId, serviceId: null, dueDate: at('09:00', 40).slice(0, 10), repeatMonths: null, note: '' } });
    await clinic.book(at('15:00'), { patientId });
    expect((await ofPatient(patientId)).map(row => row.status)).toContain('toCall');
  });

  it('a switched-off rule adds nobody', async () => {
    await clinic.admin.recalls.saveRule({ id: ruleId, version: 1, serviceId: clinic.services.returnVisit, months: 12, active: false });
    const patientId = await clinic.addPatient();
    await made(patientId);
    expect(await ofPatient(patientId)).toEqual([]);
    const turnedOn = await clinic.admin.recalls.saveRule({ id: ruleId, version: 2, serviceId: clinic.services.returnVisit, months: 12, active: true });
    expect(turnedOn).toMatchObject({ version: 3, added: 0 });
  });

  it('a new rule can take in those who were here before it', async () => {
    const [waits, booked] = [await clinic.addPatient({ familyName: 'Tidigare' }), await clinic.addPatient()];
    const phone = { serviceId: clinic.services.phone };
    for (const patientId of [waits, booked]) {
      const { id } = await clinic.book(monday('08:00'), { ...phone, patientId, overbook: true });
      await clinic.db.write(tx => tx('appointment').where({ id }).update({ status: 'done', start_utc: '2026-06-01T08:00:00.000Z', block_start_utc: '2026-06-01T08:00:00.000Z', end_utc: '2026-06-01T08:15:00.000Z', block_end_utc: '2026-06-01T08:15:00.000Z' }));
    }
    await clinic.book(at('14:00'), { ...phone, patientId: booked });
    const saved = await clinic.admin.recalls.saveRule({ id: null, version: 0, ...phone, months: 6, active: true, includeEarlier: 24 });
    expect(saved.added).toBe(1);
    expect(await ofPatient(waits)).toMatchObject([{ dueDate: '2026-12-01', status: 'toCall' }]);
    expect(await ofPatient(booked)).toEqual([]);
  });
});

describe('C-12 working through the list', () => {
  const single = async (extra: { protection?: 'protected'; familyName?: string } = {}) => {
    const patientId = await clinic.addPatient(extra);
    const { id } = await clinic.reception.recalls.add({ draft: { patientId, serviceId: clinic.services.treatment, dueDate: '2026-11-01', repeatMonths: null, note: '' } });
    return { id, patientId };
  };

  it('to call → called → unreachable → declined, each step counted, dated and logged', async () => {
    const { id, patientId } = await single();
    await clinic.reception.recalls.call({ rows: [{ id, version: 1 }], channel: 'phone' });
    expect(await ofPatient(patientId)).toMatchObject([{ status: 'called', channel: 'phone', calls: 1, calledAt: clinic.clock.now().toISOString() }]);
    await clinic.reception.recalls.settle({ id, version: 2, as: 'unreachable' });
    expect((await due('2026-12-31', 'unreachable')).map(row => row.id)).toContain(id);
    await clinic.reception.recalls.settle({ id, version: 3, as: 'declined' });
    expect(await clinic.rows(`SELECT reason_code AS why FROM audit_event WHERE action = 'RECALL' AND patient_id = ? AND object_id = ? ORDER BY seq`, [patientId, id])).toEqual(
      ['added', 'called phone', 'unreachable', 'declined'].map(why => ({ why })),
    );
    await expect(clinic.reception.recalls.settle({ id, version: 3, as: 'toCall' })).rejects.toMatchObject({ detail: { code: 'record.changedMeanwhile' } });
  });

  it('calls many at once or none', async () => {
    const [one, two] = [await single(), await single()];
    await expect(clinic.reception.recalls.call({ rows: [{ id: one.id, version: 1 }, { id: two.id, version: 9 }], channel: 'letter' })).rejects.toMatchObject({ detail: { code: 'record.changedMeanwhile' } });
    expect(await ofPatient(one.patientId)).toMatchObject([{ status: 'toCall', calls: 0 }]);
  });

  it('leaves out who has died', async () => {
    const { id, patientId } = await single();
    await clinic.db.write(tx => tx('patient').where({ id: patientId }).update({ deceased_on: '2026-11-02' }));
    expect((await due('2026-12-31')).map(row => row.id)).not.toContain(id);
  });

  it('prints a letter each, page by page, that names no service, and leaves out protected identities and those without an address (G-11)', async () => {
    const [one, two, hidden, homeless] = [await single({ familyName: 'Brevlund' }), await single({ familyName: 'Postberg' }), await single({ familyName: 'Dold', protection: 'protected' }), await single()];
    for (const { patientId } of [one, two, hidden]) await address(patientId);
    const rows = [one, two, hidden, homeless].map(({ id }) => ({ id, version: 1 }));
    const answer = await clinic.reception.recalls.letters({ rows, language: 'sv' });
    expect(answer).toMatchObject({ letters: 2, leftOut: [{ id: hidden.id, because: 'protected' }, { id: homeless.id, because: 'noAddress' }] });
    const file = join(clinic.dir, 'letters.pdf');
    writeFileSync(file, Buffer.from(answer.pdf ?? '', 'base64'));
    const pages = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\f');
    expect(pages[0]).toContain('Åsa Brevlund');
    expect(pages[0]).toContain('Storgatan 1');
    expect(pages[0]).toContain('Det är dags för ett nytt besök hos oss.');
    expect(pages[0]).not.toContain('Postberg');
    expect(pages[1]).toContain('Åsa Postberg');
    expect(pages.join('')).not.toMatch(/Behandling|Dold/);
    expect(await ofPatient(one.patientId)).toMatchObject([{ status: 'called', channel: 'letter' }]);
    expect(await ofPatient(hidden.patientId)).toMatchObject([{ status: 'toCall' }]);
    expect(await clinic.rows(`SELECT reason_code AS why FROM audit_event WHERE action = 'PRINT' AND patient_id = ?`, [one.patientId])).toEqual([{ why: 'recallLetter' }]);
  });

  it('names the service when the clinic says so, and makes no paper when nobody can get one', async () => {
    const one = await single();
    await address(one.patientId);
    const answer = await clinic.reception.recalls.letters({ rows: [{ id: one.id, version: 1 }], language: 'en', namesService: true });
    const file = join(clinic.dir, 'letter.pdf');
    writeFileSync(file, Buffer.from(answer.pdf ?? '', 'base64'));
    expect(execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' })).toContain('next visit with us: Behandling.');
    const none = await single({ protection: 'protected' });
    expect(await clinic.reception.recalls.letters({ rows: [{ id: none.id, version: 1 }], language: 'sv' })).toMatchObject({ pdf: null, letters: 0 });
  });

  it('counts what is due, a page goes on where the last one ended, and the list goes by its index', async () => {
    const before = await clinic.reception.recalls.counts({ until: '2026-11-01' });
    await single();
    expect((await clinic.reception.recalls.counts({ until: '2026-11-01' })).toCall).toBe(before.toCall + 1);
    const all = await due('2026-12-31');
    const page = await clinic.reception.recalls.due({ until: '2026-12-31', limit: 2 });
    const next = await clinic.reception.recalls.due({ until: '2026-12-31', limit: 2, after: { dueDate: page[1]?.dueDate ?? '', id: page[1]?.id ?? '' } });
    expect([...page, ...next].map(row => row.id)).toEqual(all.slice(0, 4).map(row => row.id));
    const plan = await clinic.rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${DUE_SQL}`, ['toCall', '2026-12-31', '', '', 100]);
    expect(plan.map(step => step.detail).join('\n')).toMatch(/SEARCH c USING INDEX recall_due/);
    expect(plan.map(step => step.detail).join('\n')).not.toMatch(/SCAN/);
  });

  it('is refused to those who may not set rules, and the names on it to those who only set rules', async () => {
    await expect(clinic.admin.recalls.due({ until: '2026-12-31' })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    await expect(clinic.admin.waiting.list({})).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    await expect(clinic.reception.recalls.saveRule({ id: null, version: 0, serviceId: clinic.services.laser, months: 12, active: true })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
  });
});
