import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { GENESIS_HASH, hashOfRow, type LogRow } from '#electron/core/repositories/log.ts';
import { startTestClinic, type TestClinic } from '#test/support/harness.ts';

describe('the access log', () => {
  let clinic: TestClinic<Record<string, never>>;
  beforeEach(async () => {
    clinic = await startTestClinic({}, () => ({}));
  });
  afterEach(() => clinic.stop());

  const actor = { id: 'u1', hsaId: null, role: 'receptionist', sessionId: 's1', origin: 'screen' };
  const rows = async () => (await clinic.db.reader.raw('SELECT * FROM audit_event ORDER BY seq')) as LogRow[];

  it('chains every row to the one before, whether it stands alone or in a transaction (A-05)', async () => {
    await clinic.log.appendNow(actor, { action: 'PATIENT_OPEN', category: 'identity', patientId: 'p1' });
    await clinic.db.write(async tx => {
      await clinic.log.append(tx, actor, { action: 'BOOK', category: 'appointment' });
      await clinic.log.append(tx, actor, { action: 'MOVE', category: 'appointment' });
    });
    const all = await rows();
    expect(all.map(row => row.action)).toEqual(['PATIENT_OPEN', 'BOOK', 'MOVE']);
    let previous = GENESIS_HASH;
    for (const { hash, ...row } of all) {
      expect(row.prev_hash).toBe(previous);
      expect(hashOfRow(row)).toBe(hash);
      previous = hash;
    }
    expect(clinic.log.head()).toMatchObject({ seq: 3, hash: previous });
  });

  it('leaves no row and no gap when the change is rolled back (A-02)', async () => {
    const undone = clinic.db.write(async tx => {
      await clinic.log.append(tx, actor, { action: 'BOOK', category: 'appointment' });
      throw new Error('the change failed');
    });
    await expect(undone).rejects.toThrow('the change failed');
    await clinic.log.appendNow(actor, { action: 'CANCEL', category: 'appointment' });
    expect((await rows()).map(({ seq, action }) => [seq, action])).toEqual([[1, 'CANCEL']]);
  });

  it('records that the clock was set back, and keeps its order (A-13)', async () => {
    await clinic.log.appendNow(actor, { action: 'PATIENT_OPEN', category: 'identity' });
    clinic.clock.set('2026-11-22T07:00:00.000Z');
    await clinic.log.appendNow(actor, { action: 'PATIENT_OPEN', category: 'identity' });
    expect((await rows()).map(row => row.action)).toEqual(['PATIENT_OPEN', 'CLOCK_BACKWARD', 'PATIENT_OPEN']);
  });

  it('refuses to change or remove a row, raw SQL included (A-05)', async () => {
    await clinic.log.appendNow(actor, { action: 'PATIENT_OPEN', category: 'identity' });
    await expect(clinic.db.write(tx => tx.raw("UPDATE audit_event SET action = 'PRINT'"))).rejects.toMatchObject({ rule: 'audit_event is append-only' });
    await expect(clinic.db.write(tx => tx.raw('DELETE FROM audit_event'))).rejects.toMatchObject({ rule: 'audit_event is append-only' });
    const columns = Object.keys((await rows())[0] as LogRow).join(', ');
    const again = (seq: string) => clinic.db.write(tx => tx.raw(`INSERT OR REPLACE INTO audit_event (${columns}) SELECT ${columns.replace('seq', seq)} FROM audit_event WHERE seq = 1`));
    await expect(again('1')).rejects.toMatchObject({ rule: 'audit_event is append-only: not the next row' });
    await expect(again('7')).rejects.toMatchObject({ rule: 'audit_event is append-only: not the next row' });
  });
});
