/** How much of everything a clinic of this many patients has. */
export interface FillShape {
  readonly patients: number;
  readonly visits: number;
  readonly notes: number;
  readonly versions: number;
  readonly logRows: number;
  readonly practitioners: number;
  /** Entries of the one patient with a long journal. */
  readonly heavyNotes: number;
  /** Photographs of 2 MB. */
  readonly attachments: number;
}

/**
 * `full`: N patients → 10 N visits, 15 N notes with 20 N versions, 50 N log rows, ten practitioners, one patient with 500
 * entries (issue "Speed"). `thin`: a tenth of everything but patients, for what depends on their number alone. `agenda`:
 * all the visits, for twenty practitioners, and little else (issue "Reception's day"). `photos`: as `full`, and a photograph
 * for about every fourth patient, so that four fifths of the file are photographs.
 */
export type FillKind = 'full' | 'thin' | 'agenda' | 'photos';

const SHARES: Readonly<Record<FillKind, { readonly visits: number; readonly journal: number; readonly practitioners: number; readonly photos: number }>> = {
  full: { visits: 10, journal: 10, practitioners: 10, photos: 0 },
  thin: { visits: 1, journal: 1, practitioners: 10, photos: 0 },
  agenda: { visits: 10, journal: 0.1, practitioners: 20, photos: 0 },
  photos: { visits: 10, journal: 10, practitioners: 10, photos: 0.27 },
};

/** How much of everything a filled clinic of this kind has. */
export function shapeOf(patients: number, kind: FillKind = 'full'): FillShape {
  const { visits, journal, practitioners, photos } = SHARES[kind];
  const notes = Math.round(patients * 1.5 * journal);
  return { patients, visits: patients * visits, notes, versions: Math.round(patients * 2 * journal), logRows: Math.round(patients * 5 * journal), practitioners, heavyNotes: Math.min(500, Math.floor(notes / 3)), attachments: Math.round(patients * photos) };
}

export interface BenchPerson {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly hsaId: string;
}

/** What the measurements must know about a filled clinic. Kept beside the file; holds the key of invented data. */
export interface FilledClinic {
  readonly shape: FillShape;
  readonly keyHex: string;
  readonly clinicId: string;
  readonly practitioners: readonly BenchPerson[];
  readonly practitionerResources: readonly string[];
  readonly serviceIds: readonly string[];
  readonly heavyPatient: string;
  /** A few hundred patients as search and opening ask for them. */
  readonly samples: readonly SamplePatient[];
  /** Mondays 00:00Z of full weeks, newest last. */
  readonly weeks: readonly string[];
  readonly fillSeconds: number;
  readonly encryptedBytes: number;
  readonly plainBytes: number;
}

export interface SamplePatient {
  readonly id: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly number: string;
  readonly phone: string;
}

/** Moments of the fill: everything before `now` has happened, bookings go four weeks beyond. */
export interface FillTimes {
  /** Midnight UTC of the day the fill was made. */
  readonly now: number;
  readonly from: number;
}

export const DAY_MS = 86_400_000;
export const fillTimes = (now: Date): FillTimes => {
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  return { now: midnight, from: midnight - 5 * 365 * DAY_MS };
};
