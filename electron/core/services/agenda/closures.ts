import { addDays, dateAt, startOfDay } from '#shared/domain/agenda/zone.ts';
import { clinicHolidays, DEFAULT_HOLIDAYS, HolidaySettings, type ClinicHoliday, type HolidayCountry } from '#shared/domain/schedule/holidays.ts';
import type { Reader } from '../../db/handles.ts';
import { findAbsences, type Absence } from '../../repositories/schedule.ts';
import { findSetting } from '../../repositories/setting.ts';

/** Where the clinic is: whose clock and whose holidays. */
export interface ClinicPlace {
  readonly timeZone: string;
  readonly country: HolidayCountry;
}

/** What the clinic decided about holidays; closed on all of them until it says otherwise. */
export const holidaySettings = async (db: Reader): Promise<HolidaySettings> => (await findSetting(db, 'schedule_holidays', HolidaySettings)) ?? DEFAULT_HOLIDAYS;

/** The holidays from one calendar day to another, both included, closed or open. */
export const findHolidays = async (db: Reader, days: { readonly from: string; readonly to: string }, clinic: ClinicPlace): Promise<ClinicHoliday[]> =>
  clinicHolidays(clinic.country, await holidaySettings(db), days);

/** A closed holiday as an absence of the whole clinic, from midnight to midnight; its id names the day. */
export const holidayAbsences = (holidays: readonly ClinicHoliday[], timeZone: string): Absence[] =>
  holidays
    .filter(day => day.closed)
    .map(({ date, names }) => ({
      id: `holiday-${date}`, resourceId: null, start: startOfDay(date, timeZone), end: startOfDay(addDays(date, 1), timeZone), kind: 'holiday', label: names.local,
    }));

/** Absences of these columns, of the whole clinic, and closed holidays that touch [from, to), ISO UTC. */
export async function findClosures(db: Reader, range: { readonly resourceIds: readonly string[]; readonly from: string; readonly to: string }, clinic: ClinicPlace): Promise<Absence[]> {
  const days = { from: dateAt(Date.parse(range.from), clinic.timeZone), to: dateAt(Date.parse(range.to), clinic.timeZone) };
  const holidays = holidayAbsences(await findHolidays(db, days, clinic), clinic.timeZone).filter(day => day.end > range.from && day.start < range.to);
  return [...(await findAbsences(db, range)), ...holidays];
}
