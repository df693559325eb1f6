import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { breach } from '#shared/contract/breach.ts';
import { journal } from '#shared/contract/journal.ts';
import { type BreachDraft, type BreachScope, timersOf } from '#shared/domain/breach/breach.ts';
import { createBreachService } from '#electron/core/services/breach/breach-service.ts';
import { createJournalService } from '#electron/core/services/journal/journal-service.ts';
import { startTestClinic, type TestClinic } from '#test/support/harness.ts';
import { addPatient, practitionerFor, signedNote, softwareSigner } from '#test/support/journal/journal-clinic.ts';

type Clinic = TestClinic<{ breach: typeof breach; journal: typeof journal }>;
const textOf = (content: string) => Buffer.from(content, 'base64').toString('utf8');

describe('a personal data breach (G-12, GDPR art. 33)', () => {
  let clinic: Clinic;
  let admin: Awaited<ReturnType<Clinic['as']>>;
  let eva: Awaited<ReturnType<Clinic['as']>>;
  let stolenAt: string;
  const at = () => clinic.clock.now().toISOString();
  const later = (minutes: number) => clinic.clock.set(new Date(clinic.clock.now().getTime() + minutes * 60_000).toISOString());
  const sql = async (text: string, ...values: string[]) => ((await clinic.db.reader.raw(text, values)) as { n: number }[])[0]?.n;
  const draftOf = (scope: BreachScope, over: Partial<BreachDraft> = {}): BreachDraft =>
    ({ title: 'Stulen bärbar dator', discoveredAt: stolenAt, scope, nature: 'En dator stals ur en bil.', contact: 'Dataskyddsombud Karin Ask, 08-123 45 67', consequences: '', measures: '', notifiedAt: null, notNotifiedReason: '', ...over });
  const save = async (draft: BreachDraft, id = v7(), version = 0) => admin.breach.save({ id, version, draft });

  beforeAll(async () => {
    clinic = await startTestClinic({ breach, journal }, deps => ({ breach: createBreachService(deps), journal: createJournalService({ ...deps, signer: softwareSigner(deps.clock.now) }) }));
    admin = await clinic.as('administrator');
    for (const familyName of ['Ask', 'Björk', 'Cedergren']) {
      const patientId = await addPatient(clinic.db, { familyName });
      eva = await practitionerFor(clinic, patientId);
      await signedNote(eva, patientId, { text: `Anteckning om ${familyName}` });
      later(10);
    }
    stolenAt = at();
    later(60);
    const dahl = await addPatient(clinic.db, { familyName: 'Dahl' });
    await clinic.db.write(tx => tx.raw('UPDATE patient SET created_at = ? WHERE id = ?', [at(), dahl]));
    later(60);
  });
  afterAll(() => clinic.stop());

  it('of a lost laptop takes in everything that was on it by then, and nothing that came later: the counts are the database\'s own', async () => {
    const count = await admin.breach.count({ scope: { kind: 'device', lostAt: stolenAt, workstation: 'test' } });
    const truth = { persons: await sql('SELECT count(*) AS n FROM patient WHERE created_at <= ?', stolenAt), notes: await sql('SELECT count(*) AS n FROM note WHERE created_at <= ?', stolenAt) };
    expect(truth).toEqual({ persons: 3, notes: 3 });
    expect({ persons: count.persons, notes: count.byCategory.find(one => one.category === 'note')?.count }).toEqual(truth);
    const { persons, total } = await admin.breach.affected({ scope: { kind: 'device', lostAt: stolenAt, workstation: null } });
    expect({ total, last: persons.map(one => one.label.split(' ').at(-1)) }).toEqual({ total: 3, last: ['Ask', 'Björk', 'Cedergren'] });
  });

  it('by time, person and workstation takes in what the log says was seen: the counts are the log\'s own', async () => {
    const window = { kind: 'log', from: '2026-11-22T00:00:00.000Z', to: stolenAt, userId: null, workstation: null } as const;
    const where = "outcome = 'ok' AND at >= ? AND at < ? AND patient_id IS NOT NULL";
    for (const [scope, more, values] of [
      [window, '', []], [{ ...window, userId: eva.userId }, ' AND actor_id = ?', [eva.userId]], [{ ...window, workstation: 'test' }, ' AND workstation = ?', ['test']],
      [{ ...window, workstation: 'okänd' }, ' AND workstation = ?', ['okänd']],
    ] as const) {
      const { persons, records, byCategory } = await admin.breach.count({ scope });
      const truth = [await sql(`SELECT count(DISTINCT patient_id) AS n FROM audit_event WHERE ${where}${more}`, scope.from, scope.to, ...values), await sql(`SELECT count(*) AS n FROM audit_event WHERE ${where}${more}`, scope.from, scope.to, ...values)];
      expect([persons, records]).toEqual(truth);
      expect(byCategory.reduce((sum, one) => sum + one.count, 0)).toBe(records);
    }
    expect((await admin.breach.count({ scope: { ...window, userId: eva.userId } })).persons).toBe(1);
    expect((await admin.breach.count({ scope: { ...window, workstation: 'okänd' } })).records).toBe(0);
    await expect(admin.breach.count({ scope: { ...window, to: window.from } })).rejects.toMatchObject({ detail: { code: 'breach.windowEmpty' } });
  });

  it('shows how much of 24 and 72 hours is left, also when the clock changed meanwhile', () => {
    const discovered = '2026-10-24T22:00:00.000Z'; // the night when Swedish clocks go back
    expect(timersOf(discovered, new Date('2026-10-25T12:00:00.000Z'))).toEqual([
      { timer: 'target', endsAt: '2026-10-25T22:00:00.000Z', leftMs: 10 * 3_600_000 }, { timer: 'authority', endsAt: '2026-10-27T22:00:00.000Z', leftMs: 58 * 3_600_000 },
    ]);
    expect(timersOf(discovered, new Date('2026-10-28T00:00:00.000Z')).map(one => one.leftMs < 0)).toEqual([true, true]);
  });

  it('is a draft until it is closed, and then stays as it is; each version is kept', async () => {
    const scope: BreachScope = { kind: 'device', lostAt: stolenAt, workstation: null };
    const made = await save(draftOf(scope));
    const changed = await save(draftOf(scope, { measures: 'Datorn spärrad. Diskens innehåll är krypterat.' }), made.id, made.version);
    await expect(save(draftOf(scope), made.id, made.version)).rejects.toMatchObject({ detail: { code: 'record.changedMeanwhile' } });
    const closed = await admin.breach.close({ id: made.id, version: changed.version });
    expect(closed).toMatchObject({ version: 3, closedAt: at(), draft: { measures: 'Datorn spärrad. Diskens innehåll är krypterat.' } });
    await expect(save(draftOf(scope), made.id, closed.version)).rejects.toMatchObject({ detail: { code: 'breach.closed' } });
    await expect(clinic.db.write(tx => tx.raw("UPDATE breach_report SET content = '{}' WHERE id = ?", [made.id]))).rejects.toThrow('constraint');
    expect(await sql("SELECT count(*) AS n FROM record_history WHERE table_name = 'breach_report' AND row_id = ?", made.id)).toBe(2);
  });

  it('is printed without names; the list of those affected only when asked for, and logged with its number', async () => {
    const { id } = await save(draftOf({ kind: 'device', lostAt: stolenAt, workstation: 'BÄRBAR-2' }));
    const plain = await admin.breach.papers({ id, language: 'sv', withPersons: false });
    expect(plain.files.map(one => one.type)).toEqual(['application/pdf', 'application/json']);
    const json = textOf(plain.files[1]?.content ?? '');
    expect(JSON.parse(json)).toMatchObject({ format: 'klinikbok-breach/1', count: { persons: 3 }, hours: { target: 24, authority: 72 }, draft: { contact: 'Dataskyddsombud Karin Ask, 08-123 45 67' } });
    expect(json).not.toContain('Cedergren');
    const named = await admin.breach.papers({ id, language: 'en', withPersons: true });
    expect(textOf(named.files[2]?.content ?? '').split('\r\n')).toHaveLength(5);
    const rows = await clinic.db.reader.raw("SELECT category, count FROM audit_event WHERE action = 'LOG_EXTRACT' ORDER BY seq");
    expect(rows).toEqual([{ category: 'log', count: null }, { category: 'identity', count: 3 }]);
  });

  it('is the administrator\'s alone', async () => {
    await expect(eva.breach.list({})).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    expect(clinic.reported).toEqual([]);
  });
});
