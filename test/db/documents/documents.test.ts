import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { LIST_SQL, RECIPIENTS_SQL } from '#electron/core/repositories/document.ts';
import { WATCHED_BY_SQL, WATCHED_SQL } from '#electron/core/repositories/referral.ts';
import { DISCLOSURES_SQL } from '#electron/core/repositories/disclosure.ts';
import { verifySignedData } from '#electron/core/security/pki/verify-signed-data.ts';
import { finished, startDocumentsClinic, TO_PATIENT, type DocumentsClinic, type DocumentsUser } from '#test/support/documents/documents-clinic.ts';
import { pdfText, pdfTool } from '#test/support/documents/pdf-tools.ts';
import { addPatient, PIN, practitionerFor, signedNote, withText } from '#test/support/journal/journal-clinic.ts';

let clinic: DocumentsClinic;
let patientId: string;
let eva: DocumentsUser;
beforeEach(async () => {
  clinic = await startDocumentsClinic();
  patientId = await addPatient(clinic.db, { number: '198112189876' });
  eva = await practitionerFor(clinic, patientId);
});
afterEach(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

const refused = (code: string) => expect.objectContaining({ detail: expect.objectContaining({ code }) });
const rows = async (sql: string, ...bindings: string[]) => (await clinic.db.reader.raw(sql, bindings)) as Record<string, unknown>[];
const TO_PROVIDER = { recipientKind: 'provider', recipientName: 'Ortopedmottagningen', basis: 'consent', basisText: '', decidedBy: '' } as const;

describe('a document about a patient', () => {
  it('begins with the case: the latest note under the letter\'s own headings (tasks 4B 8)', async () => {
    await signedNote(eva, patientId, { text: 'Artros i höger knä, M17.1' });
    const { documentId } = await eva.documents.create({ patientId, type: 'referral', recipient: null, language: 'sv' });
    const { draft, head } = await eva.documents.get({ patientId, documentId });
    expect(draft?.content.sections.map(section => section.title)).toEqual(['Frågeställning', 'Kontaktorsak', 'Anamnes', 'Status', 'Bedömning och diagnos', 'Åtgärd', 'Planering']);
    expect(JSON.stringify(draft?.content.sections.find(section => section.key === 'diagnosis'))).toContain('Artros i höger knä');
    expect(head.recipient.name).toBe('');
    expect(await eva.documents.create({ patientId, type: 'referral', recipient: null, language: 'sv' }), 'opening twice leaves no litter').toEqual({ documentId });
  });

  it('keeps what is typed, keeps both texts of two windows, and never lets much text vanish (ADR 0004)', async () => {
    const { documentId } = await eva.documents.create({ patientId, type: 'letter', recipient: null, language: 'sv' });
    const { draft } = await eva.documents.get({ patientId, documentId });
    if (!draft) throw new Error('own draft');
    const save = { patientId, documentId, head: draft.head, baseRevision: 0, content: withText(draft.content, 'text', 'x'.repeat(300)), key: v7() };
    const first = await eva.documents.saveDraft(save);
    expect(await eva.documents.saveDraft(save)).toEqual({ ...first, version: null });
    await expect(eva.documents.saveDraft({ ...save, key: v7(), content: withText(draft.content, 'text', 'Det andra fönstret') })).rejects.toEqual(refused('record.changedMeanwhile'));
    await eva.documents.saveDraft({ ...save, baseRevision: 1, key: v7(), content: withText(draft.content, 'text', 'Kort') });
    const kept = (await rows('SELECT plain_text FROM document_version ORDER BY no')).map(row => String(row['plain_text']));
    expect(kept.some(text => text.includes('x'.repeat(300)))).toBe(true);
    expect(kept.some(text => text.includes('Det andra fönstret'))).toBe(true);
  });

  it('is locked for good: final version, pages and their checksum, by raw SQL either (K-01)', async () => {
    await signedNote(eva, patientId, { text: 'Lumbago' });
    const documentId = await finished(eva, patientId, 'epikris');
    const detail = await eva.documents.get({ patientId, documentId });
    expect(detail).toMatchObject({ draft: null, row: { status: 'finished', pages: 1 } });
    const [file] = await rows('SELECT pdf, sha256 FROM document_file');
    expect(createHash('sha256').update(file?.['pdf'] as Uint8Array).digest('hex')).toBe(detail.sha256);
    expect(pdfText(file?.['pdf'] as Uint8Array)).toContain(detail.digest);
    await expect(eva.documents.saveDraft({ patientId, documentId, head: detail.head, content: detail.content, baseRevision: 0, key: v7() })).rejects.toEqual(refused('documents.locked'));
    for (const sql of [
      "UPDATE document SET status = 'draft'", 'DELETE FROM document', 'UPDATE document_version SET record = 1', 'DELETE FROM document_version', 'UPDATE document_file SET pages = 9', 'DELETE FROM document_file',
      'INSERT OR REPLACE INTO document_file SELECT * FROM document_file', 'INSERT OR REPLACE INTO document_version SELECT * FROM document_version', 'INSERT OR REPLACE INTO document SELECT * FROM document',
    ]) await expect(clinic.db.write(tx => tx.raw(sql)), sql).rejects.toThrow();
  });

  it('is signed on its pages at once when the card\'s proof is fresh, else with the PIN', async () => {
    await signedNote(eva, patientId);
    await finished(eva, patientId, 'epikris');
    clinic.signer.proofAgeMs = null;
    const later = await finished(eva, patientId, 'answer');
    await expect(eva.documents.sign({ patientId, documentId: later })).rejects.toEqual(refused('auth.freshRequired'));
    await expect(eva.documents.sign({ patientId, documentId: later, pin: '000000' })).rejects.toEqual(refused('card.pinWrong'));
    await eva.documents.sign({ patientId, documentId: later, pin: PIN });
    const signed = await rows('SELECT s.cms, f.pdf FROM document_signature s JOIN document_file f ON f.document_id = s.document_id');
    expect(signed).toHaveLength(2);
    for (const { cms, pdf } of signed) expect(() => verifySignedData(cms as Uint8Array, pdf as Uint8Array)).not.toThrow();
  });

  it('refuses an empty text, and a referral that goes to nobody', async () => {
    const { documentId } = await eva.documents.create({ patientId, type: 'referral', recipient: null, language: 'sv' });
    await expect(eva.documents.finish({ patientId, documentId, revision: 0 })).rejects.toEqual(refused('documents.empty'));
    const { draft } = await eva.documents.get({ patientId, documentId });
    if (!draft) throw new Error('own draft');
    await eva.documents.saveDraft({ patientId, documentId, baseRevision: 0, head: draft.head, content: withText(draft.content, 'question', 'Bedömning?'), key: v7() });
    await expect(eva.documents.finish({ patientId, documentId, revision: 1 })).rejects.toEqual(refused('documents.recipientMissing'));
  });

  it('leaves the lists when given up; what was written is kept', async () => {
    const { documentId } = await eva.documents.create({ patientId, type: 'letter', recipient: null, language: 'sv' });
    const { draft } = await eva.documents.get({ patientId, documentId });
    if (!draft) throw new Error('own draft');
    await eva.documents.saveDraft({ patientId, documentId, baseRevision: 0, head: draft.head, content: withText(draft.content, 'text', 'Kvar'), key: v7() });
    await eva.documents.discard({ patientId, documentId, revision: 1 });
    expect(await eva.documents.list({ patientId })).toEqual([]);
    expect((await rows('SELECT plain_text FROM document_version')).map(row => row['plain_text']).join()).toContain('Kvar');
  });

  it('is not for reception, nor without care relation, and a colleague\'s draft is nobody else\'s (J-13)', async () => {
    const { documentId } = await eva.documents.create({ patientId, type: 'letter', recipient: null, language: 'sv' });
    const [rut, ove] = [await clinic.as('receptionist'), await clinic.as('practitioner')];
    await expect(rut.documents.list({ patientId })).rejects.toEqual(refused('auth.forbidden'));
    await expect(ove.documents.list({ patientId })).rejects.toEqual(refused('auth.reasonRequired'));
    const near = await practitionerFor(clinic, patientId);
    expect(await near.documents.list({ patientId })).toEqual([]);
    await expect(near.documents.get({ patientId, documentId })).rejects.toEqual(refused('auth.forbidden'));
    await expect(near.documents.saveDraft({ patientId, documentId, baseRevision: 0, head: { recipient: { name: '', address: '' }, subject: '', urgent: false }, content: (await eva.documents.get({ patientId, documentId })).content, key: v7() })).rejects.toEqual(refused('documents.notYours'));
  });
});

describe('a document leaves', () => {
  it('only with its disclosure record, kept before the bytes are given; a referral is then sent (J-18, K-03)', async () => {
    await signedNote(eva, patientId, { text: 'KANARIE-4711' });
    const documentId = await finished(eva, patientId, 'referral');
    await clinic.db.write(tx => tx.raw("CREATE TRIGGER no_room BEFORE INSERT ON disclosure BEGIN SELECT RAISE(ABORT, 'no room'); END"));
    await expect(eva.documents.release({ patientId, documentId, way: 'post', examination: TO_PROVIDER })).rejects.toThrow();
    clinic.reported.length = 0;
    await clinic.db.write(tx => tx.raw('DROP TRIGGER no_room'));
    const { pdf, fileName, disclosureId } = await eva.documents.release({ patientId, documentId, way: 'post', examination: TO_PROVIDER });
    expect(pdfText(Buffer.from(pdf, 'base64'))).toContain('KANARIE-4711');
    expect(fileName).toMatch(/^dokument-[0-9a-f-]{36}\.pdf$/);
    expect((await eva.documents.get({ patientId, documentId })).row).toMatchObject({ leftBy: 'post', referral: 'sent' });
    expect(await eva.disclosures.list({ patientId })).toMatchObject([{ id: disclosureId, kind: 'document', basis: 'consent', decidedBy: expect.stringMatching(/Lind, Läkare$/) }]);
    expect(await rows("SELECT reason_code, outcome FROM audit_event WHERE action = 'DISCLOSURE'")).toEqual([{ reason_code: 'disclosed.provider.consent', outcome: 'ok' }]);
    expect(JSON.stringify(await rows('SELECT * FROM audit_event'))).not.toContain('KANARIE');
    for (const sql of ['UPDATE disclosure SET basis_text = 1', 'DELETE FROM disclosure', 'INSERT OR REPLACE INTO disclosure SELECT * FROM disclosure']) await expect(clinic.db.write(tx => tx.raw(sql)), sql).rejects.toThrow();
  });

  it('never before it is locked, and never on a ground that does not fit the recipient', async () => {
    const { documentId } = await eva.documents.create({ patientId, type: 'letter', recipient: null, language: 'sv' });
    await expect(eva.documents.release({ patientId, documentId, way: 'print', examination: TO_PATIENT })).rejects.toEqual(refused('documents.notFinished'));
    await expect(eva.documents.release({ patientId, documentId, way: 'print', examination: { ...TO_PATIENT, basis: 'duty' } })).rejects.toEqual(refused('input.invalid'));
  });
});

describe('the watch over referrals (K-03)', () => {
  const dueOf = async (): Promise<unknown> => (await eva.referrals.watched({ whose: 'own' })).map(({ status, dueOn, overdue, ageDays }) => ({ status, dueOn, overdue, ageDays }));

  it('waits 30 days, 7 when urgent, and says what is overdue', async () => {
    await signedNote(eva, patientId);
    await finished(eva, patientId, 'referral');
    await finished(eva, patientId, 'referral', { urgent: true });
    expect(await dueOf()).toEqual([{ status: 'unsent', dueOn: '2026-11-29', overdue: false, ageDays: 0 }, { status: 'unsent', dueOn: '2026-12-22', overdue: false, ageDays: 0 }]);
    clinic.clock.advance(8 * 86_400_000);
    expect(await eva.referrals.counts({})).toEqual({ watched: 2, overdue: 1 });
    const [first] = await eva.referrals.watched({ whose: 'own' });
    expect(first).toMatchObject({ overdue: true, ageDays: 8, urgent: true, patientName: 'Karlsson, Åsa' });
  });

  it('is extended and closed with a reason, answered with one step, each in its history', async () => {
    await signedNote(eva, patientId);
    const id = await finished(eva, patientId, 'referral');
    const at = async () => (await eva.referrals.watched({ whose: 'all' }))[0]?.version ?? 0;
    await expect(eva.referrals.step({ id, patientId, version: await at(), step: 'extended' })).rejects.toEqual(refused('referrals.reasonMissing'));
    await eva.referrals.step({ id, patientId, version: await at(), step: 'extended', days: 60, reason: 'Väntetid' });
    expect(await dueOf()).toMatchObject([{ dueOn: '2027-01-21' }]);
    await eva.referrals.step({ id, patientId, version: await at(), step: 'received' });
    const version = await at();
    await eva.referrals.step({ id, patientId, version, step: 'answered' });
    await expect(eva.referrals.step({ id, patientId, version: version + 1, step: 'answered' })).rejects.toEqual(refused('referrals.stepImpossible'));
    expect(await eva.referrals.watched({ whose: 'own' })).toEqual([]);
    expect((await eva.referrals.history({ id, patientId })).map(event => event.step)).toEqual(['finished', 'extended', 'received', 'answered']);
  });
});

it('finds every list by an index among 100,000 patients', async () => {
  for (const [sql, ...bindings] of [[LIST_SQL, 'p', 'r'], [RECIPIENTS_SQL, 'referral'], [WATCHED_SQL], [WATCHED_BY_SQL, 'a'], [DISCLOSURES_SQL, 'p']] as [string, ...string[]][]) {
    const plan = (await rows(`EXPLAIN QUERY PLAN ${sql}`, ...bindings)).map(row => String(row['detail']));
    expect(plan.filter(step => /^SCAN (?!d$|\()/.test(step) && !step.includes('USING')), sql).toEqual([]);
  }
});

it('proposes to whom this clinic writes, most often first', async () => {
  await signedNote(eva, patientId);
  await finished(eva, patientId, 'referral');
  expect(await eva.documents.recipients({ type: 'referral' })).toEqual([{ name: 'Ortopedmottagningen, Ängelholms sjukhus', address: 'Landshövdingevägen 7 E\n262 52 Ängelholm' }]);
  expect(pdfTool('pdfinfo', Buffer.from((await eva.documents.release({ patientId, documentId: (await eva.documents.list({ patientId }))[0]?.documentId ?? '', way: 'print', examination: TO_PROVIDER })).pdf, 'base64'))).toContain('Pages:');
});

/** A JPEG of 2 × 1 pixels, as the screen makes a logo. */
const LOGO = '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAABAAIBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==';

it('takes a logo that is a whole JPEG and nothing else, and keeps it when only the last line changes', async () => {
  const ada = await clinic.as('administrator');
  for (const logo of ['', 'PHNjcmlwdD4=', LOGO.slice(0, -8), Buffer.from('%PDF-1.7').toString('base64')]) await expect(ada.documents.saveLetterhead({ version: 1, footer: '', logo }), logo).rejects.toEqual(refused('documents.logoUnreadable'));
  const { version } = await ada.documents.saveLetterhead({ version: 1, footer: 'www.example.se', logo: LOGO });
  await ada.documents.saveLetterhead({ version, footer: 'Telefontid 8–10' });
  expect(await ada.documents.letterhead({})).toMatchObject({ version: 3, footer: 'Telefontid 8–10', logo: LOGO, name: 'Provkliniken' });
  await expect(eva.documents.letterhead({})).rejects.toEqual(refused('auth.forbidden'));
  expect(JSON.stringify(await rows("SELECT old FROM record_history WHERE table_name = 'letterhead'"))).not.toContain(LOGO.slice(0, 20));
});
