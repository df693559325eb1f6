/** How long proof of identity counts for a signature (L-11). */
export const FRESH_FOR_MS = 5 * 60_000;
/** Longest continued typing before a version is kept (ADR 0004-note-save-points). */
export const KEEP_VERSION_EVERY_MS = 60_000;
/** So much text may vanish in one save without the text before it being kept as a version first. */
export const SHRINK_TOLERANCE = 80;
/** Writing down within a day is prompt; later is shown as "i efterhand" (J-04, PDL 3:9). */
export const LATE_AFTER_MS = 12 * 3_600_000;

/** True when the person proved who they are recently enough to sign without a new PIN (L-11). */
export const isFresh = (sinceProofMs: number | null): boolean => sinceProofMs !== null && sinceProofMs >= 0 && sinceProofMs <= FRESH_FOR_MS;

/** J-04: written on another day than it happened, or more than twelve hours later. Both times are shown either way. */
export function isLateEntry(eventTime: string, enteredAt: string, timeZone: string): boolean {
  const event = new Date(eventTime);
  const entered = new Date(enteredAt);
  if (entered <= event) return false;
  if (entered.getTime() - event.getTime() > LATE_AFTER_MS) return true;
  const day = dayFormat(timeZone);
  return day.format(event) !== day.format(entered);
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** Kept: making one costs a fifth of a millisecond, and a timeline asks for every note. */
function dayFormat(timeZone: string): Intl.DateTimeFormat {
  const kept = dayFormats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  dayFormats.set(timeZone, kept);
  return kept;
}

/** What the rules need to know about a note and the person in front of the screen. */
export interface NoteStanding {
  readonly authorId: string;
  /** The one responsible: the author, or the signer named by an author without signing right (decision 9). */
  readonly signerId: string;
  readonly isSystem: boolean;
  /** The latest signed or closed version; null while only drafts exist. */
  readonly finalNo: number | null;
  /** The work to be signed: this person's own draft, or for a named signer the author's. */
  readonly draft: { readonly authorId: string; readonly isEmpty: boolean } | null;
}
export interface Person {
  readonly id: string;
  readonly maySign: boolean;
  readonly mayWrite: boolean;
}

export type SignObstacle = 'nothingToSign' | 'empty' | 'notResponsible' | 'noSigningRight' | 'systemNote';
/** Every reason why this person cannot sign now, so that the screen can show them all; empty means go ahead. */
export function obstaclesToSigning(note: NoteStanding, person: Person): SignObstacle[] {
  const obstacles: SignObstacle[] = [];
  if (note.isSystem) obstacles.push('systemNote');
  if (!person.maySign) obstacles.push('noSigningRight');
  if (!note.draft) obstacles.push('nothingToSign');
  else if (note.draft.isEmpty) obstacles.push('empty');
  const responsible = note.finalNo === null ? note.signerId : (note.draft?.authorId ?? note.signerId);
  if (responsible !== person.id) obstacles.push('notResponsible');
  return obstacles;
}

export type CorrectObstacle = 'notSigned' | 'noWritingRight' | 'othersSystemNote';
/** J-08: only what is closed can be corrected, by whoever may write notes; a system note also by its author. */
export function obstaclesToCorrecting(note: NoteStanding, person: Person): CorrectObstacle[] {
  const obstacles: CorrectObstacle[] = [];
  if (note.finalNo === null) obstacles.push('notSigned');
  if (note.isSystem && note.authorId !== person.id && !person.mayWrite) obstacles.push('othersSystemNote');
  if (!note.isSystem && !person.mayWrite) obstacles.push('noWritingRight');
  return obstacles;
}

/** Whether this save must leave a version behind (product.md decision 6; ADR 0004-note-save-points). */
export function mustKeepVersion(save: { readonly lastKeptAt: string | null; readonly now: string; readonly asked: boolean }): boolean {
  return save.asked || save.lastKeptAt === null || Math.abs(Date.parse(save.now) - Date.parse(save.lastKeptAt)) >= KEEP_VERSION_EVERY_MS;
}

/** Why someone without a care relation opens a record (J-13, decision 9). */
export const CARE_REASONS = ['takesPartInCare', 'askedByColleague', 'patientAsks', 'followUp', 'administrative', 'emergency', 'other'] as const;
export type CareReason = (typeof CARE_REASONS)[number];
/** A visit or a note makes a care relation for this long; so does the stated reason `takesPartInCare`. */
export const CARE_DAYS_AFTER_CONTACT = 180;
/** Any other stated reason opens the record for a working day. */
export const STATED_REASON_HOURS = 12;
