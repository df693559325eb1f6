import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { hashOfRow, type LogRow } from '#electron/core/repositories/log.ts';
import { readChainRows } from '#electron/core/repositories/log-view.ts';
import { hashOfBody } from '#electron/core/services/log/verify-chain.ts';
import { deviceSigner, newDeviceKey } from '#electron/core/security/vault/device-key.ts';
import { signCheckpoint } from '#electron/core/services/log/checkpoint-signature.ts';

import { startLogClinic } from './log-clinic.ts';

type Clinic = Awaited<ReturnType<typeof startLogClinic>>;

/** Recomputes every hash from this row on, as a forger with the database key would. */
async function rechain(c: Clinic, from: number): Promise<string[]> {
  const rows = (await c.db.reader('audit_event').where('seq', '>=', from - 1).orderBy('seq')) as LogRow[];
  let previous = rows[0]!.hash;
  return rows.slice(1).map(row => {
    const { hash: _, ...body } = { ...row, prev_hash: previous };
    previous = hashOfRow(body);
    return `UPDATE audit_event SET prev_hash = '${body.prev_hash}', hash = '${previous}' WHERE seq = ${row.seq}`;
  });
}

describe('the log proves itself (A-05, security.md §3.8, P14)', () => {
  let c: Clinic;
  beforeEach(async () => {
    c = await startLogClinic();
    await c.fill(120);
    await c.checkpoints().take();
    await c.fill(30);
  });
  afterEach(() => c.stop());
  const first = async (anchors = c.anchors) => (await c.check(anchors)).firstBad;

  it('an untouched log is right, and the report says how many rows no signature covers yet', async () => {
    expect(await c.check(c.anchors)).toMatchObject({ ok: true, rows: 150, firstBad: null, checkpoints: 1, lastCheckpoint: { seq: 120 }, exposedRows: 30 });
  });

  it('the text SQLite makes for checking hashes to the defined hash, for every field and any character', async () => {
    const odd = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code)).join('').slice(1).match(/[^]{1,190}/g) ?? [];
    for (const text of [...odd, '\u2028\u2029\ufeff\uffff', '😀👩‍⚕️', '"\\/\'`', '{"a":1}', '[1]', '1', 'null', '']) {
      await c.fill(1, { reasonText: text, reasonCode: 'x', objectType: 't', objectId: 'o', objectVersion: 3, count: 0 });
    }
    const rows = await readChainRows(c.db.reader, { after: 0, limit: 1000 });
    expect(rows.length).toBeGreaterThan(160);
    for (const row of rows) expect(hashOfBody(row.body), `row ${row.seq}`).toBe(row.hash);
  });

  it('the database refuses to change or remove a row, raw SQL included', async () => {
    await expect(c.db.write(tx => tx.raw('UPDATE audit_event SET reason_text = ? WHERE seq = 5', ['x']))).rejects.toThrow();
    await expect(c.db.write(tx => tx.raw('DELETE FROM audit_event WHERE seq = 5'))).rejects.toThrow();
    await expect(c.db.write(tx => tx.raw('DELETE FROM audit_checkpoint'))).rejects.toThrow();
  });

  // The six mutations: with the triggers taken away, as a person with the key and a SQL tool could.
  it.each([
    ['one field edited', [`UPDATE audit_event SET patient_id = 'other' WHERE seq = 57`], { seq: 57, fault: 'edited' }],
    ['one byte of a hash flipped', [`UPDATE audit_event SET hash = (CASE substr(hash, 1, 1) WHEN '0' THEN '1' ELSE '0' END) || substr(hash, 2) WHERE seq = 57`], { seq: 57, fault: 'edited' }],
    ['one row removed', ['DELETE FROM audit_event WHERE seq = 57'], { seq: 57, fault: 'removed' }],
    ['the first row removed', ['DELETE FROM audit_event WHERE seq = 1'], { seq: 1, fault: 'removed' }],
    ['two rows swapped', ['UPDATE audit_event SET seq = 9999 WHERE seq = 57', 'UPDATE audit_event SET seq = 57 WHERE seq = 58', 'UPDATE audit_event SET seq = 58 WHERE seq = 9999'], { seq: 57, fault: 'edited' }],
    ['a row put in between', ['UPDATE audit_event SET seq = -seq WHERE seq > 57', 'UPDATE audit_event SET seq = 1 - seq WHERE seq < 0',
      `INSERT INTO audit_event SELECT 58, at, tz_offset_min, mono_ms, actor_id, actor_hsa, actor_role, session_id, workstation, unit, action, patient_id, object_type, object_id, object_version, category, origin, reason_code, reason_text, count, outcome, prev_hash, hash FROM audit_event WHERE seq = 57`], { seq: 58, fault: 'edited' }],
    ['the end cut off below the checkpoint', ['DELETE FROM audit_event WHERE seq > 110'], { seq: 111, fault: 'truncated' }],
    ['everything removed', ['DELETE FROM audit_event'], { seq: 1, fault: 'truncated' }],
    ['a day hidden from the views', ['UPDATE audit_day SET last_seq = 100'], { seq: 1, fault: 'indexWrong' }],
  ])('%s: the first bad row is named', async (_what, statements, expected) => {
    await c.tamper(...statements);
    const found = await first();
    expect(found).toEqual(expected);
  });

  it('a forger who recomputes every hash after an edit is found at the checkpoint', async () => {
    await c.tamper(`UPDATE audit_event SET patient_id = 'other' WHERE seq = 57`);
    const row = (await c.db.reader('audit_event').where({ seq: 57 }).first()) as LogRow;
    const { hash: _, ...body } = row;
    await c.tamper(`UPDATE audit_event SET hash = '${hashOfRow(body)}' WHERE seq = 57`);
    await c.tamper(...(await rechain(c, 58)));
    expect(await first()).toEqual({ seq: 120, fault: 'rewritten' });
  });

  it('a forger who also removes the checkpoint is found through the anchor outside the database', async () => {
    await c.tamper('DELETE FROM audit_checkpoint', 'DELETE FROM audit_event WHERE seq > 110');
    expect(await first([])).toBeNull();
    expect(await first()).toEqual({ seq: 111, fault: 'truncated' });
  });

  it('a checkpoint that the device key did not sign is named', async () => {
    const stranger = deviceSigner(newDeviceKey('other', new Date()), () => new Date());
    const head = (await c.db.reader('audit_event').orderBy('seq', 'desc').first()) as LogRow;
    const facts = { seq: head.seq, hash: head.hash, at: '2026-11-22T09:00:00.000Z' };
    await c.tamper(`INSERT INTO audit_checkpoint VALUES (${facts.seq}, '${facts.hash}', '${facts.at}', '${signCheckpoint(stranger, facts)}')`);
    expect(await first()).toEqual({ seq: 150, fault: 'checkpointForged' });
  });

  it('rows cut off after the last checkpoint are not found: the report never claims they would be (decision 7)', async () => {
    const before = await c.check(c.anchors);
    await c.tamper('DELETE FROM audit_event WHERE seq > 130', 'UPDATE audit_day SET last_seq = 130');
    const after = await c.check(c.anchors);
    expect([before.exposedRows, after.ok, after.exposedRows]).toEqual([30, true, 10]);
  });

  it('every position of a removed row is found below the checkpoint: 100 of 100', async () => {
    let found = 0;
    for (let seq = 20; seq < 120; seq += 1) {
      const row = (await c.db.reader('audit_event').where({ seq }).first()) as Record<string, unknown>;
      await c.tamper(`DELETE FROM audit_event WHERE seq = ${seq}`);
      const bad = await first();
      found += Number(bad?.seq === seq && bad.fault === 'removed');
      const triggerless = Object.values(row).map(value => (value === null ? 'NULL' : typeof value === 'number' ? String(value) : `'${String(value)}'`)).join(', ');
      await c.tamper(`INSERT INTO audit_event (${Object.keys(row).join(', ')}) VALUES (${triggerless})`);
    }
    expect(found).toBe(100);
    expect(await first()).toBeNull();
  });
});

describe('checkpoints (every 100 rows or 15 minutes, and at lock)', () => {
  let c: Clinic;
  beforeEach(async () => {
    c = await startLogClinic();
  });
  afterEach(() => c.stop());
  const seqs = async () => ((await c.db.reader('audit_checkpoint').orderBy('seq')) as { seq: number }[]).map(row => row.seq);

  it('are taken when due, not before, and noted outside the database', async () => {
    await c.fill(99);
    await c.checkpoints().takeIfDue();
    expect(await seqs()).toEqual([]);
    await c.fill(1);
    await c.checkpoints().takeIfDue();
    await c.fill(5);
    await c.checkpoints().takeIfDue();
    expect(await seqs()).toEqual([100]);
    c.clock.advance(15 * 60_000);
    await c.checkpoints().takeIfDue();
    await c.checkpoints().takeIfDue();
    expect(await seqs()).toEqual([100, 105]);
    expect(c.anchors.map(anchor => anchor.seq)).toEqual([100, 105]);
    await c.checkpoints().take();
    expect(await seqs()).toEqual([100, 105]);
  });

  it('two taken at the same moment make one', async () => {
    await c.fill(3);
    await Promise.all([c.checkpoints().take(), c.checkpoints().take()]);
    expect(await seqs()).toEqual([3]);
  });
});
