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
}

/**
 * N patients → 10 N visits, 15 N notes with 20 N versions, 50 N log rows; ten practitioners; one patient with 500 entries
 * (issue "Speed"). `thin`: a tenth of everything but patients, for what depends on their number alone.
 */
export function shapeOf(patients: number, thin = false): FillShape {
  const each = thin ? 1 : 10;
  return { patients, visits: patients * each, notes: patients * 1.5 * each, versions: patients * 2 * each, logRows: patients * 5 * each, practitioners: 10, heavyNotes: Math.min(500, patients * 5) };
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
