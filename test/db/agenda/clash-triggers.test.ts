import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { RANGE_SQL, rangeBindings } from '#electron/core/repositories/appointment-range.ts';
import { isConstraint } from '#electron/core/db/storage-error.ts';
import { insertResource } from '#electron/core/repositories/resource.ts';
import { monday, startAgendaClinic, type AgendaClinic } from '#test/contract/agenda/clinic.ts';

let clinic: AgendaClinic;
beforeAll(async () => {
  clinic = await startAgendaClinic();
});
afterAll(() => clinic.stop());

const iso = (minutes: number) => new Date(Date.parse('2026-12-01T08:00:00.000Z') + minutes * 60_000).toISOString();

/** Raw SQL, past every service: what the database itself lets in. */
async function occupy(resourceId: string, from: number, to: number, overbooked = 0): Promise<string> {
  const id = v7();
  await clinic.db.write(async tx => {
    await tx.raw(
      `INSERT INTO appointment (id, service_id, booking_name, start_utc, end_utc, block_start_utc, block_end_utc, tz, status, overbooked, created_at, changed_at)
       VALUES (?, ?, 'Raw', ?, ?, ?, ?, 'Europe/Stockholm', 'booked', ?, ?, ?)`,
      [id, clinic.services.phone, iso(from), iso(to), iso(from), iso(to), overbooked, iso(0), iso(0)],
    );
    await tx.raw('INSERT INTO appointment_resource (resource_id, appointment_id, block_start, block_end, active, overbooked) VALUES (?, ?, ?, ?, 1, ?)', [resourceId, id, iso(from), iso(to), overbooked]);
  });
  return id;
}

async function addResource(policy: 'forbid' | 'warn' | 'allow', capacity = 1): Promise<string> {
  const id = v7();
  await clinic.db.write(tx => insertResource(tx, id, { kind: 'room', userId: null, name: policy, policy, capacity, active: true }, { at: iso(0), by: null }));
  return id;
}

const isClash = (error: unknown): boolean => isConstraint(error, 'agenda.doubleBooked');
const refusal = (work: Promise<unknown>): Promise<boolean> => work.then(() => false, isClash);

describe('C-03 the database itself', () => {
  it.each([
    ['touching before', -30, 0, false],
    ['touching after', 30, 60, false],
    ['over the beginning', -10, 5, true],
    ['over the end', 25, 40, true],
    ['inside', 10, 20, true],
    ['around', -10, 60, true],
    ['the same', 0, 30, true],
  ])('policy forbid: %s', async (_name, from, to, clash) => {
    const room = await addResource('forbid');
    await occupy(room, 0, 30);
    expect(await refusal(occupy(room, from, to))).toBe(clash);
  });

  it('policy forbid: not even on purpose', async () => {
    const room = await addResource('forbid');
    await occupy(room, 0, 30);
    expect(await refusal(occupy(room, 0, 30, 1))).toBe(true);
  });

  it('policy warn: only on purpose', async () => {
    const room = await addResource('warn');
    await occupy(room, 0, 30);
    expect(await refusal(occupy(room, 0, 30))).toBe(true);
    expect(await refusal(occupy(room, 0, 30, 1))).toBe(false);
  });

  it('policy allow 2: a third at the same moment is refused, a third that meets them one at a time is not', async () => {
    const group = await addResource('allow', 2);
    await occupy(group, 0, 30);
    await occupy(group, 30, 60);
    expect(await refusal(occupy(group, 0, 60))).toBe(false);
    expect(await refusal(occupy(group, 20, 40))).toBe(true);
    expect(await refusal(occupy(group, 60, 90))).toBe(false);
  });

  it('finds a clash with a block that began almost a day earlier', async () => {
    const room = await addResource('forbid');
    await occupy(room, 0, 1440);
    expect(await refusal(occupy(room, 1435, 1500))).toBe(true);
  });

  it('refuses a move by raw SQL into another visit', async () => {
    const room = await addResource('forbid');
    await occupy(room, 0, 30);
    const late = await occupy(room, 60, 90);
    const move = clinic.db.write(tx => tx.raw('UPDATE appointment SET start_utc = ?, end_utc = ?, block_start_utc = ?, block_end_utc = ? WHERE id = ?', [iso(10), iso(40), iso(10), iso(40), late]));
    expect(await refusal(move)).toBe(true);
  });

  it('refuses to hide a block: what is occupied must say what the visit says', async () => {
    const room = await addResource('forbid');
    const id = await occupy(room, 0, 30);
    await expect(clinic.db.write(tx => tx.raw('UPDATE appointment_resource SET active = 0 WHERE appointment_id = ?', [id]))).rejects.toMatchObject({ rule: expect.stringContaining('differs') });
    await expect(clinic.db.write(tx => tx.raw('UPDATE appointment_resource SET block_start = ? WHERE appointment_id = ?', [iso(20), id]))).rejects.toMatchObject({ rule: expect.stringContaining('differs') });
  });

  it('refuses blocks longer than a day and times that are not whole instants', async () => {
    const room = await addResource('forbid');
    await expect(occupy(room, 0, 1441)).rejects.toMatchObject({ code: 'constraint' });
    const short = clinic.db.write(tx =>
      tx.raw(`INSERT INTO appointment (id, service_id, booking_name, start_utc, end_utc, block_start_utc, block_end_utc, tz, status, created_at, changed_at) VALUES ('x', ?, 'Raw', '2026-12-01', '2026-12-02', '2026-12-01', '2026-12-02', 'UTC', 'booked', '', '')`, [clinic.services.phone]),
    );
    await expect(short).rejects.toMatchObject({ code: 'constraint' });
  });

  it('C-06 never forgets a visit or a step', async () => {
    const { id } = await clinic.book(monday('09:00'));
    for (const sql of ['DELETE FROM appointment WHERE id = ?', 'DELETE FROM appointment_event WHERE appointment_id = ?', `UPDATE appointment_event SET reason_text = 'x' WHERE appointment_id = ?`])
      await expect(clinic.db.write(tx => tx.raw(sql, [id]))).rejects.toMatchObject({ code: 'constraint' });
  });

  it('keeps the old state of a changed visit', async () => {
    const { id } = await clinic.book(monday('10:00'));
    await clinic.reception.agenda.setStatus({ id, version: 1, status: 'confirmed' });
    const [kept] = await clinic.rows<{ version: number; old: string }>(`SELECT version, old FROM record_history WHERE table_name = 'appointment' AND row_id = ?`, [id]);
    expect(kept?.version).toBe(1);
    expect(JSON.parse(kept?.old ?? '{}')).toMatchObject({ status: 'booked', start_utc: monday('10:00') });
  });
});

describe('a week of ten practitioners', () => {
  it('is one stretch of an index per column and one look-up per visit and patient', async () => {
    const bindings = rangeBindings({ resourceIds: [clinic.annaId, clinic.boId], from: monday('00:00'), to: monday('00:00', 1) });
    const plan = (await clinic.rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${RANGE_SQL}`, bindings)).map(row => row.detail);
    expect(plan.slice(0, 4)).toEqual([
      expect.stringContaining('SCAN asked'),
      expect.stringMatching(/SEARCH ar USING PRIMARY KEY \(resource_id=\? AND block_start>\? AND block_start<\?\)/),
      expect.stringMatching(/SEARCH a USING PRIMARY KEY \(id=\?\)/),
      expect.stringMatching(/SEARCH p USING INDEX .*\(id=\?\) LEFT-JOIN/),
    ]);
    // Warnings, rooms, seats of a group: each a look-up, never a walk through a table.
    for (const row of plan.slice(4)) expect(row).toMatch(/SCALAR SUBQUERY|^SEARCH \w+ USING (COVERING INDEX|INDEX|PRIMARY KEY)/);
  });

  it('finds the clash of a new visit through the same stretch', async () => {
    const plan = (
      await clinic.rows<{ detail: string }>(
        `EXPLAIN QUERY PLAN SELECT 1 FROM appointment_resource o WHERE o.resource_id = ? AND o.active = 1 AND o.block_start > ? AND o.block_start < ? AND o.block_end > ?`,
        ['r', 'a', 'b', 'a'],
      )
    ).map(row => row.detail);
    expect(plan).toEqual([expect.stringMatching(/SEARCH o USING PRIMARY KEY \(resource_id=\? AND block_start>\? AND block_start<\?\)/)]);
  });
});
