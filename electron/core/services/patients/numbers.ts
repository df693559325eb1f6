import { dateAt } from '#shared/domain/agenda/zone.ts';
import type { ParsedIdentifier } from '#shared/domain/identifiers/identifier.ts';
import { parseIdentifier, tidyNumber } from '#shared/domain/identifiers/parse.ts';
import type { ContactDraft, NumberDraft } from '#shared/domain/patients/patient.ts';
import { isEmail, normalizePhone } from '#shared/domain/patients/phone.ts';
import { parseTemporary } from '#shared/domain/identifiers/temporary.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ServiceDeps } from '../service-deps.ts';

/** The clinic's calendar day. */
export const today = ({ clock, clinic }: Pick<ServiceDeps, 'clock' | 'clinic'>): string => dateAt(clock.now().getTime(), clinic.timeZone);

/** Reads a number or refuses it with the reason as `fault`. Errors: patients.identifierInvalid. A clinic's own number is never typed in. */
export function readNumber(number: NumberDraft, deps: Pick<ServiceDeps, 'clock' | 'clinic'>): ParsedIdentifier {
  const parsed = parseTemporary(tidyNumber(number.text).replaceAll('-', '')) === undefined ? parseIdentifier(number.text, number.country, today(deps)) : ({ ok: false, bad: 'format' } as const);
  if (!parsed.ok) throw new AppError('patients.identifierInvalid', { fault: parsed.bad });
  return parsed;
}

/** A phone as E.164 or an e-mail address as typed. Errors: patients.contactInvalid. */
export function readContact(draft: ContactDraft, country: ServiceDeps['clinic']['country']): ContactDraft {
  if (draft.kind === 'email') {
    if (!isEmail(draft.value)) throw new AppError('patients.contactInvalid', { kind: draft.kind });
    return draft;
  }
  const value = normalizePhone(draft.value, country);
  if (value === null) throw new AppError('patients.contactInvalid', { kind: draft.kind });
  return { ...draft, value };
}
