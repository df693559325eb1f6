import type { Handle } from './bulk-file.ts';
import { inserter } from './bulk-file.ts';
import type { BaseClinic, FillInput } from './clinic.ts';
import { DAY_MS } from './shape.ts';

const SLOTS = 15;
const SLOT_MS = 30 * 60_000;
const FIRST_SLOT_MS = 7 * 3_600_000;
const AHEAD_DAYS = 28;

/** One visit as the fill writes it. */
interface Visit {
  readonly start: number;
  readonly status: string;
}

/**
 * Full days of half-hour visits for every practitioner, newest four weeks ahead of today, as far back as there are visits.
 * Each has its column in the agenda and the first step of its history. Returns the Mondays of full weeks, oldest first.
 */
export function addVisits(db: Handle, input: FillInput, base: BaseClinic): string[] {
  const { shape, times, random } = input;
  const visit = inserter(db, 'appointment', [
    'id', 'service_id', 'patient_id', 'start_utc', 'end_utc', 'block_start_utc', 'block_end_utc', 'tz', 'status', 'created_at', 'created_by', 'version', 'changed_at', 'changed_by', 'arrived_at',
  ]);
  const place = inserter(db, 'appointment_resource', ['resource_id', 'block_start', 'appointment_id', 'block_end', 'active', 'overbooked']);
  const step = inserter(db, 'appointment_event', ['id', 'appointment_id', 'appointment_version', 'at', 'actor_id', 'kind', 'to_status', 'to_start']);
  const perDay = SLOTS * shape.practitioners;
  const days = workingDays(times.now, Math.ceil(shape.visits / perDay));
  let left = shape.visits;
  for (const day of days) {
    for (let index = 0; index < perDay && left > 0; index += 1, left -= 1) {
      const column = index % shape.practitioners;
      const one: Visit = { start: day + FIRST_SLOT_MS + Math.floor(index / shape.practitioners) * SLOT_MS, status: statusOf(day >= times.now, random.below(100)) };
      const start = new Date(one.start).toISOString();
      const end = new Date(one.start + SLOT_MS).toISOString();
      const id = random.idAt(one.start - 14 * DAY_MS);
      const booked = new Date(one.start - 14 * DAY_MS).toISOString();
      const by = base.practitioners[column]?.id ?? null;
      const isFreeing = one.status === 'cancelledEarly' || one.status === 'noShow';
      visit(id, random.pick(base.serviceIds), random.pick(base.patientIds), start, end, start, end, 'Europe/Stockholm', one.status, booked, by, 1, booked, by, one.status === 'done' ? start : null);
      place(base.practitionerResources[column] ?? '', start, id, end, isFreeing ? 0 : 1, 0);
      step(random.idAt(one.start - 14 * DAY_MS), id, 1, booked, by, 'booked', 'booked', start);
    }
  }
  return fullWeeks(days);
}

function statusOf(isAhead: boolean, dice: number): string {
  if (dice < 6) return 'cancelledEarly';
  if (isAhead) return 'booked';
  return dice < 9 ? 'noShow' : 'done';
}

/** Mondays to Fridays up to AHEAD_DAYS after `now`, oldest first. */
function workingDays(now: number, count: number): number[] {
  const days: number[] = [];
  for (let day = now + AHEAD_DAYS * DAY_MS; days.length < count; day -= DAY_MS) {
    const weekday = new Date(day).getUTCDay();
    if (weekday !== 0 && weekday !== 6) days.push(day);
  }
  return days.reverse();
}

/** Full weeks; a clinic with too few visits for one has the week of its last day. */
function fullWeeks(days: readonly number[]): string[] {
  const known = new Set(days);
  const full = days.filter(day => new Date(day).getUTCDay() === 1 && known.has(day + 4 * DAY_MS));
  const last = days.at(-1) ?? 0;
  const mondays = full.length > 0 ? full : [last - ((new Date(last).getUTCDay() + 6) % 7) * DAY_MS];
  return mondays.map(day => new Date(day).toISOString());
}
