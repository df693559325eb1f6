import { mkdirSync } from 'node:fs';

import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';
import { countedKeys } from '#test/support/counted-keys.ts';
import type { FakePage } from '#test/support/fake-clinic.ts';
import { clock, DAY, type ReceptionDay } from '#test/support/reception-day.ts';
import { underCursor } from '#test/support/under-cursor.ts';
import { until } from '#test/support/until.ts';

/** Names a folder for a picture after each task, for whoever wants to look. */
const PICTURES = process.env['KLINIKBOK_PICTURES'];
/** `KLINIKBOK_SLOWER=4` gives the page a quarter of the processor: what a person types fast must reach its place there too. */
export const SLOWER = Number(process.env['KLINIKBOK_SLOWER'] ?? 1);
/** No task of a receptionist needs more keys than this besides text. */
const MOST_KEYS = 12;

/** One thing a receptionist does. It ends with what core holds afterwards. */
export interface Task {
  readonly name: string;
  readonly run: () => Promise<void>;
  /** What must be done because of it, right after it. */
  readonly next?: () => Promise<readonly Task[]>;
}

export type Hour = ReturnType<typeof startHour>;

/** Hands on a keyboard, for an hour at the desk: gestures that count their keys, and what core holds. */
export function startHour(day: ReceptionDay, opened: FakePage) {
  const { page } = opened;
  const keys = countedKeys(page);
  const { agenda } = day.desk.client;
  const grid = () => page.getByRole('grid', { name: /^Agendan/ });
  const dialog = () => page.getByRole('dialog');
  const patient = (index: number) => day.patients[index] ?? { id: '', familyName: '', givenName: '' };
  const nameOf = (index: number): string => `${patient(index).familyName}, ${patient(index).givenName}`;
  const press = async (...pressed: readonly string[]): Promise<void> => {
    for (const key of pressed) await keys.press(key);
  };
  const closed = () => dialog().waitFor({ state: 'hidden' });

  /** A patient's visits in core, soonest first. */
  const visits = async (index: number): Promise<AgendaEntry[]> => (await agenda.ofPatient({ patientId: patient(index).id })).toSorted((a, b) => (a.start < b.start ? -1 : 1));
  /** The one the agenda shows first when somebody asks for the patient's visit. */
  const next = async (index: number): Promise<AgendaEntry> => {
    const open = (await visits(index)).find(visit => ['booked', 'confirmed', 'arrived', 'inTreatment'].includes(visit.status) && visit.start > clock('00:00'));
    if (!open) throw new Error(`patient ${index} has no visit to come`);
    return open;
  };
  const visitById = async (index: number, id: string): Promise<AgendaEntry | undefined> => (await visits(index)).find(one => one.id === id);

  /** The name of what the agenda's cursor stands on. */
  const standsOn = async (): Promise<string> => (await underCursor(grid())).label;

  /** Two keys: the search line, and Enter on who was found. */
  const find = async (text: string, index: number): Promise<void> => {
    await press('Control+k');
    await keys.type(text);
    await dialog().getByText(nameOf(index)).first().waitFor();
    await press('Enter');
    await closed();
    await page.locator('[data-patient-strip]').getByText(patient(index).familyName).waitFor();
  };
  const choose = (index: number): Promise<void> => find(patient(index).familyName.toLowerCase(), index);
  /** Three keys: somebody's next visit in the agenda, under the cursor. */
  const toVisit = async (index: number): Promise<AgendaEntry> => {
    await choose(index);
    await page.locator('[data-patient-strip]').getByText('Besöket').waitFor();
    const visit = await next(index);
    await press('Alt+g');
    await grid().waitFor();
    await until(`the cursor on the visit of ${patient(index).familyName}`, async () => (await standsOn()).includes(nameOf(index)));
    return visit;
  };
  /** The agenda on today, nobody chosen. */
  const toAgenda = async (): Promise<void> => {
    await press('Alt+2');
    await grid().waitFor();
    await page.locator('[data-patient-strip]').waitFor({ state: 'hidden' });
  };
  /** Two keys: the lists in the rail, and the one with this name by its own key. */
  const openList = async (name: string): Promise<void> => {
    await press('Alt+4');
    const lists = page.getByRole('navigation', { name: 'Välj lista' }).getByRole('button');
    await lists.first().waitFor();
    const at = (await lists.allTextContents()).findIndex(text => text.startsWith(name));
    await press(`Control+${at + 1}`);
    await page.getByRole('heading', { level: 2 }).getByText(name).waitFor();
  };
  /** Down to somebody's row in a list; the keys are counted. */
  const toRow = async (list: Locator, name: string): Promise<void> => {
    const rowOf = async (): Promise<string> => (await underCursor(list)).text;
    await list.getByRole('row', { name: new RegExp(name) }).first().waitFor();
    await until('a row under the cursor', rowOf);
    for (let step = 0; step < 9 && !(await rowOf()).includes(name); step += 1) await press('ArrowDown');
  };
  /** The agenda's next day. */
  const nextDay = async (date: string): Promise<void> => {
    await press('PageDown');
    await page.getByRole('heading', { level: 1 }).getByText(date).waitFor();
    await until(`the visits of ${date}`, async () => (await grid().getAttribute('aria-busy')) !== 'true');
  };
  const type = (text: string): Promise<void> => page.keyboard.type(text);

  const picture = async (number: number): Promise<void> => {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: `${PICTURES}/${String(number).padStart(2, '0')}.png` });
  };

  /** Runs a task: a minute goes by, keys are counted, nobody touches the mouse. */
  const perform = async (task: Task, number: number): Promise<number> => {
    day.desk.clock.advance(60_000);
    await page.clock.setFixedTime(day.desk.clock.now());
    const { keys: cost } = await keys.count(task.run).finally(() => picture(number));
    expect(cost, `${task.name}: keys besides text`).toBeLessThanOrEqual(MOST_KEYS);
    return cost;
  };
  return { day, page, opened, keys, grid, dialog, patient, nameOf, press, type, closed, visits, next, visitById, standsOn, find, choose, toVisit, toAgenda, openList, toRow, nextDay, perform, today: DAY };
}

/** The page's own processor, so many times slower than the machine's. */
export async function slowDown(page: Page, rate: number): Promise<void> {
  if (rate === 1) return;
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}

/** Counts every sign of a mouse, a pen or a finger from now on; a keyboard's click is none. */
export async function watchForMouse({ page }: FakePage): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    (window as unknown as { seenMouse: string[] }).seenMouse = seen;
    for (const kind of ['pointerdown', 'pointermove', 'mousedown', 'mousemove', 'wheel', 'touchstart', 'dragstart']) window.addEventListener(kind, () => seen.push(kind), { capture: true });
  });
  return () => page.evaluate(() => (window as unknown as { seenMouse: string[] }).seenMouse);
}

/** A Swedish personal number with a right check digit. */
export function personalNumber(birth: string, serial: string): string {
  const digits = `${birth.slice(2)}${serial}`;
  const sum = [...digits].reduce((total, digit, at) => {
    const twice = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (twice > 9 ? twice - 9 : twice);
  }, 0);
  return `${birth}-${serial}${(10 - (sum % 10)) % 10}`;
}
