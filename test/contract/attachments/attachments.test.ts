import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { FILE_MAX_BYTES } from '#shared/domain/attachments/limits.ts';
import { carerOf, FACTS, file, logged, startAttachmentsClinic, type AttachmentsClinic, type AttachmentsUser } from '#test/support/attachments/attachments-clinic.ts';
import { jpeg, pdf, png } from '#test/support/attachments/samples.ts';
import { addPatient } from '#test/support/journal/journal-clinic.ts';

let clinic: AttachmentsClinic;
let patientId: string;
let eva: AttachmentsUser;
beforeAll(async () => {
  clinic = await startAttachmentsClinic();
  patientId = await addPatient(clinic.db);
  eva = await carerOf(clinic, patientId);
});
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

const keep = (bytes: Uint8Array, over: { category?: 'photo' | 'document'; thumbnail?: Uint8Array } = {}) =>
  eva.attachments.add({ patientId, category: over.category ?? 'document', facts: FACTS, file: file(bytes, over.thumbnail ?? null) });

describe('files of the journal', () => {
  it('K-24 a file comes back as it was put in, in the encrypted file alone, and both are in the log', async () => {
    const bytes = pdf({ word: 'Remissvar' });
    const { attachmentId, isNew } = await keep(bytes);
    expect(isNew).toBe(true);
    const read = await eva.attachments.read({ patientId, attachmentId });
    expect(read.mediaType).toBe('application/pdf');
    expect(Buffer.from(read.content, 'base64').equals(bytes)).toBe(true);
    const rows = (await logged(clinic)).slice(-2);
    expect(rows).toEqual([{ action: 'ATTACH_ADD', patient: patientId, reason: 'document' }, { action: 'ATTACH_READ', patient: patientId, reason: null }]);
  });

  it('H42 the same file a thousand times is kept once for a patient, and once more for another patient', async () => {
    const bytes = pdf({ word: 'Samma' });
    const first = await keep(bytes);
    expect(await keep(bytes)).toEqual({ attachmentId: first.attachmentId, isNew: false });
    const other = await addPatient(clinic.db);
    const carer = await carerOf(clinic, other);
    expect(await carer.attachments.add({ patientId: other, category: 'document', facts: FACTS, file: file(bytes) })).toMatchObject({ isNew: true });
  });

  it('K-24 a picture with a place, a text or a profile in it is not kept, nor one that hides something behind its end', async () => {
    for (const bytes of [jpeg({ exif: 'GPS' }), png({ more: [['tEXt', 'a\0b']] }), Buffer.concat([png(), Buffer.from('PK')])]) await expect(keep(bytes)).rejects.toMatchObject({ detail: { code: 'attachment.imageNotClean' } });
    await expect(keep(png({ shade: 1 }), { thumbnail: jpeg({ exif: 'x' }) })).rejects.toMatchObject({ detail: { code: 'attachment.imageNotClean' } });
    const { attachmentId } = await keep(png({ shade: 2 }), { thumbnail: png({ shade: 3 }) });
    const { files } = await eva.attachments.list({ patientId });
    expect(files.find(one => one.id === attachmentId)).toMatchObject({ mediaType: 'image/png', width: 4, height: 3, thumbnail: png({ shade: 3 }).toString('base64') });
  });

  it('a file of 25 MB is kept; one byte more is refused with its limit', async () => {
    const head = pdf();
    const large = Buffer.concat([head, Buffer.alloc(FILE_MAX_BYTES - head.length, 0x20)]);
    const { attachmentId } = await keep(large);
    expect(Buffer.from((await eva.attachments.read({ patientId, attachmentId })).content, 'base64').equals(large)).toBe(true);
    await expect(keep(Buffer.concat([large, Buffer.from(' ')]))).rejects.toMatchObject({ detail: { code: 'attachment.tooLarge', params: { megabytes: 25 } } });
  }, 30_000);

  it('J-13 reception and administrators reach no file; a practitioner without care relation states a reason first', async () => {
    const { attachmentId } = await keep(pdf({ word: 'Hemligt' }));
    for (const role of ['receptionist', 'administrator'] as const) {
      const other = await clinic.as(role);
      await expect(other.attachments.list({ patientId })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
      await expect(other.attachments.read({ patientId, attachmentId })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    }
    const stranger = await clinic.as('practitioner');
    await expect(stranger.attachments.read({ patientId, attachmentId })).rejects.toMatchObject({ detail: { code: 'auth.reasonRequired' } });
    const other = await addPatient(clinic.db);
    await eva.journal.stateReason({ patientId: other, reasonCode: 'takesPartInCare' });
    await expect(eva.attachments.read({ patientId: other, attachmentId })).rejects.toMatchObject({ detail: { code: 'record.notFound' } });
  });

  it('K-24 a photograph needs the patient’s consent; when it is withdrawn no photograph is shown or handed out', async () => {
    const other = await addPatient(clinic.db);
    const carer = await carerOf(clinic, other);
    const add = () => carer.attachments.add({ patientId: other, category: 'photo', facts: { ...FACTS, stage: 'before' }, file: file(png({ shade: 40 }), png({ shade: 41 })) });
    await expect(add()).rejects.toMatchObject({ detail: { code: 'attachment.consentMissing' } });
    const consent = await carer.attachments.giveConsent({ patientId: other, method: 'oral' });
    const { attachmentId } = await add();
    expect((await carer.attachments.list({ patientId: other })).files[0]).toMatchObject({ withheld: false, stage: 'before', bodyPart: 'Hand' });
    await carer.attachments.withdrawConsent({ patientId: other, version: consent.version });
    expect((await carer.attachments.list({ patientId: other })).files[0]).toMatchObject({ withheld: true, thumbnail: null });
    for (const call of [carer.attachments.read, carer.attachments.export]) await expect(call({ patientId: other, attachmentId })).rejects.toMatchObject({ detail: { code: 'attachment.withheld' } });
    await expect(add()).rejects.toMatchObject({ detail: { code: 'attachment.consentMissing' } });
    await carer.attachments.giveConsent({ patientId: other, method: 'written' });
    expect((await carer.attachments.list({ patientId: other })).files[0]).toMatchObject({ withheld: false });
  });

  it('J-09 a file can be made invisible with a reason and is still there; nothing deletes, replaces or changes it', async () => {
    const bytes = pdf({ word: 'Fel patient' });
    const { attachmentId } = await keep(bytes);
    await eva.attachments.strike({ patientId, attachmentId, version: 1, reason: 'Hör till en annan patient' });
    expect((await eva.attachments.list({ patientId })).files.find(one => one.id === attachmentId)?.struck).toMatchObject({ reason: 'Hör till en annan patient' });
    await expect(eva.attachments.read({ patientId, attachmentId })).rejects.toMatchObject({ detail: { code: 'attachment.struck' } });
    const raw = async (sql: string) => clinic.db.write(tx => tx.raw(sql, [attachmentId]));
    for (const sql of [
      'DELETE FROM attachment WHERE id = ?', 'DELETE FROM attachment_chunk WHERE attachment_id = ?', 'UPDATE attachment_chunk SET bytes = zeroblob(9) WHERE attachment_id = ?', "UPDATE attachment SET sha256 = 'x' WHERE id = ?",
      'UPDATE attachment SET struck_at = NULL, struck_reason = NULL WHERE id = ?', 'INSERT OR REPLACE INTO attachment SELECT * FROM attachment WHERE id = ?', 'INSERT OR REPLACE INTO attachment_chunk SELECT * FROM attachment_chunk WHERE attachment_id = ?',
    ]) await expect(raw(sql), sql).rejects.toThrow();
    expect(await keep(bytes)).toMatchObject({ isNew: true });
  });

  it('what is said about a file can be put right, and what was said before is kept', async () => {
    const { attachmentId } = await keep(pdf({ word: 'Titel' }));
    const { version } = await eva.attachments.describe({ patientId, attachmentId, version: 1, facts: { ...FACTS, title: 'Höger hand <b>‮x' } });
    await expect(eva.attachments.describe({ patientId, attachmentId, version: 1, facts: FACTS })).rejects.toMatchObject({ detail: { code: 'record.changedMeanwhile' } });
    expect(version).toBe(2);
    const [kept] = (await clinic.db.reader.raw("SELECT old FROM record_history WHERE table_name = 'attachment' AND row_id = ?", [attachmentId])) as { old: string }[];
    expect(JSON.parse(kept?.old ?? '{}')).toMatchObject({ title: 'Vänster hand' });
  });

  it('a copy leaves under a name that tells nothing, and the log says so', async () => {
    const { attachmentId } = await keep(pdf({ word: 'Ut' }));
    const { fileName } = await eva.attachments.export({ patientId, attachmentId });
    expect(fileName).toMatch(/^bilaga-[0-9a-f]{12}\.pdf$/);
    expect((await logged(clinic)).at(-1)).toMatchObject({ action: 'EXPORT', patient: patientId });
  });

  it('bytes that are no longer what was kept are not shown', async () => {
    const { attachmentId } = await keep(randomText());
    await clinic.db.write(async tx => {
      await tx.raw('DROP TRIGGER attachment_chunk_never_update');
      await tx.raw("UPDATE attachment_chunk SET bytes = CAST('annan text' AS BLOB) WHERE attachment_id = ?", [attachmentId]);
    });
    await expect(eva.attachments.read({ patientId, attachmentId })).rejects.toMatchObject({ detail: { code: 'attachment.damaged' } });
  });

  it('lists of files and of papers to sign off go by their indexes among many patients', async () => {
    const plan = async (sql: string) => ((await clinic.db.reader.raw(`EXPLAIN QUERY PLAN ${sql}`)) as { detail: string }[]).map(row => row.detail).join('\n');
    expect(await plan("SELECT id FROM attachment a WHERE a.patient_id = 'p' ORDER BY a.event_time DESC, a.id DESC")).toMatch(/USING (COVERING )?INDEX attachment_of_patient/);
    expect(await plan("SELECT i.id FROM incoming_document i WHERE i.responsible_id = 'r' AND i.signed_off_at IS NULL ORDER BY i.assigned_at")).toContain('USING INDEX incoming_to_sign');
    expect(await plan('SELECT i.id FROM incoming_document i WHERE i.patient_id IS NULL ORDER BY i.registered_at')).toContain('incoming_unassigned');
    expect(await plan("SELECT 1 FROM incoming_document WHERE source_sha256 = 'x'")).toContain('incoming_by_source');
  });
});

const randomText = (): Buffer => Buffer.from(randomBytes(30).toString('hex'));
