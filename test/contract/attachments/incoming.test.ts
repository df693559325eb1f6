import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { carerOf, file, logged, startAttachmentsClinic, type AttachmentsClinic, type AttachmentsUser } from '#test/support/attachments/attachments-clinic.ts';
import { pdf } from '#test/support/attachments/samples.ts';
import { addPatient } from '#test/support/journal/journal-clinic.ts';

let clinic: AttachmentsClinic;
let eva: AttachmentsUser;
let reception: AttachmentsUser;
let patientId: string;
let folder: string;
beforeAll(async () => {
  clinic = await startAttachmentsClinic();
  patientId = await addPatient(clinic.db, { familyName: 'Åkesson', givenName: 'Bo' });
  [eva, reception] = [await clinic.as('practitioner'), await clinic.as('receptionist')];
  folder = mkdtempSync(join(tmpdir(), 'klinikbok-scan-'));
});
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
  rmSync(folder, { recursive: true, force: true });
});

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const PAPER = { documentType: 'referralAnswer', documentDate: '2026-11-18', sender: 'Röntgen, Sankt Göran' } as const;
const registerOne = (word: string, assignment: { patientId: string; responsibleId: string } | null = null) => {
  const bytes = pdf({ word });
  return reception.incoming.register({ file: file(bytes), sourceSha256: sha(bytes), facts: PAPER, assignment });
};

describe('K-02 incoming papers', () => {
  it('reception registers a paper, gives it to a patient and a practitioner, and can read it no longer', async () => {
    const { id } = await registerOne('Svar 1');
    expect((await reception.incoming.toAssign({}))[0]).toMatchObject({ id, sender: PAPER.sender, patientId: null });
    expect((await reception.incoming.read({ id, patientId: null })).mediaType).toBe('application/pdf');
    await reception.incoming.assign({ id, version: 1, facts: PAPER, assignment: { patientId, responsibleId: eva.userId } });
    expect(await reception.incoming.toAssign({})).toEqual([]);
    await expect(reception.incoming.read({ id, patientId })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    await expect(reception.incoming.read({ id, patientId: null })).rejects.toMatchObject({ detail: { code: 'record.notFound' } });
    const denied = (await logged(clinic)).filter(row => row.action === 'ACCESS_DENIED' && row.patient === patientId);
    expect(denied).toHaveLength(1);
  });

  it('the responsible practitioner sees it with its age, reads it without a care relation and signs it off once', async () => {
    const [waiting] = await eva.incoming.toSign({});
    expect(waiting).toMatchObject({ patientName: 'Åkesson, Bo', ageDays: 0, signedOff: null });
    clinic.clock.advance(3 * 86_400_000);
    expect((await eva.incoming.toSign({}))[0]?.ageDays).toBe(3);
    expect(await eva.incoming.countToSign({})).toMatchObject({ count: 1 });
    const at = { id: waiting?.id ?? '', version: waiting?.version ?? 0 };
    await eva.incoming.read({ id: at.id, patientId });
    const other = await clinic.as('practitioner');
    await expect(other.incoming.signOff(at)).rejects.toMatchObject({ detail: { code: 'incoming.notResponsible' } });
    await expect(other.incoming.read({ id: at.id, patientId })).rejects.toMatchObject({ detail: { code: 'auth.reasonRequired' } });
    await eva.incoming.signOff({ ...at, comment: 'Inga skelettskador. Patienten ringd.' });
    expect(await eva.incoming.toSign({})).toEqual([]);
    await expect(eva.incoming.signOff(at)).rejects.toMatchObject({ detail: { code: 'incoming.signedOff' } });
    await expect(reception.incoming.assign({ ...at, version: 3, facts: PAPER, assignment: { patientId, responsibleId: eva.userId } })).rejects.toMatchObject({ detail: { code: 'incoming.signedOff' } });
    await expect(clinic.db.write(tx => tx.raw("UPDATE incoming_document SET comment = 'x' WHERE id = ?", [at.id]))).rejects.toThrow();
    expect(await logged(clinic)).toContainEqual({ action: 'INCOMING_SIGN', patient: patientId, reason: null });
  });

  it('what is signed off stands among the files of the patient', async () => {
    const carer = await carerOf(clinic, patientId);
    expect((await carer.attachments.list({ patientId })).files).toEqual([expect.objectContaining({ title: PAPER.sender, mediaType: 'application/pdf', incomingId: expect.any(String) })]);
  });

  it('a paper given to the wrong patient moves to the right one before sign-off, and both logs say so; only a practitioner can be responsible', async () => {
    const wrong = await addPatient(clinic.db);
    const { id } = await registerOne('Svar 2', { patientId: wrong, responsibleId: eva.userId });
    await expect(reception.incoming.assign({ id, version: 2, facts: PAPER, assignment: { patientId, responsibleId: reception.userId } })).rejects.toMatchObject({ detail: { code: 'incoming.notPractitioner' } });
    await reception.incoming.assign({ id, version: 2, facts: PAPER, assignment: { patientId, responsibleId: eva.userId } });
    expect((await eva.incoming.toSign({}))[0]).toMatchObject({ id, patientId });
    expect((await logged(clinic)).slice(-3, -1).map(row => [row.patient, row.reason])).toEqual([[wrong, 'movedAway'], [patientId, 'reassigned']]);
    await expect(reception.incoming.toSign({})).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
  });

  it('the same paper twice for a patient is said, not kept twice', async () => {
    await expect(registerOne('Svar 2', { patientId, responsibleId: eva.userId })).rejects.toMatchObject({ detail: { code: 'attachment.exists' } });
  });
});

describe('whose paper it is, for somebody without the register (decision 9, PDL 4:1)', () => {
  const refusal = (code: string) => expect.objectContaining({ detail: expect.objectContaining({ code }) });

  it('is answered for the whole number or whole name with birth date of an unassigned paper, by name and year only, and each question stands in the log', async () => {
    const admin = await clinic.as('administrator');
    const known = await addPatient(clinic.db, { familyName: 'Öberg', givenName: 'Siv Anna', number: '191212121212', kind: 'personnummer' });
    const { id: paperId } = await registerOne('Svar 3');
    const ask = async (text: string) => (await admin.incoming.whose({ paperId, text })).found;
    const right = { id: known, name: 'Öberg, Siv Anna', birthYear: '1981' };
    const before = (await clinic.db.reader.raw("SELECT count(*) AS n FROM audit_event WHERE action = 'PATIENT_SEARCH'")) as [{ n: number }];
    for (const text of ['19121212-1212', '121212+1212', 'Siv Anna Oberg 1981-12-18', '19811218 ÖBERG, Siv Anna']) expect(await ask(text), text).toEqual(right);
    for (const text of ['121212', 'Öberg 1981-12-18', 'Siv Öberg 1981-12-18', 'Siv Anna Öberg', 'Siv Anna Öberg 1981-02-31']) expect(await ask(text), text).toBeNull();
    const rows = (await clinic.db.reader.raw("SELECT patient_id AS patient, object_id AS object, reason_code AS reason FROM audit_event WHERE action = 'PATIENT_SEARCH' ORDER BY seq LIMIT -1 OFFSET ?", [before[0].n])) as { patient: string | null; object: string; reason: string }[];
    expect(rows.every(row => row.object === paperId && row.reason === 'incomingPaper')).toBe(true);
    expect([rows.length, rows.filter(row => row.patient === known).length]).toEqual([13, 4]);
    await admin.incoming.assign({ id: paperId, version: 1, facts: PAPER, assignment: { patientId: known, responsibleId: eva.userId } });
    await expect(ask('19121212-1212'), 'once assigned nobody asks any more').rejects.toEqual(refusal('record.notFound'));
  });

  it('says nothing of a protected identity nor of two who fit, and only ten questions are answered', async () => {
    const admin = await clinic.as('administrator');
    const hidden = await addPatient(clinic.db, { familyName: 'Dold', givenName: 'Ada' });
    await clinic.db.write(tx => tx.raw("UPDATE patient SET protection = 'marked' WHERE id = ?", [hidden]));
    for (let twin = 0; twin < 2; twin += 1) await addPatient(clinic.db, { familyName: 'Tvilling', givenName: 'Bo' });
    const { id: paperId } = await registerOne('Svar 4');
    const ask = async (text: string) => (await admin.incoming.whose({ paperId, text })).found;
    for (const name of ['Ada Dold', 'Bo Tvilling']) expect(await ask(`${name} 1981-12-18`), name).toBeNull();
    for (let more = 0; more < 8; more += 1) await ask(`19121212-121${more}`);
    await expect(ask('19121212-1212')).rejects.toEqual(refusal('incoming.tooManyTries'));
  });
});

describe('the scan folder', () => {
  const chooseFolder = async () => (await clinic.as('administrator')).incoming.saveSettings({ scanFolder: folder });

  it('lists ordinary files alone, and refuses links, pipes, names that lead elsewhere and what is too large (H39)', async () => {
    expect(await reception.incoming.folder({})).toEqual({ folder: null, files: [], problem: null });
    await chooseFolder();
    writeFileSync(join(folder, 'scan0001.pdf'), pdf({ word: 'Skannad' }));
    writeFileSync(join(folder, 'tom.pdf'), '');
    writeFileSync(join(folder, 'stor.pdf'), '');
    truncateSync(join(folder, 'stor.pdf'), 5 * 1024 ** 3);
    symlinkSync('/etc/passwd', join(folder, 'link.pdf'));
    mkdirSync(join(folder, 'mapp.pdf'));
    execFileSync('mkfifo', [join(folder, 'pipe.pdf')]);
    expect((await reception.incoming.folder({})).files.map(one => one.name).sort()).toEqual(['scan0001.pdf', 'stor.pdf', 'tom.pdf']);
    const codeOf = async (name: string): Promise<string> => reception.incoming.folderFile({ name }).then(() => 'ok', (error: { detail: { code: string } }) => error.detail.code);
    expect(await codeOf('scan0001.pdf')).toBe('ok');
    expect(await codeOf('tom.pdf')).toBe('attachment.empty');
    expect(await codeOf('stor.pdf')).toBe('attachment.tooLarge');
    for (const name of ['link.pdf', 'mapp.pdf', 'pipe.pdf']) expect(await codeOf(name), name).toBe('incoming.fileNotRegular');
    for (const name of ['../clinic.db', '/etc/passwd', 'C:\\x.pdf', '..', 'borta.pdf']) expect(await codeOf(name), name).toBe('incoming.fileGone');
  });

  it('removes a file only when the person says so and exactly that file is kept', async () => {
    await expect(reception.incoming.removeFromFolder({ name: 'scan0001.pdf' })).rejects.toMatchObject({ detail: { code: 'incoming.notKept' } });
    const { content, sha256, isKept } = await reception.incoming.folderFile({ name: 'scan0001.pdf' });
    expect(isKept).toBe(false);
    await reception.incoming.register({ file: { content, thumbnail: null }, sourceSha256: sha256, facts: PAPER, assignment: null });
    expect(existsSync(join(folder, 'scan0001.pdf'))).toBe(true);
    expect((await reception.incoming.folder({})).files.find(one => one.name === 'scan0001.pdf')?.isRegistered).toBe(true);
    appendFileSync(join(folder, 'scan0001.pdf'), '%');
    await expect(reception.incoming.removeFromFolder({ name: 'scan0001.pdf' })).rejects.toMatchObject({ detail: { code: 'incoming.notKept' } });
    truncateSync(join(folder, 'scan0001.pdf'), Buffer.from(content, 'base64').length);
    await reception.incoming.removeFromFolder({ name: 'scan0001.pdf' });
    expect(existsSync(join(folder, 'scan0001.pdf'))).toBe(false);
  });

  it('says when the folder is gone, and never takes the program’s own folder', async () => {
    const admin = await clinic.as('administrator');
    await expect(admin.incoming.saveSettings({ scanFolder: clinic.dir })).rejects.toMatchObject({ detail: { code: 'folder.insideData' } });
    rmSync(folder, { recursive: true, force: true });
    expect(await reception.incoming.folder({})).toEqual({ folder, files: [], problem: 'missing' });
  });
});
