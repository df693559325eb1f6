import { v7 } from 'uuid';

import { fromBase32 } from '#electron/core/security/passphrase/base32.ts';
import { codeOfStep, stepAt } from '#electron/core/security/passphrase/totp.ts';
import { toInstant } from '#shared/domain/agenda/zone.ts';
import type { ServiceDraft } from '#shared/domain/agenda/service.ts';
import type { Role } from '#shared/domain/permissions.ts';
import { DEFAULT_MONEY_SETTINGS } from '#shared/domain/money/settings.ts';

import { openCardDrawer } from './cards/card-drawer.ts';
import { startCoreDesk, type CoreDesk } from './core-desk.ts';
import { openFakeClinic, type Answers, type FakePage } from './fake-clinic.ts';
import { anOpenSession, aUser, baseAnswers } from './fake-session.ts';
import { answersOf, relaying } from './real-core.ts';
import { enrolFirst, MARIA } from './first-run.ts';
import { testClock } from './test-clock.ts';

/** An ordinary Monday, far from holidays and changes of the clock; reception opens. */
export const DAY = '2026-11-23';
const ZONE = 'Europe/Stockholm';
const PASSPHRASE = 'tre gula paraplyer';

/** A moment on the clinic's wall, ISO UTC. */
export const clock = (time: string, date: string = DAY): string => toInstant({ date, time }, ZONE);

const PRACTITIONERS = ['Eva Lind', 'Bengt Östergren', 'Amanda Sjöberg-Åkerström', 'Ali Hassan', 'Maja Björk', 'Nils Ek'];
const PEOPLE = [
  ['Åsa', 'Karlsson', '198112189876'], ['Karl-Erik', 'Östlund', null], ['Maja', 'Björk', null], ['Hodan', 'Ali', null], ['Per', 'Nilsson', null], ['Sara', 'Ek', null], ['Gun', 'Wallin', null],
  ['Ida', 'Holm', null], ['Marie-Louise', 'Abrahamsson-Lindqvist', null], ['Örjan', 'Åkesson', null], ['Lars', 'Persson', null], ['Märta', 'Sandström', null],
] as const;

const service = (parts: Partial<ServiceDraft> & Pick<ServiceDraft, 'name'>): ServiceDraft => ({
  durationMin: 30, bufferBeforeMin: 0, bufferAfterMin: 0, priceMinor: 85_000, vatCode: 'exempt', colour: 'teal', needs: [], rules: { lateCancelHours: 24 }, active: true, ...parts,
});

interface PageOptions {
  readonly language?: 'sv' | 'en';
  readonly place?: string;
  readonly roles?: readonly Role[];
  readonly browser?: Parameters<typeof openFakeClinic>[1];
}

export interface ReceptionDay {
  /** The whole core, signed in as the receptionist. */
  readonly desk: CoreDesk;
  readonly columns: readonly { readonly id: string; readonly name: string }[];
  readonly services: { readonly returnVisit: string; readonly newVisit: string };
  readonly patients: readonly { readonly id: string; readonly familyName: string; readonly givenName: string }[];
  /** Opens the built page as the receptionist, or in another of the roles the day began with; the page's clock stands where core's stands. */
  readonly open: (options?: PageOptions) => Promise<FakePage>;
  readonly stop: () => Promise<void>;
}

/**
 * A clinic at half past seven on a Monday: six practitioners with office hours, three rooms, two services, a dozen patients,
 * and a receptionist who has signed in. Core is whole, the database real and encrypted, the card in SoftHSM.
 * `roles`: what else she is at her clinic, so that the same core answers for every role's screens.
 */
export async function startReceptionDay(roles: readonly Role[] = ['receptionist']): Promise<ReceptionDay> {
  const drawer = openCardDrawer();
  drawer.issue('maria', MARIA);
  await drawer.insert('maria');
  const desk = startCoreDesk({ cards: drawer.cards, clock: testClock(clock('07:30')) });
  await enrolFirst(desk, drawer);
  const { columns, services } = await furnish(desk);
  const userId = await signInReception(desk, roles);
  const patients = [];
  for (const [index, [givenName, familyName, number]] of PEOPLE.entries()) {
    const id = v7();
    const contacts = [{ kind: 'mobile' as const, value: `+467017406${String(10 + index)}`, note: '' }];
    await desk.client.patients.register({ id, draft: { givenName, familyName, birthDate: number ? null : `19${50 + index * 3}-03-1${index % 10}`, sex: 'U', number: number ? { country: 'SE', text: number } : null, protection: index === 6 ? 'protected' : 'none', contacts } });
    patients.push({ id, familyName, givenName });
  }
  return {
    desk, columns, services, patients,
    open: options => openPage(desk, userId, options),
    stop: async () => {
      await desk.stop();
      await drawer.stop();
    },
  };
}

/** What the administrator sets up: people with their hours, rooms, services. */
async function furnish({ client }: CoreDesk): Promise<Pick<ReceptionDay, 'columns' | 'services'>> {
  const columns: { id: string; name: string }[] = [];
  const weekdays = [1, 2, 3, 4, 5];
  for (const [index, name] of PRACTITIONERS.entries()) {
    const [givenName = '', familyName = ''] = name.split(' ');
    const userId = v7();
    await client.staff.add({ id: userId, draft: { givenName, familyName, title: 'Leg. läkare', profession: 'physician', hsaId: `SE2321000016-20${10 + index}`, roles: ['practitioner'] } });
    const column = await client.schedule.saveResource({ id: null, version: 0, kind: 'practitioner', userId, name, policy: 'warn', capacity: 1, active: true });
    const hours = weekdays.flatMap(weekday => [['08:00', '12:00'], ['13:00', '17:00']].map(([start = '', end = '']) => ({ weekday, start, end, validFrom: '2026-01-01', validTo: null })));
    await client.schedule.saveHours({ resourceId: column.id, version: column.version, hours });
    columns.push({ id: column.id, name });
  }
  for (const name of ['Rum 1', 'Rum 2', 'Rum 3']) await client.schedule.saveResource({ id: null, version: 0, kind: 'room', userId: null, name, policy: 'forbid', capacity: 1, active: true });
  await client.money.saveSettings({ settings: { ...DEFAULT_MONEY_SETTINGS, legalName: 'Ekens läkarmottagning AB', street: 'Storgatan 1', postCode: '111 22', city: 'Stockholm', bankgiro: '5805-6201' } });
  const returnVisit = await client.schedule.saveService({ id: null, version: 0, draft: service({ name: 'Återbesök' }), resourceIds: [] });
  const newVisit = await client.schedule.saveService({ id: null, version: 0, draft: service({ name: 'Nybesök', durationMin: 45, bufferAfterMin: 10, priceMinor: 120_000, colour: 'blue' }), resourceIds: [] });
  return { columns, services: { returnVisit: returnVisit.id, newVisit: newVisit.id } };
}

/** Rut gets a passphrase and a one-time code, the administrator locks, Rut signs in. Returns who she is. */
async function signInReception(desk: CoreDesk, roles: readonly Role[]): Promise<string> {
  const userId = v7();
  await desk.client.staff.add({ id: userId, draft: { givenName: 'Rut', familyName: 'Nord', title: 'Receptionist', profession: 'receptionist', hsaId: '', roles: [...roles] } });
  const shown = await desk.client.staff.beginPassphrase({ userId, userName: 'rut', passphrase: PASSPHRASE });
  const secret = fromBase32(shown.totpSecret.replaceAll(' ', ''));
  if (!secret) throw new Error('the secret is no base 32');
  const code = (): string => codeOfStep(secret, stepAt(desk.clock.now()));
  await desk.client.staff.confirmPassphrase({ enrolmentId: shown.enrolmentId, code: code() });
  desk.clock.advance(60_000);
  await desk.relock();
  await desk.client.session.signInWithPassphrase({ userName: 'rut', passphrase: PASSPHRASE, code: code() });
  return userId;
}

const OF_THE_SHELL = new Set(['session', 'setup', 'restore', 'shell']);

async function openPage(desk: CoreDesk, userId: string, { language = 'sv', place = '/agenda', roles = ['receptionist'], browser = {} }: PageOptions = {}): Promise<FakePage> {
  const user = aUser(roles, { id: userId, name: 'Rut Nord', title: 'Receptionist', hsaId: null });
  const areas = Object.fromEntries(Object.entries(desk.client).filter(([area]) => !OF_THE_SHELL.has(area)));
  const answers: Answers = { ...baseAnswers(anOpenSession(roles, { language, place, user })), ...answersOf(areas) };
  const opened = await openFakeClinic(answers, browser);
  await opened.page.clock.setFixedTime(desk.clock.now());
  await opened.page.reload();
  await opened.page.getByRole('navigation').first().waitFor();
  return relaying(opened, desk.events, news => news);
}
