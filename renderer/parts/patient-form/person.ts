import { ageOn } from '#shared/domain/identifiers/calendar.ts';

import type { OutputOf } from '#renderer/client/index.ts';

export type Hit = OutputOf<'patients', 'search'>[number];

/** Surname first, as in every list: "Karlsson, Åsa". */
export const nameOf = (person: { readonly familyName: string; readonly givenName: string }): string => `${person.familyName}, ${person.givenName}`;

/** Whole years today; null when the birth date is not known. */
export const ageOf = (birthDate: string | null, today: string): number | null => (birthDate === null ? null : Math.max(0, ageOn(birthDate, today)));
