import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';

import { agendaClinic } from './clinic.ts';

const { clinic, at } = agendaClinic();
const before = (instant: string, hours: number) => new Date(Date.parse(instant) - hours * 3_600_000).toISOString();
const adult = () => clinic.addPatient({ birthDate: '1980-01-01' });
const inform = (patientId: string, informedAt: string, serviceId = clinic.services.injection) =>
  clinic.anna.agenda.recordInformation({ id: v7(), patientId, serviceId, informedAt, how: 'inPerson' });
const bookInjection = (patientId: string, time: string) => clinic.book(at(time), { serviceId: clinic.services.injection, patientId });

/** The clock stands at Sunday; information can only lie in the past, so the clock goes to the week of the test. */
const goTo = (instant: string) => clinic.clock.set(instant);

describe('J-23 information and thinking time before an injection', () => {
  it('refuses a booking 24 hours after the information, says when it may be, and there is no way past', async () => {
    const patientId = await adult();
    goTo(at('08:00'));
    await inform(patientId, before(at('14:00'), 24));
    await expect(bookInjection(patientId, '14:00')).rejects.toMatchObject({ detail: { code: 'agenda.thinkingTime', params: { days: 2, earliest: `${before(at('14:00'), -24).slice(0, 10)} 14:00` } } });
    await expect(clinic.book(at('14:00'), { serviceId: clinic.services.injection, patientId, overbook: true, outsideHours: true, overHold: true })).rejects.toMatchObject({ detail: { code: 'agenda.thinkingTime' } });
  });

  it('takes it at exactly two days and not a minute earlier', async () => {
    const patientId = await adult();
    goTo(at('08:00'));
    await inform(patientId, before(at('14:00'), 48));
    await expect(bookInjection(patientId, '13:55')).rejects.toMatchObject({ detail: { code: 'agenda.thinkingTime' } });
    await bookInjection(patientId, '14:00');
  });

  it('refuses when nothing is documented, for this service, and for somebody booked by name only', async () => {
    const patientId = await adult();
    goTo(at('08:00'));
    await inform(patientId, before(at('14:00'), 100), clinic.services.laser);
    await expect(bookInjection(patientId, '14:00')).rejects.toMatchObject({ detail: { code: 'agenda.informationMissing', params: { days: 2 } } });
    await expect(clinic.book(at('14:00'), { serviceId: clinic.services.injection, walkIn: { name: 'Nils', phone: '' } })).rejects.toMatchObject({ detail: { code: 'agenda.informationMissing' } });
  });

  it('refuses to move the visit to before the thinking time is over', async () => {
    const patientId = await adult();
    goTo(at('08:00'));
    await inform(patientId, before(at('14:00'), 48));
    const { id } = await bookInjection(patientId, '15:00');
    await expect(clinic.reception.agenda.move({ id, version: 1, start: { instant: at('13:00') } })).rejects.toMatchObject({ detail: { code: 'agenda.thinkingTime' } });
    await clinic.reception.agenda.move({ id, version: 1, start: { instant: at('14:00') } });
  });

  it('tells before a time is chosen what is missing and from when it is lawful', async () => {
    const patientId = await adult();
    goTo(at('08:00'));
    const ask = () => clinic.reception.agenda.rulesFor({ serviceId: clinic.services.injection, patientId });
    expect(await ask()).toEqual({ thinkingDays: 2, earliest: null, minimumAge: 18, isTooYoung: false, identityMissing: true });
    const { earliest } = await inform(patientId, before(at('14:00'), 48));
    expect(earliest).toBe(at('14:00'));
    expect(await ask()).toMatchObject({ earliest: at('14:00') });
  });

  it('is documented by practitioners only, never in the future, and a mistake is withdrawn, both readable', async () => {
    const patientId = await adult();
    goTo(at('08:00'));
    const id = v7();
    const row = { id, patientId, serviceId: clinic.services.injection, informedAt: before(at('14:00'), 90), how: 'video' as const };
    await expect(clinic.reception.agenda.recordInformation(row)).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    await expect(inform(patientId, at('09:00'))).rejects.toMatchObject({ detail: { code: 'input.invalid', params: { field: 'informedAt' } } });
    await clinic.anna.agenda.recordInformation(row);
    await clinic.anna.agenda.recordInformation(row);
    await clinic.anna.agenda.withdrawInformation({ id, patientId });
    await expect(bookInjection(patientId, '14:00')).rejects.toMatchObject({ detail: { code: 'agenda.informationMissing' } });
    expect(await clinic.reception.agenda.information({ patientId })).toMatchObject([{ id, how: 'video', withdrawn: true }]);
    await expect(clinic.db.write(tx => tx.raw('UPDATE treatment_information SET informed_at = informed_at'))).rejects.toMatchObject({ code: 'constraint' });
    await expect(clinic.db.write(tx => tx.raw('DELETE FROM treatment_information'))).rejects.toMatchObject({ code: 'constraint' });
    const logged = await clinic.rows<{ reason_code: string }>(`SELECT reason_code FROM audit_event WHERE action = 'INFORMATION_GIVEN' AND patient_id = ? ORDER BY seq`, [patientId]);
    expect(logged.map(row => row.reason_code)).toEqual(['video', 'video', 'withdrawn']);
  });
});

describe('G-10 a treatment that asks who the patient is', () => {
  const booked = async (): Promise<{ id: string; patientId: string }> => {
    const patientId = await adult();
    goTo(at('08:00'));
    await inform(patientId, before(at('09:00'), 72));
    return { ...(await bookInjection(patientId, '09:00')), patientId };
  };
  const identityOf = async (patientId: string) => (await clinic.rows('SELECT identity_proof AS proof, identity_checked_on AS "on" FROM patient WHERE id = ?', [patientId]))[0];

  it('does not begin before it is known, by check-in or by starting', async () => {
    const { id } = await booked();
    await expect(clinic.reception.agenda.checkIn({ id, version: 1, identityProof: null })).rejects.toMatchObject({ detail: { code: 'agenda.identityMissing' } });
    await expect(clinic.reception.agenda.setStatus({ id, version: 1, status: 'arrived' })).rejects.toMatchObject({ detail: { code: 'agenda.identityMissing' } });
    await clinic.reception.agenda.checkIn({ id, version: 1, identityProof: 'passport' });
    await clinic.anna.agenda.setStatus({ id, version: 2, status: 'inTreatment' });
  });

  it('writes what was shown at the desk to the patient’s own record, so that it counts next time', async () => {
    const { id, patientId } = await booked();
    await clinic.reception.agenda.checkIn({ id, version: 1, identityProof: 'passport' });
    expect(await identityOf(patientId)).toEqual({ proof: 'passport', on: at('09:00').slice(0, 10) });
    const next = await clinic.book(at('14:00'), { serviceId: clinic.services.injection, patientId });
    await clinic.reception.agenda.checkIn({ id: next.id, version: 1, identityProof: null });
  });

  it('takes a check-in on the wrong row back in the patient’s record too, by undo and by hand', async () => {
    const { id, patientId } = await booked();
    await clinic.reception.agenda.checkIn({ id, version: 1, identityProof: 'passport' });
    await clinic.reception.agenda.undo({ id, version: 2 });
    expect(await identityOf(patientId)).toEqual({ proof: null, on: null });
    await clinic.reception.agenda.checkIn({ id, version: 3, identityProof: 'drivingLicence' });
    clinic.clock.advance(60_000);
    await clinic.reception.agenda.setStatus({ id, version: 4, status: 'booked' });
    expect(await identityOf(patientId)).toEqual({ proof: null, on: null });
  });
});
