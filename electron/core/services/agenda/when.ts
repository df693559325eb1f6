import { AppError } from '#shared/kernel/app-error.ts';
import { dateAt, toInstant, type LocalMoment } from '#shared/domain/agenda/zone.ts';
import type { ServiceDeps } from '../service-deps.ts';

export type When = { readonly instant: string } | LocalMoment;

/**
 * The moment a caller means, and not before today: a visit earlier today may be written down afterwards, one of
 * yesterday may not. Errors: agenda.timeInvalid, agenda.timeAmbiguous (C-05), agenda.past.
 */
export function resolveStart(when: When, { clock, clinic }: ServiceDeps): string {
  const start = 'instant' in when ? when.instant : toInstant(when, clinic.timeZone);
  const today = dateAt(clock.now().getTime(), clinic.timeZone);
  if (dateAt(Date.parse(start), clinic.timeZone) < today) throw new AppError('agenda.past');
  return start;
}
