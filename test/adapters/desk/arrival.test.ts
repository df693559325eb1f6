import { afterAll, beforeAll, expect, it } from 'vitest';
import { v7 } from 'uuid';

import { openCardDrawer, type CardDrawer } from '#test/support/cards/card-drawer.ts';
import { startCoreDesk, type CoreDesk } from '#test/support/core-desk.ts';
import { enrolFirst, MARIA } from '#test/support/first-run.ts';
import { testClock } from '#test/support/test-clock.ts';
import { until } from '#test/support/until.ts';

let drawer: CardDrawer;
let desk: CoreDesk;

beforeAll(async () => {
  drawer = openCardDrawer();
  drawer.issue('maria', MARIA);
  await drawer.insert('maria');
  desk = startCoreDesk({ cards: drawer.cards, clock: testClock(new Date().toISOString()) });
  await enrolFirst(desk, drawer, { alsoPractitioner: true });
}, 60_000);
afterAll(async () => {
  await desk.stop();
  await drawer.stop();
});

/** What core tells every page; a page asks the desk again when it is named (renderer/client/events.ts). */
const toldOf = (from: number): readonly string[] => desk.events.slice(from).flatMap(event => (event.type === 'changed' ? event.areas : []));

it('an arrival reaches every page through the whole core: the check-in is answered, `changed` names the desk, and today shows it (tasks 4A 4)', async () => {
  const { client } = desk;
  const user = (await client.session.state({})).user;
  if (!user) throw new Error('nobody is signed in');
  const found = (await client.agenda.resources({})).find(one => one.userId === user.id);
  const resourceId = found?.id ?? (await client.schedule.saveResource({ id: null, version: 0, kind: 'practitioner', userId: user.id, name: 'Maria Ek', policy: 'warn', capacity: 1, active: true })).id;
  const draft = { name: 'Återbesök', durationMin: 30, bufferBeforeMin: 0, bufferAfterMin: 0, priceMinor: 0, vatCode: 'exempt', colour: 'teal', needs: [], rules: {}, active: true } as const;
  const service = await client.schedule.saveService({ id: null, version: 0, draft: { ...draft, needs: [] }, resourceIds: [] });
  const patientId = v7();
  await client.patients.register({ id: patientId, draft: { givenName: 'Åsa', familyName: 'Karlsson', birthDate: '1981-12-18', sex: 'F', number: null, identityLevel: null, protection: 'none', registrationNote: '', contacts: [], address: null } });
  const soon = new Date(desk.clock.now().getTime() + 60_000);
  soon.setUTCSeconds(0, 0);
  const visit = await client.agenda.book({ serviceId: service.id, resourceIds: [resourceId], start: { instant: new Date(soon.getTime() + 60_000).toISOString() }, patientId, outsideHours: true });
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format(new Date(visit.start));
  expect((await client.desk.today({ day, own: true })).visits.map(one => one.status)).toEqual(['booked']);
  const before = desk.events.length;
  await client.agenda.checkIn({ id: visit.id, version: visit.version, identityProof: 'swedishId' });
  await until('core to tell that the desk has changed', () => toldOf(before).includes('desk'), 1_000);
  expect((await client.desk.today({ day, own: true })).visits).toMatchObject([{ status: 'arrived', name: 'Karlsson, Åsa', identityChecked: true }]);
  expect(desk.reported).toEqual([]);
});
