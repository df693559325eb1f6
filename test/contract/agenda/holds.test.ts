import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';

import { HOLDS_SQL } from '#electron/core/repositories/slot-hold.ts';
import { HOLD_SECONDS } from '#shared/domain/agenda/hold.ts';
import { agendaClinic, type AgendaClinic } from './clinic.ts';

let colleague: AgendaClinic['reception'];
const { clinic, at } = agendaClinic({ ready: async clinic => {
  colleague = await clinic.as('receptionist');
  await clinic.db.write(tx => tx('user_account').where({ id: clinic.reception.userId }).update({ name: 'Eva Lind' }));
} });
const slot = (time: string, extra: object = {}) => ({ serviceId: clinic.services.returnVisit, resourceIds: [clinic.annaId], start: { instant: at(time) }, ...extra });
const book = (who: AgendaClinic['reception'], time: string, extra: object = {}) => who.agenda.book({ ...slot(time), patientId: null, walkIn: { name: 'Nils', phone: '' }, ...extra });
const holds = () => clinic.anna.agenda.holds({ from: at('00:00'), to: at('23:00'), resourceIds: [clinic.annaId, ...clinic.roomIds, ...clinic.equipmentIds] });

describe('a slot somebody is booking', () => {
  it('C-03 is marked for everybody with the name of who books, buffers included, and says nothing about a patient', async () => {
    const id = v7();
    await clinic.reception.agenda.hold({ id, ...slot('09:00') });
    expect(await holds()).toEqual([{ id, resourceId: clinic.annaId, start: at('09:00'), end: at('09:35'), byName: 'Eva Lind', isOwn: false }]);
    expect((await clinic.reception.agenda.holds({ from: at('00:00'), to: at('23:00'), resourceIds: [clinic.annaId] }))[0]?.isOwn).toBe(true);
    await clinic.reception.agenda.releaseHold({ id });
    expect(await holds()).toEqual([]);
  });

  it('C-03 is refused to others, by name and until when, and theirs after all when they mean it, which the log keeps', async () => {
    await clinic.reception.agenda.hold({ id: v7(), ...slot('09:00') });
    await expect(book(colleague, '09:15')).rejects.toMatchObject({ detail: { code: 'agenda.held', params: { name: 'Eva Lind' } } });
    const { id } = await book(colleague, '09:15', { overHold: true });
    expect(await clinic.rows(`SELECT reason_code FROM audit_event WHERE action = 'BOOK' AND object_id = ?`, [id])).toEqual([{ reason_code: 'overHold' }]);
  });

  it('C-03 is refused to a visit that moves there', async () => {
    const { id } = await book(colleague, '10:00');
    await clinic.reception.agenda.hold({ id: v7(), ...slot('09:00') });
    await expect(colleague.agenda.move({ id, version: 1, start: { instant: at('09:10') } })).rejects.toMatchObject({ detail: { code: 'agenda.held' } });
    await colleague.agenda.move({ id, version: 1, start: { instant: at('09:10') }, overHold: true });
  });

  it('never stands in the way of the person who holds it, before or after a lock', async () => {
    await clinic.reception.agenda.hold({ id: v7(), ...slot('09:00') });
    await book(clinic.reception, '09:00');
  });

  it('tells the second of two at once who was first, and holds nothing for them', async () => {
    await clinic.reception.agenda.hold({ id: v7(), ...slot('09:00') });
    const second = await colleague.agenda.hold({ id: v7(), ...slot('09:10') });
    expect(second.heldBy?.name).toBe('Eva Lind');
    expect(await holds()).toHaveLength(1);
  });

  it('is free again three minutes after its program died, and lasts as long as it is renewed', async () => {
    const id = v7();
    await clinic.reception.agenda.hold({ id, ...slot('09:00') });
    clinic.clock.advance((HOLD_SECONDS - 1) * 1000);
    await clinic.reception.agenda.hold({ id, ...slot('09:00') });
    clinic.clock.advance((HOLD_SECONDS - 1) * 1000);
    await expect(book(colleague, '09:00')).rejects.toMatchObject({ detail: { code: 'agenda.held' } });
    clinic.clock.advance(1000);
    expect(await holds()).toEqual([]);
    await book(colleague, '09:00');
  });

  it('follows the dialog to another time instead of leaving two marks', async () => {
    const id = v7();
    await clinic.reception.agenda.hold({ id, ...slot('09:00') });
    await clinic.reception.agenda.hold({ id, ...slot('14:00') });
    expect((await holds()).map(hold => hold.start)).toEqual([at('14:00')]);
  });

  it('C-01 keeps the only laser as well, and leaves the other rooms to others', async () => {
    await clinic.reception.agenda.hold({ id: v7(), ...slot('09:00', { serviceId: clinic.services.laser }) });
    const kept = (await holds()).map(hold => hold.resourceId);
    expect(kept).toEqual(expect.arrayContaining([clinic.annaId, clinic.equipmentIds[0] ?? '', clinic.roomIds[0] ?? '']));
    const other = { serviceId: clinic.services.laser, resourceIds: [clinic.boId] };
    await expect(book(colleague, '09:00', other)).rejects.toMatchObject({ detail: { code: 'agenda.held', params: { resource: 'Laser' } } });
    const [first] = await colleague.agenda.nextFree({ ...other, from: at('09:00'), count: 1 });
    expect(first?.start).toBe(at('09:45'));
  });

  it('is not among the next free times of others, and is among one’s own', async () => {
    await clinic.reception.agenda.hold({ id: v7(), ...slot('08:00') });
    const ask = { serviceId: clinic.services.returnVisit, resourceIds: [clinic.annaId], from: at('08:00'), count: 1 };
    expect((await colleague.agenda.nextFree(ask))[0]?.start).toBe(at('08:35'));
    expect((await clinic.reception.agenda.nextFree(ask))[0]?.start).toBe(at('08:00'));
  });

  it('makes only the marks stale on other screens, and renewing nothing', async () => {
    const id = v7();
    clinic.changed.length = 0;
    await clinic.reception.agenda.hold({ id, ...slot('09:00') });
    await clinic.reception.agenda.hold({ id, ...slot('09:00') });
    await clinic.reception.agenda.releaseHold({ id });
    await clinic.reception.agenda.releaseHold({ id });
    expect(clinic.changed).toEqual(['agenda.holds', 'agenda.holds']);
  });

  it('cannot be let go of by somebody else', async () => {
    const id = v7();
    await clinic.reception.agenda.hold({ id, ...slot('09:00') });
    await colleague.agenda.releaseHold({ id });
    expect(await holds()).toHaveLength(1);
  });

  it('is found through its index, one stretch per column', async () => {
    const plan = (await clinic.rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${HOLDS_SQL}`, ['[]', 'a', 'b', 'c', 'd'])).map(row => row.detail);
    expect(plan).toEqual(expect.arrayContaining([expect.stringMatching(/SEARCH h USING INDEX slot_hold_of_resource \(resource_id=\? AND block_start>\? AND block_start<\?\)/)]));
  });
});
