import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { BackupTarget } from '#shared/domain/backup/target.ts';
import { DrillCertificate } from '#shared/domain/drill/drill.ts';
import { removeScratch, scratchFolderOf } from '#electron/core/backup/drill/scratch.ts';
import { addPatient, practitionerFor, writeNote } from '#test/support/journal/journal-clinic.ts';
import { type Administrator, certificateOf, type DrillClinic, startDrillClinic, startDrilledClinic, stopDrilledClinic } from '#test/support/backup/drill-clinic.ts';

const packsOf = (target: BackupTarget): string[] => {
  const root = target.place.kind === 'folder' ? target.place.repositoryPath : '';
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => /packs\/.+\.age$/.test(name.replaceAll('\\', '/'))).map(name => join(root, name));
};

describe('a restore on trial (J-20, XM-80, XM-81, DC-29)', () => {
  let clinic: DrillClinic;
  let usb: BackupTarget;
  let admin: Administrator;
  beforeAll(async () => void ({ clinic, admin, usb } = await startDrilledClinic(3)));
  afterAll(() => stopDrilledClinic(clinic));
  const held = async (targetId: string | null = null): Promise<DrillCertificate> => {
    await admin.drill.run({ targetId });
    return certificateOf(clinic, admin);
  };

  it('restores the newest backup from the place, walks the log, compares notes, signatures, patients and files, and leaves a certificate', async () => {
    const certificate = await held();
    expect(certificate.lines.filter(line => line.outcome !== 'ok')).toEqual([]);
    expect(certificate).toMatchObject({ outcome: 'ok', errorCode: null, trigger: 'request', keys: 'clinic', place: { name: 'usb', kind: 'folder' }, generation: { counts: { patients: 3, notes: 6 } }, scratchRemoved: true });
    const checked = Object.fromEntries(certificate.lines.map(line => [line.check, line.checked]));
    expect(checked).toMatchObject({ notes: 9, signatures: 3, patients: 3, attachments: 3, logChain: certificate.generation?.logHead.seq });
    expect(certificate.found?.counts).toEqual(certificate.generation?.counts);
    expect(existsSync(scratchFolderOf(clinic.workFolder))).toBe(false);
  });

  it('what was written, signed or changed since the backup is no difference', async () => {
    const patientId = await addPatient(clinic.db);
    await writeNote(await practitionerFor(clinic, patientId), patientId);
    await clinic.db.write(tx => tx.raw("UPDATE patient SET given_name = 'Anna', version = version + 1, changed_at = '2026-11-22T08:00:00.000Z', changed_by = 'test' WHERE family_name = 'Ek0'"));
    expect(await held()).toMatchObject({ outcome: 'ok' });
  });

  it('is written to the log as asked for by a person and as held by the program', async () => {
    const rows = (await clinic.db.reader.raw("SELECT actor_id, outcome, object_type, reason_code FROM audit_event WHERE action = 'RESTORE_TEST' ORDER BY seq LIMIT 2")) as object[];
    expect(rows).toEqual([
      { actor_id: admin.userId, outcome: 'ok', object_type: 'backupPlace', reason_code: 'request' }, { actor_id: null, outcome: 'ok', object_type: 'drill', reason_code: 'request' },
    ]);
  });

  it('anybody checks the certificate with stock openssl: the bytes, the signature, and the key that the kit prints', async () => {
    const [newest] = await admin.drill.list({ limit: 1 });
    const { files, commands } = await admin.drill.files({ id: newest?.id ?? '' });
    const folder = join(clinic.dir, 'papers');
    mkdirSync(folder);
    for (const one of files) writeFileSync(join(folder, one.name), Buffer.from(one.content, 'base64'));
    expect(commands).toHaveLength(2);
    const run = (command: string): string => execFileSync('sh', ['-c', `${command} 2>&1`], { cwd: folder, encoding: 'utf8', timeout: 10_000 });
    expect(run(commands[0] ?? '')).toContain('successful');
    const spki = new X509Certificate(clinic.certificate).publicKey.export({ type: 'spki', format: 'der' });
    expect(run(commands[1] ?? '')).toContain(createHash('sha256').update(spki).digest('hex'));
    const json = files.find(one => one.name.endsWith('.json'))?.name ?? '';
    const text = readFileSync(join(folder, json), 'utf8');
    expect(DrillCertificate.parse(JSON.parse(text))).toMatchObject({ outcome: 'ok', id: newest?.id });
    writeFileSync(join(folder, json), text.replace('"wrong":0', '"wrong":1'));
    expect(() => run(commands[0] ?? '')).toThrow();
  });

  it('the certificate is never changed or removed', async () => {
    for (const sql of ["UPDATE drill_certificate SET outcome = 'ok'", 'DELETE FROM drill_certificate', 'INSERT OR REPLACE INTO drill_certificate SELECT * FROM drill_certificate'])
      await expect(clinic.db.write(tx => tx.raw(sql)), sql).rejects.toThrow();
  });

  it('fails, says where, and turns red at once: a flipped bit in a pack, then a pack that is gone, then a place that is not there', async () => {
    const [pack = ''] = packsOf(usb);
    const whole = readFileSync(pack);
    const flipped = Buffer.from(whole);
    flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1;
    writeFileSync(pack, flipped);
    const wrongOf = (certificate: DrillCertificate, check: string) => certificate.lines.find(line => line.check === check)?.wrong;
    const bad = await held();
    expect(bad).toMatchObject({ outcome: 'failed', errorCode: 'backup.placeDamaged', generation: { counts: { patients: 3 } }, scratchRemoved: true });
    expect(wrongOf(bad, 'packs')).toBe(1);
    expect((await admin.drill.status({})).failed).toMatchObject({ id: bad.id });
    rmSync(pack);
    expect(wrongOf(await held(), 'packs')).toBe(1);
    writeFileSync(pack, whole);
    renameSync(join(clinic.dir, 'usb'), join(clinic.dir, 'away'));
    expect(await held()).toMatchObject({ outcome: 'failed', errorCode: 'backup.placeMissing', generation: null });
    renameSync(join(clinic.dir, 'away'), join(clinic.dir, 'usb'));
    expect(await held()).toMatchObject({ outcome: 'ok' });
    expect((await admin.drill.status({})).failed).toBeNull();
    expect(existsSync(scratchFolderOf(clinic.workFolder))).toBe(false);
  });

  it('notices a file of the journal that is no longer in the open database as it was backed up', async () => {
    await clinic.db.exclusive(async connection => {
      await connection.exec('DROP TRIGGER attachment_chunk_never_update');
      await connection.exec("UPDATE attachment_chunk SET bytes = x'00' WHERE id = (SELECT max(id) FROM attachment_chunk)");
    });
    const certificate = await held();
    expect(certificate.lines.filter(line => line.outcome === 'failed').map(line => line.check)).toEqual(['attachments']);
  });

  it('refuses a backup of another clinic put in the place, and one that is older than what this computer made', async () => {
    const other = await startDrillClinic();
    try {
      const theirs = await other.addPlace('theirs');
      await other.backUp(theirs);
      if (theirs.place.kind !== 'folder') throw new Error('a folder was made');
      clinic.targets.push({ ...theirs, id: 'foreign', name: 'foreign' });
      expect(await held('foreign')).toMatchObject({ outcome: 'failed', errorCode: 'backup.placeForeign' });
      clinic.targets.pop();
    } finally {
      await other.stop();
    }
    await clinic.backUp(usb);
    const root = join(clinic.dir, 'usb');
    const newest = readdirSync(root, { recursive: true, encoding: 'utf8' }).find(name => name.includes('00000002-')) ?? '';
    renameSync(join(root, newest), join(clinic.dir, 'hidden'));
    expect(await held()).toMatchObject({ outcome: 'failed', errorCode: 'backup.placeRolledBack' });
    renameSync(join(clinic.dir, 'hidden'), join(root, newest));
  });

  it('prints the certificate with the clinic as sender', async () => {
    const [newest] = await admin.drill.list({ limit: 1 });
    const { pdf, pages, fileName } = await admin.drill.pdf({ id: newest?.id ?? '', language: 'sv' });
    expect(Buffer.from(pdf, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect({ pages, fileName }).toMatchObject({ pages: expect.any(Number), fileName: expect.stringMatching(/^provaterstallning-2026-11-22-.{8}\.pdf$/) });
  });

  it('a receptionist neither sees nor holds drills', async () => {
    const reception = await clinic.as('receptionist');
    await expect(reception.drill.status({})).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    await expect(reception.drill.run({})).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
  });

  it('what a killed drill left is removed at the next start', async () => {
    mkdirSync(scratchFolderOf(clinic.workFolder), { recursive: true });
    writeFileSync(join(scratchFolderOf(clinic.workFolder), 'clinic.db'), 'left');
    await clinic.service.start();
    expect(existsSync(scratchFolderOf(clinic.workFolder))).toBe(false);
    expect(await removeScratch(clinic.workFolder)).toBe(true);
    await clinic.service.stop();
  });
});

describe('the yearly drill with the paper kit alone (J-20)', () => {
  let clinic: DrillClinic;
  let admin: Administrator;
  beforeAll(async () => void ({ clinic, admin } = await startDrilledClinic(1)));
  afterAll(() => stopDrilledClinic(clinic));
  const folder = () => ({ kind: 'folder' as const, path: join(clinic.dir, 'usb') });

  it('restores with what stands on the paper and says so on the certificate; nothing inside the open database is used', async () => {
    await clinic.db.write(tx => tx.raw("UPDATE setting SET value = '{\"identity\":\"none\",\"recipient\":\"none\"}' WHERE key = 'backup_identity'"));
    await admin.drill.runWithKit({ kit: clinic.kit, place: folder() });
    const certificate = await certificateOf(clinic, admin);
    expect(certificate).toMatchObject({ outcome: 'ok', keys: 'kit', trigger: 'kit', place: { name: 'usb' } });
    expect(certificate.lines.find(line => line.check === 'notes')).toMatchObject({ outcome: 'ok', checked: 3 });
    expect((await admin.drill.status({})).kit).toMatchObject({ lastDrillAt: certificate.endedAt, dueAt: '2027-11-22T08:00:00.000Z' });
  });

  it('refuses a kit with one wrong sign, a kit of another clinic, and a folder without backups, before anything is restored', async () => {
    await expect(admin.drill.runWithKit({ kit: clinic.kit.replace(/AGE-SECRET-KEY-1../, 'AGE-SECRET-KEY-1QQ'), place: folder() })).rejects.toMatchObject({ detail: { code: 'restore.kitWrong' } });
    const other = await startDrillClinic();
    await other.stop();
    await expect(admin.drill.runWithKit({ kit: other.kit, place: folder() })).rejects.toMatchObject({ detail: { code: 'backup.placeForeign' } });
    mkdirSync(join(clinic.dir, 'empty'));
    await expect(admin.drill.runWithKit({ kit: clinic.kit, place: { kind: 'folder', path: join(clinic.dir, 'empty') } })).rejects.toMatchObject({ detail: { code: 'restore.noBackups' } });
    await expect(admin.drill.runWithKit({ kit: clinic.kit, place: { kind: 'server', sheet: 'hej' } })).rejects.toMatchObject({ detail: { code: 'restore.serverSheetWrong' } });
  });
});
