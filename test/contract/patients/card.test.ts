import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { register, startPatientsClinic, type PatientsClinic } from './patients-clinic.ts';

type Person = Awaited<ReturnType<PatientsClinic['as']>>;
const PHONE = { kind: 'mobile' as const, value: '070-123 45 67', note: '' };
const HOME = { kind: 'home' as const, street: 'Storgatan 1', careOf: '', postCode: '111 22', city: 'Stockholm', country: '' };

describe('a patient\'s card', () => {
  let clinic: PatientsClinic;
  let reception: Person;
  let doctor: Person;
  beforeEach(async () => {
    clinic = await startPatientsClinic();
    reception = await clinic.as('receptionist');
    doctor = await clinic.as('practitioner');
  });
  afterEach(async () => {
    expect(clinic.reported).toEqual([]);
    await clinic.stop();
  });
  const lastLog = async () => ((await clinic.db.reader.raw('SELECT action, patient_id, category, reason_code, reason_text FROM audit_event ORDER BY seq DESC LIMIT 1')) as Record<string, unknown>[])[0];

  describe('protected identity (G-11)', () => {
    let id: string;
    beforeEach(async () => {
      id = await register(reception, { contacts: [PHONE], address: HOME });
      await reception.patients.saveRelation({ patientId: id, id: v7(), version: null, draft: { name: 'Bo Karlsson', relation: 'make', phone: '08-12 34 56' } });
      await reception.patients.setProtection({ id, version: 1, level: 'marked', reason: 'Besked från Skatteverket' });
    });

    it('address, phone and next of kin leave no query: not search, list, strip, card, similar or history', async () => {
      const answers = [
        await reception.patients.search({ text: 'karlsson' }), await reception.patients.list({}), await reception.patients.get({ id }), await reception.patients.strip({ id }), await reception.patients.history({ id }),
        await reception.patients.findSimilar({ number: null, givenName: 'Åsa', familyName: 'Karlsson', birthDate: null }),
        await doctor.patients.get({ id }),
      ];
      const text = JSON.stringify(answers);
      for (const secret of ['Storgatan', 'Stockholm', '070', '46701234567', 'Bo Karlsson', '123456']) expect(text).not.toContain(secret);
      expect(await doctor.patients.get({ id })).toMatchObject({ protection: 'marked', whereabouts: null });
    });

    it('cannot be found by phone while hidden, and can again when the mark is taken away', async () => {
      expect(await reception.patients.search({ text: '0701234567' })).toEqual([]);
      await doctor.patients.setProtection({ id, version: 2, level: 'none', reason: 'Upphävt' });
      expect((await reception.patients.search({ text: '0701234567' })).map(hit => hit.id)).toEqual([id]);
    });

    it('is revealed with right and reason, and the reason is in the log before the answer', async () => {
      const shown = await doctor.patients.reveal({ id, reason: 'Akut remiss' });
      expect(shown.addresses[0]).toMatchObject({ street: 'Storgatan 1' });
      expect(shown.relations[0]).toMatchObject({ name: 'Bo Karlsson' });
      expect(await lastLog()).toEqual({ action: 'PROTECTED_REVEAL', patient_id: id, category: 'contact', reason_code: 'stated', reason_text: 'Akut remiss' });
    });

    it('A-01: is not revealed when the log cannot be written', async () => {
      await clinic.db.write(tx => tx.raw("CREATE TRIGGER log_full BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'full'); END"));
      await expect(doctor.patients.reveal({ id, reason: 'Akut remiss' })).rejects.toMatchObject({ detail: { code: expect.stringMatching(/^(log\.writeFailed|internal)$/) } });
      clinic.reported.length = 0;
    });

    it('is not revealed without a reason or without the right', async () => {
      await expect(doctor.patients.reveal({ id, reason: '  ' })).rejects.toMatchObject({ detail: { code: 'input.invalid' } });
      await expect(reception.patients.reveal({ id, reason: 'Vill ringa' })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
      expect(await lastLog()).toMatchObject({ action: 'ACCESS_DENIED' });
    });

    it('reception may hide more but not show again, nor touch hidden rows; a new phone may be added', async () => {
      await reception.patients.setProtection({ id, version: 2, level: 'protected', reason: 'Nytt besked' });
      await expect(reception.patients.setProtection({ id, version: 3, level: 'none', reason: 'Fel' })).rejects.toMatchObject({ detail: { code: 'patients.protected' } });
      const hidden = (await doctor.patients.reveal({ id, reason: 'Kontroll' })).contacts[0];
      await expect(reception.patients.endContact({ patientId: id, id: hidden?.id ?? '', version: 1 })).rejects.toMatchObject({ detail: { code: 'patients.protected' } });
      await reception.patients.saveContact({ patientId: id, id: v7(), version: null, draft: { kind: 'mobile', value: '0739999999' } });
      expect(await reception.patients.search({ text: '0739999999' })).toEqual([]);
    });
  });

  describe('warnings (K-21)', () => {
    const draft = { kind: 'hypersensitivity', severity: 'lifeThreatening', text: 'Penicillin: anafylaxi', source: 'patient' } as const;

    it('are on the strip with severity, source, author and date, the most serious first', async () => {
      const id = await register(reception);
      await doctor.patients.saveWarning({ patientId: id, id: v7(), version: null, draft: { ...draft, severity: 'discomfort', text: 'Nickel' } });
      await doctor.patients.saveWarning({ patientId: id, id: v7(), version: null, draft });
      const strip = await reception.patients.strip({ id });
      expect(strip.warnings.map(warning => warning.text)).toEqual(['Penicillin: anafylaxi', 'Nickel']);
      expect(strip.warnings[0]).toMatchObject({ severity: 'lifeThreatening', source: 'patient', recordedAt: '2026-11-22T08:00:00.000Z', recordedBy: expect.stringContaining('Lind') });
    });

    it('are ended with a reason and stay to be read; the reason is not in the log (A-04)', async () => {
      const id = await register(reception);
      const warning = v7();
      await doctor.patients.saveWarning({ patientId: id, id: warning, version: null, draft });
      await doctor.patients.endWarning({ patientId: id, id: warning, version: 1, reason: 'Provokation negativ' });
      const card = await reception.patients.get({ id });
      expect(card.warnings).toEqual([]);
      expect(card.endedWarnings[0]).toMatchObject({ text: 'Penicillin: anafylaxi', ended: { reason: 'Provokation negativ' } });
      expect(JSON.stringify(await clinic.db.reader.raw('SELECT * FROM audit_event'))).not.toContain('Provokation');
      await expect(doctor.patients.endWarning({ patientId: id, id: warning, version: 2, reason: 'igen' })).rejects.toMatchObject({ detail: { code: 'record.changedMeanwhile' } });
    });

    it('"none known" is an answer with author and date, until a warning is recorded', async () => {
      const id = await register(reception);
      expect((await reception.patients.strip({ id })).noneKnown).toBeNull();
      await doctor.patients.declareNoneKnown({ id });
      expect((await reception.patients.strip({ id })).noneKnown).toEqual({ at: '2026-11-22T08:00:00.000Z', by: expect.stringContaining('Lind') });
      clinic.clock.advance(60_000);
      const warning = v7();
      await doctor.patients.saveWarning({ patientId: id, id: warning, version: null, draft });
      await expect(doctor.patients.declareNoneKnown({ id })).rejects.toMatchObject({ detail: { code: 'patients.warningsExist' } });
      await doctor.patients.endWarning({ patientId: id, id: warning, version: 1, reason: 'Fel patient' });
      expect((await reception.patients.strip({ id })).noneKnown).toBeNull();
    });
  });

  it('G-10: how identity was checked, when and by whom', async () => {
    const id = await register(reception);
    expect(await reception.patients.strip({ id })).toMatchObject({ identityChecked: false });
    await reception.patients.noteIdentityCheck({ id, version: 1, how: 'drivingLicence' });
    expect(await reception.patients.get({ id })).toMatchObject({ identityChecked: true, identityCheck: { how: 'drivingLicence', on: '2026-11-22', by: expect.stringContaining('Lind') } });
    expect(await lastLog()).toMatchObject({ action: 'PATIENT_OPEN' });
  });

  it('G-03: a changed address and name stay visible in the history, with who and when', async () => {
    const id = await register(reception, { address: HOME });
    const address = (await reception.patients.get({ id })).whereabouts?.addresses[0];
    clinic.clock.advance(3_600_000);
    await reception.patients.saveAddress({ patientId: id, id: address?.id ?? '', version: 1, draft: { ...HOME, street: 'Nygatan 2' } });
    await reception.patients.update({ id, version: 1, givenName: 'Åsa', familyName: 'Lind', birthDate: '1981-12-18', sex: 'F', deceasedOn: null, registrationNote: 'Rullstol' });
    const history = await reception.patients.history({ id });
    const later = history.filter(entry => entry.at === '2026-11-22T09:00:00.000Z').map(({ part, changes }) => ({ part, changes }));
    expect(later).toContainEqual({ part: 'address', changes: [{ field: 'street', from: 'Storgatan 1', to: 'Nygatan 2' }] });
    expect(later).toContainEqual({ part: 'patient', changes: [{ field: 'family_name', from: 'Karlsson', to: 'Lind' }, { field: 'registration_note', from: null, to: 'Rullstol' }] });
    expect(history[0]?.by).toContain('Lind');
    expect((await reception.patients.search({ text: 'lind' })).map(hit => hit.id)).toEqual([id]);
    expect(await reception.patients.search({ text: 'karlsson' })).toEqual([]);
  });

  it('complaint 6: two people editing: the second is refused, nothing is overwritten', async () => {
    const id = await register(reception);
    const change = { id, version: 1, givenName: 'Åsa', familyName: 'Ett', birthDate: null, sex: 'F' as const, deceasedOn: null, registrationNote: '' };
    await reception.patients.update(change);
    await expect(doctor.patients.update({ ...change, familyName: 'Två' })).rejects.toMatchObject({ detail: { code: 'record.changedMeanwhile' } });
    expect(await reception.patients.get({ id })).toMatchObject({ familyName: 'Ett', version: 2 });
  });

  it('complaint 9: a second registration is linked to the first with a reason, can be undone, and never in a circle', async () => {
    const [first, second] = [await register(reception), await register(reception)];
    await reception.patients.linkDuplicate({ id: second, version: 1, intoId: first, reason: 'Samma person' });
    expect(await reception.patients.get({ id: first })).toMatchObject({ mergedFrom: [second] });
    expect((await reception.patients.search({ text: 'karlsson' })).map(hit => hit.mergedInto)).toEqual([null, first]);
    await expect(reception.patients.linkDuplicate({ id: first, version: 1, intoId: second, reason: 'tvärtom' })).rejects.toMatchObject({ detail: { code: 'patients.linkCircular' } });
    await expect(reception.patients.linkDuplicate({ id: first, version: 1, intoId: first, reason: 'sig själv' })).rejects.toMatchObject({ detail: { code: 'patients.linkCircular' } });
    await reception.patients.linkDuplicate({ id: second, version: 2, intoId: null, reason: 'Två personer' });
    expect(await reception.patients.get({ id: second })).toMatchObject({ mergedInto: null });
  });

  it('a row of another patient cannot be changed through this one', async () => {
    const [mine, theirs] = [await register(reception, { contacts: [PHONE] }), await register(reception)];
    const contact = (await reception.patients.get({ id: mine })).whereabouts?.contacts[0];
    await expect(reception.patients.saveContact({ patientId: theirs, id: contact?.id ?? '', version: 1, draft: PHONE })).rejects.toMatchObject({ detail: { code: 'record.notFound' } });
    await expect(reception.patients.get({ id: v7() })).rejects.toMatchObject({ detail: { code: 'patients.notFound' } });
    await expect(reception.patients.saveWarning({ patientId: v7(), id: v7(), version: null, draft: { kind: 'other', severity: 'notRated', text: 'x', source: 'patient' } })).rejects.toMatchObject({ detail: { code: 'patients.notFound' } });
  });
});
