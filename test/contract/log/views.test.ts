import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';

import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { insertPatient } from '#electron/core/repositories/patient.ts';

import { startLogClinic } from './log-clinic.ts';

type Clinic = Awaited<ReturnType<typeof startLogClinic>>;
const refused = (code: string) => ({ detail: { code } });
const VERIFIER = path.resolve(import.meta.dirname, '../../../build/scripts/verify-log/verify-log.py');

async function registerPatient(c: Clinic, id: string): Promise<void> {
  const patient = { id, familyName: 'Tolvansson', givenName: 'Tolvan', birthDate: '1912-12-12', sex: 'U', protection: 'none', registrationNote: '' } as const;
  await c.db.write(async tx => void (await insertPatient(tx, patient, { at: c.clock.now().toISOString(), by: uuid() })));
}

describe('reading the log (A-02, A-03, A-10, task 4C 7)', () => {
  let c: Clinic;
  const patient = uuid();
  beforeEach(async () => {
    c = await startLogClinic();
    await registerPatient(c, patient);
  });
  afterEach(async () => {
    expect(c.reported).toEqual([]);
    await c.stop();
  });

  it("a patient's view shows who did what when, newest first, a page at a time, and reading it is in the log", async () => {
    const doctor = await c.as('practitioner');
    await c.fill(5, { patientId: patient });
    const one = await doctor.log.ofPatient({ patientId: patient, limit: 4 });
    expect(one.label).toContain('Tolvan Tolvansson');
    expect(one.lines).toHaveLength(4);
    expect(one.lines[0]).toMatchObject({ action: 'LOG_READ', category: 'log', actor: { id: doctor.userId, title: 'Läkare' }, patient: { id: patient, label: one.label } });
    const two = await doctor.log.ofPatient({ patientId: patient, limit: 4, before: one.nextBefore });
    const seqs = [...one.lines, ...two.lines].map(line => line.seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => b - a));
    expect(new Set(seqs).size).toBe(seqs.length);
    await expect(doctor.log.ofPatient({ patientId: uuid() })).rejects.toMatchObject(refused('patients.notFound'));
  });

  it('filters by colleague, action, day and refusal', async () => {
    const admin = await c.as('administrator');
    await c.fill(6, { patientId: patient });
    c.clock.set('2026-12-24T10:00:00.000Z');
    await c.fill(2, { patientId: patient, action: 'NOTE_READ', category: 'note' });
    await c.fill(1, { patientId: patient, action: 'ACCESS_DENIED', outcome: 'denied' });
    const seen = async (over: object) => (await admin.log.ofPatient({ patientId: patient, ...over })).lines.map(line => line.action).filter(action => action !== 'LOG_READ');
    expect(await seen({ actions: ['NOTE_READ'] })).toEqual(['NOTE_READ', 'NOTE_READ']);
    expect(await seen({ from: '2026-12-24', to: '2026-12-24' })).toEqual(['ACCESS_DENIED', 'NOTE_READ', 'NOTE_READ']);
    expect(await seen({ to: '2026-12-23' })).toHaveLength(6);
    expect(await seen({ from: '2027-01-01' })).toEqual([]);
    expect(await seen({ refusedOnly: true })).toEqual(['ACCESS_DENIED']);
    expect(await seen({ userId: uuid() })).toEqual([]);
    expect((await admin.log.all({ refusedOnly: true })).lines.map(line => line.action)).toEqual(['ACCESS_DENIED']);
    expect((await admin.log.ofUser({ userId: admin.userId, actions: ['LOG_READ'] })).lines.length).toBeGreaterThan(5);
  });

  it('thousands of rows later every row of a patient and of a colleague is found, newest first, none twice', async () => {
    const admin = await c.as('administrator');
    for (const rows of [3, 2500, 2, 2100, 1]) {
      await admin.log.all({});
      await c.fill(rows, rows > 3 ? {} : { patientId: patient });
    }
    const inTheTable = async (column: string, id: string) => ((await c.db.reader.raw(`SELECT seq FROM audit_event WHERE ${column} = ? ORDER BY seq DESC`, [id])) as { seq: number }[]).map(row => row.seq);
    const truth = { patient: await inTheTable('patient_id', patient), colleague: await inTheTable('actor_id', admin.userId) };
    const everyPage = async (read: (before: number | undefined) => ReturnType<typeof admin.log.all>) => {
      const seen: number[] = [];
      for (let next: number | null | undefined; next !== null;) {
        const page = await read(next);
        seen.push(...page.lines.map(line => line.seq));
        next = page.nextBefore;
      }
      return seen;
    };
    const newest = Math.max(truth.patient[0] ?? 0, truth.colleague[0] ?? 0);
    expect((await everyPage(before => admin.log.ofPatient({ patientId: patient, limit: 2, before }))).filter(seq => seq <= newest)).toEqual(truth.patient);
    expect((await everyPage(before => admin.log.ofUser({ userId: admin.userId, limit: 2, before }))).filter(seq => seq <= newest)).toEqual(truth.colleague);
  });

  it('a day is the clinic\'s day: 23:30 on 1 July in Stockholm is 21:30 UTC, 00:30 belongs to the next', async () => {
    const admin = await c.as('administrator');
    for (const at of ['2027-07-01T21:30:00.000Z', '2027-07-01T22:30:00.000Z']) {
      c.clock.set(at);
      await c.fill(1, { patientId: patient });
    }
    const days = async (day: string) => (await admin.log.ofPatient({ patientId: patient, from: day, to: day, actions: ['PATIENT_OPEN'] })).lines.map(line => line.at.slice(11, 16));
    expect(await days('2027-07-01')).toEqual(['21:30']);
    expect(await days('2027-07-02')).toEqual(['22:30']);
  });

  it('a clock set back is noticed, rows keep their order by seq, and no row disappears from a day (A-13)', async () => {
    const admin = await c.as('administrator');
    await c.fill(2, { patientId: patient });
    c.clock.set('2026-11-22T05:00:00.000Z');
    await c.fill(2, { patientId: patient });
    const { lines } = await admin.log.all({ from: '2026-11-22', to: '2026-11-22' });
    expect(lines.map(line => line.action)).toContain('CLOCK_BACKWARD');
    expect(lines.map(line => line.seq)).toEqual([...lines.map(line => line.seq)].sort((a, b) => b - a));
    expect(lines.filter(line => line.action === 'PATIENT_OPEN')).toHaveLength(4);
    expect((await c.check()).ok).toBe(true);
  });

  it('a receptionist sees no log, a practitioner no colleague\'s; the refusals are in the log', async () => {
    const reception = await c.as('receptionist');
    await expect(reception.log.ofPatient({ patientId: patient })).rejects.toMatchObject(refused('auth.forbidden'));
    const doctor = await c.as('practitioner');
    await expect(doctor.log.ofUser({ userId: doctor.userId })).rejects.toMatchObject(refused('auth.forbidden'));
    await expect(doctor.log.verify({})).rejects.toMatchObject(refused('auth.forbidden'));
    const admin = await c.as('administrator');
    expect((await admin.log.all({ refusedOnly: true })).lines.map(line => line.action)).toEqual(['ACCESS_DENIED', 'ACCESS_DENIED', 'ACCESS_DENIED']);
  });

  it('when the log cannot be written, nothing is shown and the screen is told why (A-01)', async () => {
    const doctor = await c.as('practitioner');
    await c.db.write(tx => tx.raw(`CREATE TRIGGER log_is_full BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'no'); END`));
    await expect(doctor.log.ofPatient({ patientId: patient })).rejects.toMatchObject(refused('log.writeFailed'));
    await c.db.write(tx => tx.raw('DROP TRIGGER log_is_full'));
    expect((await doctor.log.ofPatient({ patientId: patient })).lines).toHaveLength(1);
  });

  it('checking from the screen keeps its result, tells how far it got and is itself in the log', async () => {
    const admin = await c.as('administrator');
    await c.fill(10);
    expect((await admin.log.lastVerify({})).report).toBeNull();
    const good = await admin.log.verify({});
    expect(good).toMatchObject({ ok: true, rows: 10 });
    expect(c.progress.at(-1)).toBe(10);
    await c.tamper('DELETE FROM audit_event WHERE seq = 4');
    const bad = await admin.log.verify({});
    expect(bad.firstBad).toEqual({ seq: 4, fault: 'removed' });
    expect((await admin.log.lastVerify({})).report).toMatchObject({ ok: false, firstBad: { seq: 4, fault: 'removed' } });
    expect((await admin.log.all({ actions: ['CHAIN_VERIFY'] })).lines.map(line => [line.outcome, line.objectId])).toEqual([['failed', '4'], ['ok', null]]);
  });
});

describe('the exported log is checked without any program of ours (A-05)', () => {
  let c: Clinic;
  let folder: string;
  beforeEach(async () => {
    c = await startLogClinic();
    folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-export-'));
  });
  afterEach(() => c.stop());
  const python = (file: string, ...more: string[]) => {
    try {
      return { code: 0, text: execFileSync('python3', [VERIFIER, file, ...more], { encoding: 'utf8', stdio: 'pipe' }) };
    } catch (error) {
      const failed = error as { status: number; stdout: string; stderr: string };
      return { code: failed.status, text: `${failed.stdout}${failed.stderr}` };
    }
  };

  it('python alone accepts it, and names the first bad line after an edit, a removal, a swap, a cut and a forged checkpoint', async () => {
    const admin = await c.as('administrator');
    await c.fill(120, { reasonText: 'journal på begäran “å” \u2028 \t 😀' });
    const { file, rows } = await admin.log.exportAll({ folder });
    expect(rows).toBe(121);
    expect(python(file)).toMatchObject({ code: 0, text: expect.stringContaining('121 rows') as string });
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const verdict = (changed: string[]) => {
      writeFileSync(`${file}.x`, `${changed.join('\n')}\n`);
      return python(`${file}.x`);
    };
    const edit = (index: number, from: string | RegExp, to: string) => lines.map((line, at) => (at === index ? line.replace(from, to) : line));
    expect(verdict(edit(40, '"patient-', '"patienT-'))).toMatchObject({ code: 1, text: expect.stringContaining('row 40') as string });
    expect(verdict(lines.filter((_, at) => at !== 40))).toMatchObject({ code: 1, text: expect.stringContaining('row 40') as string });
    expect(verdict([...lines.slice(0, 40), lines[41]!, lines[40]!, ...lines.slice(42)])).toMatchObject({ code: 1, text: expect.stringContaining('row 40') as string });
    expect(verdict(lines.slice(0, 100))).toMatchObject({ code: 1, text: expect.stringContaining('row 100') as string });
    expect(verdict(edit(lines.length - 2, /"signature":"MEU|"signature":"MEQ|"signature":"MEY/, '"signature":"MEA'))).toMatchObject({ code: 1, text: expect.stringContaining('checkpoint') as string });
    expect(python(file, '--anchor', `${rows}:${'0'.repeat(64)}`).code).toBe(1);
  });

  it('no half file stays behind, and nothing is written into the data folder', async () => {
    const admin = await c.as('administrator');
    await c.fill(3);
    await expect(admin.log.exportAll({ folder: path.join(folder, 'missing') })).rejects.toMatchObject(refused('backup.placeMissing'));
    await expect(admin.log.exportAll({ folder: path.join(c.dir, 'sub') })).rejects.toMatchObject(refused('backup.placeInsideData'));
    expect(readdirSync(folder)).toEqual([]);
    await admin.log.exportAll({ folder });
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^klinikbok-log-.*\.ndjson$/)]);
  });
});
