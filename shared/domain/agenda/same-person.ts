import type { Country } from '../clinic/clinic.ts';
import { normalizePhone } from '../patients/phone.ts';
import { soundsAlike } from '../patients/phonetic.ts';

/** What was written down when somebody was booked by name. */
export interface BookedByName {
  readonly name: string;
  readonly phone: string;
  readonly birthDate: string | null;
}

export interface KnownPerson {
  readonly familyName: string;
  readonly givenName: string;
  readonly birthDate: string | null;
  /** E.164. */
  readonly phones: readonly string[];
}

/** Why a visit booked by name may be this person's, the surest reason first; undefined: nothing speaks for it, or the birth dates speak against (C-08). */
export function maybeSamePerson(visit: BookedByName, person: KnownPerson, country: Country): 'birthDate' | 'phone' | 'name' | undefined {
  if (visit.birthDate !== null && person.birthDate !== null) return visit.birthDate === person.birthDate ? 'birthDate' : undefined;
  const phone = normalizePhone(visit.phone, country);
  if (phone !== null && person.phones.includes(phone)) return 'phone';
  return soundsAlike(visit.name, `${person.givenName} ${person.familyName}`) ? 'name' : undefined;
}
