import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { deskReference } from '#shared/domain/money/ocr.ts';

import { COMPANY, line, SETTINGS, startMoneyClinic, type MoneyClinic } from './money-clinic.ts';

let clinic: MoneyClinic;
beforeAll(async () => {
  clinic = await startMoneyClinic();
});
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});
const refusal = (code: string, params?: object) => ({ detail: { code, ...(params ? { params } : {}) } });
const documentOf = (id: string | undefined, patientId: string | null) => clinic.reception.money.document({ id: id ?? '', patientId });
const logOf = (patientId: string | null) => clinic.rows<{ action: string; category: string }>('SELECT action, category FROM audit_event WHERE patient_id = ? AND category = ? ORDER BY seq', [patientId ?? '', 'money']);

describe('4A 7: payment at the desk', () => {
  it('F-05 proposes the price, takes it whole, and gives a receipt with number and payment; the log names both', async () => {
    const visit = await clinic.visit({ status: 'arrived' });
    const shown = await clinic.open(visit);
    expect(shown).toMatchObject({ state: 'open', isProposal: true, lines: [{ text: 'Återbesök', unitMinor: 85_000, vatCode: 'exempt' }] });
    const paid = await clinic.pay(visit);
    expect(paid).toMatchObject({ document: { kind: 'receipt', balanceMinor: 0 }, register: 'ok' });
    expect(await documentOf(paid.document?.id, visit.patientId)).toMatchObject({ state: 'paid', totalMinor: 85_000, payments: [{ method: 'card', amountMinor: 85_000 }], lines: [{ suppliedOn: '2026-11-23' }] });
    expect((await logOf(visit.patientId)).map(row => row.action)).toEqual(['MONEY_READ', 'MONEY_READ', 'CHARGE', 'PAYMENT', 'MONEY_READ']);
    expect(await clinic.reception.money.stateOf({ appointmentIds: [visit.id] })).toEqual([{ appointmentId: visit.id, state: 'paid', balanceMinor: 0 }]);
  });

  it('F-05 a part payment makes an invoice with what is left, and the next payment closes it', async () => {
    const visit = await clinic.visit();
    const part = await clinic.pay(visit, { method: 'swish', amountMinor: 20_000 });
    expect(part).toMatchObject({ document: { kind: 'invoice', balanceMinor: 65_000 } });
    const documentId = part.document?.id ?? '';
    await expect(clinic.reception.money.registerPayment({ documentId, method: 'card', amountMinor: 65_001, receivedOn: '2026-11-23' })).rejects.toMatchObject(refusal('money.tooMuch', { left: '650,00' }));
    await expect(clinic.reception.money.registerPayment({ documentId, method: 'bankgiro', amountMinor: 65_000, receivedOn: '2026-11-24' })).rejects.toMatchObject(refusal('money.dateInFuture'));
    expect(await clinic.reception.money.registerPayment({ documentId, method: 'bankgiro', amountMinor: 65_000, receivedOn: '2026-11-23' })).toMatchObject({ balanceMinor: 0 });
    expect(await documentOf(documentId, visit.patientId)).toMatchObject({ state: 'paid', ocr: expect.stringMatching(/^\d+$/) });
  });

  it('F-05 cash for 99,60 kr is 100 kr and a rounding, and the debt is gone', async () => {
    const visit = await clinic.visit();
    const { version } = await clinic.open(visit);
    const paid = await clinic.reception.money.settle({ appointmentId: visit.id, version, lines: [line({ unitMinor: 9_960 })], payment: { method: 'cash', amountMinor: 10_000 } });
    expect(paid.document).toMatchObject({ kind: 'receipt', balanceMinor: 0 });
    expect((await documentOf(paid.document?.id, visit.patientId)).payments).toMatchObject([{ amountMinor: 10_000, roundingMinor: -40 }]);
  });

  it('F-06 names the visit’s own reference before there is a document', async () => {
    const visit = await clinic.visit({ status: 'arrived' });
    const [row] = await clinic.rows<{ pay_ref: number }>('SELECT pay_ref FROM visit_settlement WHERE id = ?', [visit.id]);
    expect((await clinic.open(visit)).deskReference).toBe(deskReference(row?.pay_ref ?? 0));
  });

  it('takes payment from somebody booked by name, but an invoice asks for a registered patient', async () => {
    const visit = await clinic.visit({ patientId: null });
    await expect(clinic.pay(visit, null)).rejects.toMatchObject(refusal('money.patientMissing'));
    const paid = await clinic.pay(visit);
    expect(await documentOf(paid.document?.id, null)).toMatchObject({ buyerName: 'Nils Drop', state: 'paid' });
  });

  it('two at the desk cannot charge the same visit: the second is told, and only one document exists', async () => {
    const visit = await clinic.visit();
    const both = await Promise.allSettled([clinic.pay(visit), clinic.pay(visit)]);
    expect(both.map(one => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await clinic.rows('SELECT count(*) AS n FROM money_document_line WHERE appointment_id = ?', [visit.id])).toEqual([{ n: 1 }]);
    await expect(clinic.pay(visit, { method: 'card', amountMinor: 100 })).rejects.toMatchObject(refusal('money.alreadySettled'));
  });

  it('keeps lines somebody wrote before, also when the price list changes, until they are issued', async () => {
    const visit = await clinic.visit({ status: 'arrived' });
    const { version } = await clinic.open(visit);
    await clinic.anna.money.saveCharges({ appointmentId: visit.id, version, lines: [line(), line({ kind: 'item', text: 'Tejp', unitMinor: 5_000, quantityHundredths: 200, discountMinor: 1_000, vatCode: 'standard' })] });
    const shown = await clinic.open(visit);
    expect(shown).toMatchObject({ isProposal: false, lines: [{ text: 'Återbesök' }, { text: 'Tejp', quantityHundredths: 200 }] });
    const paid = await clinic.reception.money.settle({ appointmentId: visit.id, version: shown.version, lines: shown.lines, payment: { method: 'card', amountMinor: 89_000 } });
    expect(await documentOf(paid.document?.id, visit.patientId)).toMatchObject({ totalMinor: 89_000, vatMinor: 1_800 });
    await expect(clinic.reception.money.saveCharges({ appointmentId: visit.id, version, lines: [line()] })).rejects.toMatchObject(refusal('money.alreadySettled'));
  });

  it('F-01 sells an aesthetic treatment with 25 % VAT, and exempt only with a signed note of this patient', async () => {
    const visit = await clinic.visit({ serviceId: clinic.services.laser });
    const shown = await clinic.open(visit);
    expect(shown).toMatchObject({ isAesthetic: true, lines: [{ vatCode: 'standard' }] });
    const exempt = (vatReasonNoteId: string | null) => clinic.reception.money.settle({ appointmentId: visit.id, version: shown.version, lines: [line({ vatReasonNoteId })], payment: { method: 'card', amountMinor: 80_000 } });
    await expect(exempt(null)).rejects.toMatchObject(refusal('money.vatReason'));
    await expect(exempt('01930000-0000-7000-8000-000000000009')).rejects.toMatchObject(refusal('money.vatReason'));
  });

  it('F-04 refuses a line with a diagnosis or a personal number and keeps nothing of it', async () => {
    const visit = await clinic.visit();
    const { version } = await clinic.open(visit);
    await expect(clinic.reception.money.saveCharges({ appointmentId: visit.id, version, lines: [line({ text: 'Behandling M54.5' })] })).rejects.toMatchObject(refusal('money.clinicalText'));
    expect(await clinic.open(visit)).toMatchObject({ version, isProposal: true });
  });

  it('nothing to pay is a decision with a reason, in the log, and off the lists', async () => {
    const visit = await clinic.visit();
    const { version } = await clinic.open(visit);
    await clinic.reception.money.waive({ appointmentId: visit.id, version, reason: 'Uppföljning ingår' });
    expect((await clinic.reception.money.unbilled({ month: null })).map(row => row.appointmentId)).not.toContain(visit.id);
    expect(await clinic.open(visit)).toMatchObject({ state: 'waived' });
  });

  it('C-07 a fee for staying away is proposed as told at booking, outside VAT, and only a person charges it', async () => {
    const visit = await clinic.visit({ status: 'noShow' });
    const [row] = (await clinic.reception.money.unsettled({ from: '2026-11-23', to: '2026-12-31' })).filter(one => one.appointmentId === visit.id);
    expect(row).toMatchObject({ isFee: true, amountMinor: 40_000, status: 'noShow' });
    expect(await clinic.rows('SELECT 1 FROM money_document_line WHERE appointment_id = ?', [visit.id])).toEqual([]);
    const invoice = await clinic.pay(visit, null);
    expect(await documentOf(invoice.document?.id, visit.patientId)).toMatchObject({ kind: 'invoice', lines: [{ kind: 'noShow', vatCode: 'outside', vatMinor: 0 }] });
  });

  it('"not checked out": those who came and have not paid, and nobody else; a check-in taken back is gone from it', async () => {
    const visit = await clinic.visit({ status: 'arrived' });
    const ids = async () => (await clinic.reception.money.unsettled({ from: '2026-11-23', to: '2026-12-31' })).map(row => row.appointmentId);
    expect(await ids()).toContain(visit.id);
    const { version } = await clinic.reception.agenda.setStatus({ id: visit.id, version: visit.version, status: 'booked' });
    expect(await ids()).not.toContain(visit.id);
    await clinic.reception.agenda.checkIn({ id: visit.id, version, identityProof: null });
    await clinic.pay(visit);
    expect(await ids()).not.toContain(visit.id);
  });
});

describe('C-10 groups', () => {
  it('each participant pays for an own visit; the group’s block in the agenda has nothing to pay', async () => {
    const [group] = await clinic.reception.groups.create({ serviceId: clinic.services.treatment, title: 'Ryggskola', resourceIds: [clinic.annaId], start: { date: '2026-11-25', time: '14:00' }, capacity: 3, overbook: true });
    const patientId = await clinic.addPatient('Deltagare');
    const seat = (await clinic.reception.groups.join({ groupId: group?.id ?? '', patientId })).seats[0];
    await clinic.reception.agenda.checkIn({ id: seat?.id ?? '', version: seat?.version ?? 0, identityProof: null });
    const waiting = (await clinic.reception.money.unsettled({ from: '2026-11-25', to: '2026-11-25' })).map(row => row.appointmentId);
    expect(waiting).toContain(seat?.id);
    expect(waiting).not.toContain(group?.id);
    expect((await clinic.reception.money.visit({ appointmentId: group?.id ?? '', patientId: null })).lines).toEqual([]);
    await expect(clinic.reception.money.settle({ appointmentId: group?.id ?? '', version: 0, lines: [line()], payment: null })).rejects.toMatchObject(refusal('money.nothingToCharge'));
  });
});

describe('corrections are mirror images', () => {
  it('F-02 credits a receipt whole, gives the money back, refers to it, and lets the visit be charged again', async () => {
    const visit = await clinic.visit();
    const paid = await clinic.pay(visit);
    const documentId = paid.document?.id ?? '';
    const credit = await clinic.reception.money.credit({ documentId, reason: 'Fel pris', refund: { method: 'card' }, chargeAgain: true });
    expect(credit.refundedMinor).toBe(85_000);
    expect(await documentOf(documentId, visit.patientId)).toMatchObject({ state: 'credited', balanceMinor: 0, creditedBy: [{ number: credit.number, totalMinor: -85_000 }] });
    expect(await documentOf(credit.id, visit.patientId)).toMatchObject({ kind: 'credit', series: 'receipt', reason: 'Fel pris', refersTo: { id: documentId, number: paid.document?.number }, lines: [{ grossMinor: -85_000 }] });
    await expect(clinic.reception.money.credit({ documentId, reason: 'igen', refund: null, chargeAgain: false })).rejects.toMatchObject(refusal('money.alreadyCredited'));
    expect(await clinic.open(visit)).toMatchObject({ state: 'open', lines: [{ unitMinor: 85_000 }] });
    expect((await clinic.pay(visit)).document).toMatchObject({ kind: 'receipt' });
  });

  it('F-05 takes a wrongly registered payment back once, and the debt is there again', async () => {
    const visit = await clinic.visit();
    const invoice = await clinic.pay(visit, { method: 'card', amountMinor: 50_000 });
    const reversed = await clinic.reception.money.reversePayment({ paymentId: invoice.paymentId ?? '', reason: 'Fel patient' });
    expect(reversed.balanceMinor).toBe(85_000);
    await expect(clinic.reception.money.reversePayment({ paymentId: invoice.paymentId ?? '', reason: 'en gång till' })).rejects.toMatchObject(refusal('money.alreadyReversed'));
    expect((await documentOf(invoice.document?.id, visit.patientId)).payments).toMatchObject([{ isReversed: true }, { kind: 'reversal', amountMinor: -50_000 }]);
  });

  it('a credit without refund says that the clinic owes the payer', async () => {
    const visit = await clinic.visit();
    const paid = await clinic.pay(visit);
    await clinic.reception.money.credit({ documentId: paid.document?.id ?? '', reason: 'Avbruten', refund: null, chargeAgain: false });
    expect(await clinic.reception.money.stateOf({ appointmentIds: [visit.id] })).toMatchObject([{ state: 'refundDue', balanceMinor: -85_000 }]);
  });
});

describe('who may, and what the clinic has filled in', () => {
  it('an administrator decides the terms, a receptionist does not', async () => {
    await expect(clinic.reception.money.saveSettings({ settings: SETTINGS })).rejects.toMatchObject(refusal('auth.forbidden'));
    await expect(clinic.admin.money.saveSettings({ settings: { ...SETTINGS, bankgiro: '5805-6202' } })).rejects.toMatchObject({ detail: { code: 'input.invalid', params: { field: 'settings.bankgiro' } } });
  });

  it('F-03 an invoice without the clinic’s address is refused in words, a receipt is not', async () => {
    const visit = await clinic.visit();
    await clinic.admin.money.saveSettings({ settings: { ...SETTINGS, street: '' } });
    await expect(clinic.pay(visit, null)).rejects.toMatchObject(refusal('money.settingsMissing', { field: 'address' }));
    expect(await clinic.rows('SELECT count(*) AS n FROM money_document_line WHERE appointment_id = ?', [visit.id])).toEqual([{ n: 0 }]);
    await clinic.pay(visit);
    await clinic.admin.money.saveSettings({ settings: SETTINGS });
  });

  it('F-08 with a declared register asks for its receipt number, and the meter has nothing to say', async () => {
    await clinic.admin.money.saveSettings({ settings: { ...SETTINGS, hasDeclaredRegister: true } });
    const visit = await clinic.visit();
    await expect(clinic.pay(visit)).rejects.toMatchObject(refusal('money.registerReceipt'));
    expect(await clinic.pay(visit, { method: 'card', amountMinor: 85_000, registerReceipt: 'K-991' })).toMatchObject({ register: 'declared' });
    await clinic.admin.money.saveSettings({ settings: SETTINGS });
  });

  it('F-08 crossing 80 % and 100 % of four price base amounts is said at the payment that does it', async () => {
    const { limitMinor, sumMinor } = await clinic.reception.money.register({});
    const take = async (amountMinor: number) => {
      const visit = await clinic.visit();
      const { version } = await clinic.open(visit);
      return (await clinic.reception.money.settle({ appointmentId: visit.id, version, lines: [line({ unitMinor: amountMinor })], payment: { method: 'swish', amountMinor } })).register;
    };
    expect(await take(Math.ceil(limitMinor * 0.8) - sumMinor - 100)).toBe('ok');
    expect(await take(100)).toBe('near');
    expect(await take(limitMinor)).toBe('over');
    const [stored] = await clinic.rows<{ total: number }>(`SELECT sum(amount_minor) AS total FROM money_payment WHERE method IN ('card', 'swish', 'cash')`);
    expect((await clinic.reception.money.register({})).sumMinor).toBe(stored?.total);
  });
});

describe('an organisation that pays', () => {
  it('F-12 takes its part of a visit, the patient the rest, each on a document of its own', async () => {
    const payer = await clinic.reception.money.savePayer({ id: null, version: 0, draft: COMPANY });
    const visit = await clinic.visit();
    const { version } = await clinic.open(visit);
    const lines = [line({ text: 'Återbesök', unitMinor: 60_000, payerId: payer.id }), line({ text: 'Egenavgift', unitMinor: 20_000 })];
    const paid = await clinic.reception.money.settle({ appointmentId: visit.id, version, lines, payment: { method: 'card', amountMinor: 20_000 } });
    expect(paid.document).toMatchObject({ kind: 'receipt', balanceMinor: 0 });
    const [row] = (await clinic.reception.money.unbilled({ month: '2026-11', payer: payer.id })).filter(one => one.appointmentId === visit.id);
    expect(row).toMatchObject({ payerName: COMPANY.name, amountMinor: 60_000 });
    expect(await clinic.reception.money.stateOf({ appointmentIds: [visit.id] })).toMatchObject([{ state: 'open' }]);
  });
});
