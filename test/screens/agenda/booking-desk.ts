import { beforeAll } from 'vitest';

import { addDays } from '#shared/domain/agenda/zone.ts';
import type { FakePage } from '#test/support/fake-clinic.ts';

import { oneScreen } from '../support/one-screen.ts';
import { pageBuilt } from '../support/page-built.ts';
import { at, MONDAY, openAs, startScreenClinic, type ScreenClinic } from './clinic-page.ts';

type Person = Pick<ScreenClinic['reception'], 'agenda' | 'patients' | 'userId'>;
type Options = Partial<Omit<Parameters<typeof openAs>[2], 'place'>>;

/** A clinic of two for a test file, and a page on it for each test; every test has a Monday of its own. */
export function bookingDesk() {
  const clinic = {} as ScreenClinic;
  let opened: FakePage | undefined;
  let week = 0;
  let pressed = 0;
  const day = (): string => addDays(MONDAY, 7 * week);
  beforeAll(async () => {
    await pageBuilt();
    Object.defineProperties(clinic, Object.getOwnPropertyDescriptors(await startScreenClinic(2)));
  }, 240_000);
  // What a test left unfinished shall not greet the next one.
  const screen = oneScreen({ clinic: () => clinic, tidy: () => clinic.reception.agenda.keepDraft({ draft: null }) });
  const { page, shot } = screen;
  const open = async (place: string, options: Options = {}, person: Person = clinic.reception): Promise<FakePage> => {
    await opened?.close();
    opened = screen.keep(await openAs(clinic, person, { roles: [person === clinic.reception ? 'receptionist' : 'practitioner'], ...options, place }));
    opened.page.setDefaultTimeout(12_000);
    return opened;
  };
  const openDay = async (extra = '', person: Person = clinic.reception, options: Options = {}): Promise<FakePage> => {
    const shown = await open(`/agenda?day=${day()}${extra}`, options, person);
    await shown.page.getByRole('grid', { name: /agenda/i }).waitFor();
    await shown.page.locator('[class*="working"]').first().waitFor({ state: 'attached' });
    return shown;
  };
  const column = (): string => clinic.practitionerIds[0] ?? '';
  const dialog = () => page().getByRole('dialog');
  return {
    clinic, day, page, shot, open, openDay, column, dialog,
    /** A Monday nobody has used yet, or `weeks` on. */
    nextMonday: (weeks = 1): void => { week += weeks; },
    /** Counts keys from here. */
    countKeys: (): void => { pressed = 0; },
    pressed: (): number => pressed,
    press: async (...keys: string[]): Promise<void> => {
      pressed += keys.length;
      await screen.press(...keys);
    },
    /** What core holds of the three weeks from the test's Monday on. */
    stored: async () => clinic.reception.agenda.range({ from: at(day(), '00:00'), to: at(addDays(day(), 21), '00:00'), resourceIds: [...clinic.practitionerIds] }),
    book: (time: string, extra: object = {}) =>
      clinic.reception.agenda.book({ serviceId: clinic.serviceIds[1] ?? '', resourceIds: [column()], start: { instant: at(day(), time) }, patientId: clinic.patientIds[0] ?? '', ...extra }),
    visit: (name: string) => page().getByRole('button', { name: new RegExp(`^\\d\\d:\\d\\d.*${name}`) }).first(),
    patientField: () => dialog().getByRole('textbox', { name: /^Patient/ }),
  };
}
