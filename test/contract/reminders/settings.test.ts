import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, startReminderClinic, type ReminderClinic } from './reminder-clinic.ts';

let clinic: ReminderClinic;
beforeAll(async () => {
  clinic = await startReminderClinic();
});
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

const SECRET = 'nyckel-7f3a9b';

describe('reminders are off until they are decided (0.6, HSLF-FS 2016:40 3:16)', () => {
  it('0.6 cannot be switched on without the decision, and nothing is sent', async () => {
    await expect(clinic.switchOn()).rejects.toMatchObject({ detail: { code: 'reminders.decisionMissing' } });
    const { id } = await clinic.book(at('2026-11-25', '14:00'));
    await clinic.tickAt(at('2026-11-24', '14:00'));
    expect(clinic.company.got).toEqual([]);
    expect(await clinic.outbox(id)).toEqual([]);
    expect(await clinic.reception.reminders.standing({})).toMatchObject({ enabled: false });
  });

  it('0.6 refuses a decision of a day to come and one without an analysis', async () => {
    const decision = { verdict: 'allowed', decidedOn: '2026-12-24', decidedBy: 'Eva Lind', analysis: 'Behovet väger tyngre än risken.', reference: '' } as const;
    await expect(clinic.admin.reminders.recordDecision({ decision })).rejects.toMatchObject({ detail: { code: 'reminders.decisionFuture' } });
    await expect(clinic.admin.reminders.recordDecision({ decision: { ...decision, decidedOn: '2026-11-20', analysis: 'Ja' } })).rejects.toMatchObject({ detail: { code: 'input.invalid' } });
  });

  it('0.6 keeps every decision with who, when and why; withdrawing it stops everything at once', async () => {
    clinic.clock.set(at('2026-11-30', '09:00'));
    await clinic.decide();
    await clinic.switchOn();
    const { id } = await clinic.book(at('2026-12-02', '14:00'));
    await clinic.tickAt(at('2026-11-30', '10:00'));
    expect((await clinic.outbox(id)).map(row => row.state)).toEqual(['planned']);
    await clinic.admin.reminders.recordDecision({ decision: { verdict: 'withdrawn', decidedOn: '2026-11-30', decidedBy: 'Eva Lind', analysis: '', reference: '' } });
    expect((await clinic.outbox(id)).map(row => row.state)).toEqual(['withdrawn']);
    await clinic.tickAt(at('2026-12-01', '14:00'));
    expect(clinic.company.got).toEqual([]);
    const { decision, history, settings } = await clinic.admin.reminders.settings({});
    expect([decision, settings.enabled]).toEqual([null, false]);
    expect(history.map(one => [one.verdict, one.decidedBy])).toEqual([['withdrawn', 'Eva Lind'], ['allowed', 'Eva Lind, verksamhetschef']]);
    await expect(clinic.db.write(tx => tx('reminder_decision').where({ verdict: 'allowed' }).delete())).rejects.toThrow(/constraint/);
  });

  it('0.6 only the administrator decides and configures', async () => {
    await expect(clinic.reception.reminders.settings({})).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    await expect(clinic.anna.reminders.recordDecision({ decision: { verdict: 'allowed', decidedOn: '2026-11-20', decidedBy: 'Anna', analysis: 'Behovet väger tyngre än risken.', reference: '' } })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
  });
});

describe('settings', () => {
  beforeAll(async () => {
    clinic.clock.set(at('2026-12-07', '09:00'));
    await clinic.decide();
  });

  it.each([
    ['the service as a placeholder', 'Din {service} {date} {time}', 'serviceName'],
    ['the name of a service', 'Telefontid {date} {time}', 'serviceName'],
    ["the patient's name", 'Hej {namn}! {date} {time}', 'patientName'],
    ['what the clinic treats', 'Tid hos fysioterapeuten {date} {time}', 'revealsHealth'],
    ['the practitioner, who was not allowed', 'Tid hos {practitioner} {date} {time}', 'practitioner'],
    ['a placeholder that does not exist', 'Tid {when} {date} {time}', 'unknownPlaceholder'],
    ['no time', 'Tid {date}', 'missingWhen'],
    ['more than two segments', `${'Du är välkommen till oss. '.repeat(13)}{date} {time}`, 'tooLong'],
  ])('C-11 the linter refuses a text with %s, and nothing is half saved', async (_what, sv, problem) => {
    const before = await clinic.admin.reminders.settings({});
    await expect(clinic.switchOn({ templates: { ...clinic.settings.templates, sv } })).rejects.toMatchObject({ detail: { code: 'reminders.textRefused', params: { problem, language: 'sv' } } });
    expect(await clinic.admin.reminders.settings({})).toEqual(before);
  });

  it("C-11 a clinic whose name tells what it treats must be called something else", async () => {
    await expect(clinic.switchOn({ nameReveals: true })).rejects.toMatchObject({ detail: { params: { problem: 'clinicName' } } });
    await expect(clinic.switchOn({ clinicWords: 'Psykologerna i Lund' })).rejects.toMatchObject({ detail: { params: { problem: 'revealsHealth', word: 'Psykologerna' } } });
    await expect(clinic.switchOn({ sender: 'Psykhalsan' })).rejects.toMatchObject({ detail: { params: { problem: 'revealsHealth', language: 'sender' } } });
    await clinic.switchOn({ nameReveals: true, clinicWords: 'Storgatan 4' });
  });

  it('K-04 refuses every address outside the table, and quiet hours that would let a text go at night', async () => {
    for (const wrong of [{ host: 'sms.example.com' }, { host: 'gatewayapi.com.evil.example' }, { provider: 'cpsms' }, { quiet: { from: '23:30', to: '08:00' } }, { quiet: { from: '20:00', to: '05:00' } }] as const)
      await expect(clinic.switchOn(wrong as object)).rejects.toMatchObject({ detail: { code: 'input.invalid' } });
  });

  it('K-04 the key is kept in the encrypted file alone: never shown, never in history or log, never given to another company', async () => {
    const { version } = await clinic.admin.reminders.settings({});
    await clinic.admin.reminders.saveSettings({ version, settings: { ...clinic.settings, enabled: true }, credential: { user: 'u', secret: SECRET } });
    const shown = await clinic.admin.reminders.settings({});
    expect(shown.hasCredential).toBe(true);
    const kept = await clinic.rows<{ all: string }>(`SELECT (SELECT json_group_array(old) FROM record_history) || (SELECT json_group_array(json_array(reason_code, reason_text, object_id)) FROM audit_event) AS "all"`);
    expect(JSON.stringify([shown, kept])).not.toContain(SECRET);
    await clinic.admin.reminders.saveSettings({ version: version + 1, settings: { ...clinic.settings, enabled: true, sender: 'Kliniken' } });
    expect((await clinic.admin.reminders.settings({})).hasCredential).toBe(true);
    await clinic.admin.reminders.saveSettings({ version: version + 2, settings: { ...clinic.settings, enabled: true, provider: 'gatewayapi', host: 'gatewayapi.eu' } });
    expect((await clinic.admin.reminders.settings({})).hasCredential).toBe(false);
  });

  it('two administrators: the second to save is told, and nobody overwrites anybody', async () => {
    const { version } = await clinic.admin.reminders.settings({});
    await clinic.admin.reminders.saveSettings({ version, settings: clinic.settings });
    await expect(clinic.admin.reminders.saveSettings({ version, settings: clinic.settings })).rejects.toMatchObject({ detail: { code: 'record.changedMeanwhile' } });
  });

  it('decision 13: every endpoint that is called is listed with country and purpose, and none before one is chosen', async () => {
    await clinic.switchOn();
    expect(await clinic.reception.reminders.endpoints({})).toEqual([{ host: 'api.46elks.com', country: 'SE', company: '46elks AB', provider: 'elks', purpose: 'reminders', active: true }]);
    await clinic.save({ ...clinic.settings, enabled: false });
    expect((await clinic.reception.reminders.endpoints({})).map(one => one.active)).toEqual([false]);
  });

  it('switching reminders on does not write to everybody whose reminder would have gone before', async () => {
    clinic.clock.set(at('2026-12-14', '09:00'));
    await clinic.book(at('2026-12-16', '14:00'));
    clinic.clock.set(at('2026-12-15', '15:00'));
    await clinic.switchOn();
    await clinic.tickAt(at('2026-12-15', '15:01'));
    expect(clinic.company.got).toEqual([]);
    await clinic.tickAt(at('2026-12-16', '12:00'));
    expect(clinic.company.got).toHaveLength(1);
  });

  it('a test message goes to the telephone that was named, with invented values and no patient in the log', async () => {
    clinic.company.got.length = 0;
    expect(await clinic.admin.reminders.sendTest({ phone: '070-999 88 77', language: 'de' })).toEqual({ segments: 1 });
    expect(clinic.company.got[0]).toMatchObject({ to: '+46709998877', text: expect.stringMatching(/^Erinnerung: Sie haben einen Termin bei Provkliniken am Mittwoch/) as string });
    expect(await clinic.rows(`SELECT patient_id, object_type FROM audit_event WHERE action = 'MESSAGE_SEND' ORDER BY seq DESC LIMIT 1`)).toEqual([{ patient_id: null, object_type: 'reminder_test' }]);
    clinic.company.next.push({ kind: 'notSent', why: 'credentials', retryAfterMs: null }, { kind: 'unknown' });
    await expect(clinic.admin.reminders.sendTest({ phone: '0709998877', language: 'sv' })).rejects.toMatchObject({ detail: { code: 'reminders.credentials' } });
    await expect(clinic.admin.reminders.sendTest({ phone: '0709998877', language: 'sv' })).rejects.toMatchObject({ detail: { code: 'reminders.unknown' } });
    await expect(clinic.admin.reminders.sendTest({ phone: 'hej du', language: 'sv' })).rejects.toMatchObject({ detail: { code: 'reminders.phoneInvalid' } });
  });

  it('a settled errand stays settled, and the list is not opened without a log row', async () => {
    await clinic.reception.reminders.failures({});
    expect(await clinic.rows(`SELECT action, category FROM audit_event WHERE actor_id = ? ORDER BY seq DESC LIMIT 1`, [clinic.reception.userId])).toEqual([{ action: 'AGENDA_READ', category: 'contact' }]);
    await expect(clinic.reception.reminders.settle({ id: 'nobody', version: 1, how: 'called' })).rejects.toMatchObject({ detail: { code: 'record.notFound' } });
  });
});

describe('speed', () => {
  it('at a million visits: everything the clock and the desk ask goes by an index', async () => {
    const asked: { readonly sql: string; readonly bindings: readonly (string | number)[] }[] = [];
    const listen = (query: { sql: string; bindings?: readonly (string | number)[] }): void => void asked.push({ sql: query.sql, bindings: query.bindings ?? [] });
    const { reader } = clinic.db;
    reader.on('query', listen);
    await clinic.book(at('2026-12-18', '14:00'));
    await clinic.tickAt(at('2026-12-17', '14:00'), at('2026-12-17', '14:05'));
    await clinic.reception.reminders.failures({});
    await clinic.reception.reminders.standing({});
    reader.removeListener('query', listen);
    const plans = await Promise.all(asked.filter(({ sql }) => sql.startsWith('SELECT') && /reminder|appointment/.test(sql)).map(async ({ sql, bindings }) => ({
      sql, steps: (await clinic.rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, bindings)).map(row => row.detail),
    })));
    expect(plans.length).toBeGreaterThan(8);
    // A decision is made once in years; settings are one row.
    const scans = plans.flatMap(({ steps }) => steps.filter(step => /^SCAN (?!reminder_decision|d\b|json_each|CONSTANT)/.test(step) && !/USING (COVERING )?INDEX reminder_(sent|next|open)/.test(step)));
    expect(scans).toEqual([]);
    expect(plans.flatMap(plan => plan.steps).join(' ')).toMatch(/appointment_by_start.*reminder_next|reminder_next.*appointment_by_start/s);
  });
});
