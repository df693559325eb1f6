import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { OPEN_OF_PATIENT_SQL } from '#electron/core/repositories/referral.ts';
import { pdf } from '#test/support/attachments/samples.ts';
import { finished, startDocumentsClinic, type DocumentsClinic, type DocumentsUser } from '#test/support/documents/documents-clinic.ts';
import { addPatient, practitionerFor, signedNote } from '#test/support/journal/journal-clinic.ts';

let clinic: DocumentsClinic;
let patientId: string;
let eva: DocumentsUser;
beforeAll(async () => {
  clinic = await startDocumentsClinic();
  patientId = await addPatient(clinic.db, { number: '198112189876' });
  eva = await practitionerFor(clinic, patientId);
  await signedNote(eva, patientId, { text: 'Artros' });
});
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

const refused = (code: string) => expect.objectContaining({ detail: expect.objectContaining({ code }) });
const FACTS = { documentType: 'referralAnswer', documentDate: '2026-11-20', sender: 'Ortopeden' } as const;
async function paper(word: string, over: { patientId?: string; documentType?: 'referralAnswer' | 'referral' } = {}): Promise<string> {
  const bytes = Buffer.from(pdf({ word }));
  const { id } = await eva.incoming.register({
    file: { content: bytes.toString('base64'), thumbnail: null }, sourceSha256: createHash('sha256').update(bytes).digest('hex'), facts: { ...FACTS, documentType: over.documentType ?? FACTS.documentType },
    assignment: { patientId: over.patientId ?? patientId, responsibleId: eva.userId },
  });
  return id;
}
const versionOf = async (id: string): Promise<number> => (await eva.referrals.ofPatient({ patientId })).find(one => one.id === id)?.version ?? 0;

describe('the answer to a referral (K-02, K-03)', () => {
  it('is an incoming paper of the same patient and nothing else: core and database refuse every other', async () => {
    const referral = await finished(eva, patientId, 'referral');
    const other = await addPatient(clinic.db, { familyName: 'Ek' });
    const version = await versionOf(referral);
    const wrong = [v7(), await paper('annans', { patientId: other }), await paper('remiss', { documentType: 'referral' }), referral];
    for (const answerId of wrong) await expect(eva.referrals.step({ id: referral, patientId, version, step: 'answered', answerId })).rejects.toEqual(refused('referrals.notAnAnswer'));
    expect(await versionOf(referral), 'the watch goes on').toBe(version);
    await expect(clinic.db.write(tx => tx.raw('UPDATE referral SET answer_id = ? WHERE id = ?', [wrong[1] ?? '', referral]))).rejects.toThrow();
  });

  it('ties paper and referral: the watch closes, both show each other, and nobody moves the paper away unseen', async () => {
    const referral = await finished(eva, patientId, 'referral');
    const answerId = await paper('svar');
    const before = (await eva.referrals.counts({})).watched;
    await eva.referrals.step({ id: referral, patientId, version: await versionOf(referral), step: 'answered', answerId });
    expect((await eva.referrals.counts({})).watched).toBe(before - 1);
    expect(await eva.documents.get({ patientId, documentId: referral })).toMatchObject({ row: { referral: 'answered' }, answer: { id: answerId, sender: 'Ortopeden', documentDate: '2026-11-20', signedOffAt: null } });
    const shown = (await eva.incoming.toSign({})).find(one => one.id === answerId);
    expect(shown?.answers).toMatchObject({ referralId: referral, recipientName: 'Ortopedmottagningen, Ängelholms sjukhus' });
    const second = await finished(eva, patientId, 'referral');
    await expect(eva.referrals.step({ id: second, patientId, version: await versionOf(second), step: 'answered', answerId }), 'one paper, one referral').rejects.toEqual(refused('referrals.notAnAnswer'));
    const elsewhere = { id: answerId, version: shown?.version ?? 0, facts: FACTS, assignment: { patientId: await addPatient(clinic.db, { familyName: 'Ek' }), responsibleId: eva.userId } };
    await expect(eva.incoming.assign(elsewhere)).rejects.toEqual(refused('incoming.answersReferral'));
    await eva.referrals.step({ id: referral, patientId, version: shown?.answers?.version ?? 0, step: 'reopened', reason: 'Gällde en annan remiss' });
    expect(await eva.documents.get({ patientId, documentId: referral })).toMatchObject({ row: { referral: 'sent' }, answer: null });
    await eva.incoming.assign(elsewhere);
  });

  it('offers open referrals by index, without a care relation only one\'s own (J-13)', async () => {
    expect((await eva.referrals.ofPatient({ patientId })).length).toBeGreaterThan(0);
    expect(await (await clinic.as('practitioner')).referrals.ofPatient({ patientId })).toEqual([]);
    const plan = (await clinic.db.reader.raw(`EXPLAIN QUERY PLAN ${OPEN_OF_PATIENT_SQL}`, [patientId])) as { detail: string }[];
    expect(plan.map(row => row.detail).join()).toContain('referral_of_patient');
  });
});
