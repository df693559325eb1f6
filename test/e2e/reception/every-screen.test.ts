import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { areaCommands, routes } from '#renderer/app/areas.ts';
import { applies } from '#renderer/commands/index.ts';
import type { Role } from '#shared/domain/permissions.ts';
import { expectNoSideScroll, findings, focusVisible } from '#test/screens/support/accessibility.ts';
import { cutText } from '#test/screens/support/cut-text.ts';
import { fillBusyDay, type BusyDay } from '#test/support/busy-day.ts';
import { closeBrowser, type FakePage } from '#test/support/fake-clinic.ts';
import { startReceptionDay, type ReceptionDay } from '#test/support/reception-day.ts';
import { until } from '#test/support/until.ts';

/** Every screen there is, with something of everything in it (tasks.md 4A; WCAG 2.2 AA; look.md "Always"). A new route is visited by itself. */
const EVERYTHING: readonly Role[] = ['receptionist', 'practitioner', 'administrator'];
/** What lies behind a route's own tabs. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  '/money': ['?tab=unbilled', '?tab=fees', '?tab=documents'],
  '/agenda/settings': ['?part=columns', '?part=services', '?part=absences', '?part=holidays'],
  '/agenda': ['', '?view=week'],
  '/lists': ['?list=toRebook', '?list=unlinked', '?list=reminders'],
};
/** Those that reception lives in. */
const DAILY = ['/', '/agenda', '/agenda/queue', '/lists/waiting', '/lists/groups', '/lists/recalls', '/money?tab=documents', '/patients', '/patients/$patientId', '/agenda/series', '/agenda/settings?part=columns'];

/** So many looks without a new question: the screen has what it asked for. */
const QUIET_POLLS = 6;

let day: ReceptionDay;
let busy: BusyDay;
let staffId: string;
beforeAll(async () => {
  day = await startReceptionDay(EVERYTHING);
  busy = await fillBusyDay(day);
  staffId = (await day.desk.client.staff.list({})).people.find(person => person.name === 'Eva Lind')?.id ?? '';
});
afterAll(async () => {
  expect(day.desk.reported).toEqual([]);
  await closeBrowser();
  await day.stop();
});

const addressOf = (path: string): string => path.replace('$patientId', busy.patientId).replace('$userId', staffId);

/** The program opened anew at a place, as after a lock, once it has its answers. */
async function visit(opened: FakePage, path: string): Promise<void> {
  opened.answers['session.state'] = { ...(opened.answers['session.state'] as object), place: addressOf(path) };
  await opened.page.reload();
  await opened.page.getByRole('heading', { level: 1 }).or(opened.page.getByRole('heading', { level: 2 })).first().waitFor();
  let asked = -1;
  let quiet = 0;
  await until(`${path} to have asked for what it shows`, () => {
    quiet = asked === opened.calls.length ? quiet + 1 : 0;
    asked = opened.calls.length;
    return quiet === QUIET_POLLS;
  });
}

/** Each place with what is wrong there, so that one run names all of it. */
async function walk(opened: FakePage, paths: readonly string[], look: () => Promise<readonly unknown[]>): Promise<void> {
  const wrong: string[] = [];
  for (const path of paths) {
    await visit(opened, path);
    wrong.push(...[...(await look()), ...opened.complaints.splice(0)].map(what => `${path}: ${JSON.stringify(what)}`));
  }
  expect(wrong).toEqual([]);
}

/** Every word can be read, nothing lies outside the window, and the keyboard's place is seen. */
async function unreadable({ page }: FakePage): Promise<readonly string[]> {
  await expectNoSideScroll(page);
  const cut = await cutText(page);
  await page.keyboard.press('Tab');
  const focus = await focusVisible(page);
  return focus === 'visible' ? cut : [...cut, `focus: ${focus}`];
}

describe('every screen of the program', () => {
  it('is usable with a screen reader and without side scroll in Swedish, on an office screen', async () => {
    const paths = routes.flatMap(route => (PARTS[route.path] ?? ['']).map(part => route.path + part));
    expect(paths.length).toBeGreaterThan(30);
    const opened = await day.open({ roles: EVERYTHING });
    await walk(opened, paths, async () => [...(await findings(opened.page)), ...(await unreadable(opened))]);
    await opened.close();
  }, 240_000);

  it('keeps its contrast and its room in English and in the dark', async () => {
    const opened = await day.open({ roles: EVERYTHING, language: 'en', browser: { colorScheme: 'dark' } });
    await walk(opened, DAILY, async () => [...(await findings(opened.page)), ...(await unreadable(opened))]);
    await opened.close();
  }, 120_000);

  it('is whole at 200 %, where an office screen is 683 by 384', async () => {
    const opened = await day.open({ roles: ['receptionist'], browser: { viewport: { width: 683, height: 384 } } });
    await walk(opened, DAILY.filter(path => !path.startsWith('/agenda/settings')), () => unreadable(opened));
    await opened.close();
  }, 120_000);

  it('names each visit with its time, patient, service, state and room', async () => {
    const opened = await day.open();
    const grid = opened.page.getByRole('grid', { name: /^Agendan/ });
    await grid.getByRole('button', { name: '10:00 Nilsson, Per Nybesök, till 10:45, Pågår, Ali Hassan' }).waitFor();
    await grid.getByRole('button', { name: /^11:00 Wallin, Gun Återbesök, till 11:30, Bokad, .*Skyddade uppgifter/ }).waitFor();
    await grid.getByRole('button', { name: `15:00 Nilsson, Per ${busy.longService}, till 16:00, Bokad, Ali Hassan, Rum 1` }).waitFor();
    await opened.close();
  });

  it.each(routes.map(route => route.path))('a key means one thing at %s with a patient open', path => {
    const context = { path: addressOf(path), params: {}, patientId: busy.patientId, may: () => true, go: () => undefined, visit: undefined, slot: undefined };
    const keys = areaCommands.filter(command => command.shortcut !== undefined && applies(command, context)).map(command => command.shortcut);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });
});
