import type { CONSENT_RULES } from '#shared/domain/reminders/settings.ts';
import type { MessageLanguage } from '#shared/domain/reminders/template.ts';
import type { Reader } from '../db/handles.ts';

export type ConsentRule = (typeof CONSENT_RULES)[number];

/** A record found to be somebody's second one answers together with the main one: the stricter of the two holds. */
const PEOPLE = `JOIN patient p ON p.id = a.patient_id
  JOIN patient m ON m.id = coalesce(p.merged_into, p.id)
  LEFT JOIN messaging_consent cp ON cp.patient_id = p.id AND cp.channel = 'sms'
  LEFT JOIN messaging_consent cm ON cm.patient_id = m.id AND cm.channel = 'sms'`;

/** G-11, consent and opt-out (C-11), in one place for planning and for the moment of sending. Binding: the consent rule. */
const MAY_BE_REMINDED = `p.protection = 'none' AND m.protection = 'none' AND p.deceased_on IS NULL AND m.deceased_on IS NULL AND m.merged_into IS NULL
  AND coalesce(cp.consent, '') <> 'no' AND coalesce(cm.consent, '') <> 'no'
  AND (? = 'notDeclined' OR cp.consent = 'yes' OR cm.consent = 'yes')`;

export interface Candidate {
  readonly appointmentId: string;
  readonly patientId: string;
  readonly start: string;
  /** When the patient was last told this time: booked or moved. */
  readonly toldAt: string;
}

export interface CandidateQuestion {
  readonly from: string;
  readonly to: string;
  readonly windowMin: number;
  readonly rule: ConsentRule;
  readonly limit: number;
}

/**
 * Visits that begin in (from, to] and have no reminder of this window for this time yet. One that was taken back before
 * it was tried counts as none; after a reminder of a shorter window no longer one follows.
 */
export async function findCandidates(db: Reader, { from, to, windowMin, rule, limit }: CandidateQuestion): Promise<Candidate[]> {
  return (await db.raw(
    `SELECT a.id AS appointmentId, a.patient_id AS patientId, a.start_utc AS start,
       coalesce((SELECT max(e.at) FROM appointment_event e WHERE e.appointment_id = a.id AND e.kind IN ('booked', 'moved')), a.created_at) AS toldAt
     FROM appointment a INDEXED BY appointment_by_start ${PEOPLE}
     WHERE a.start_utc > ? AND a.start_utc <= ? AND a.status IN ('booked', 'confirmed') AND ${MAY_BE_REMINDED}
       AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.appointment_id = a.id AND r.start_utc = a.start_utc AND (
         (r.window_min = ? AND (r.state <> 'withdrawn' OR r.reason IN ('nextWindow', 'tooLate', 'called'))) OR (r.window_min < ? AND r.sent_utc IS NOT NULL)))
     ORDER BY a.start_utc LIMIT ?`,
    [from, to, rule, windowMin, windowMin, limit],
  )) as Candidate[];
}

/** What must be known at the moment of sending. */
export interface Recipient {
  /** The visit still stands at the time the reminder is for, with this patient. */
  readonly visitStands: boolean;
  readonly mayBeReminded: boolean;
  /** As stored; null: none. */
  readonly mobile: string | null;
  readonly language: MessageLanguage | null;
  readonly practitioner: string;
}

interface RecipientRow { visitStands: number; mayBeReminded: number; mobile: string | null; language: MessageLanguage | null; practitioner: string | null }

/** The visit and the patient behind a reminder as they are now. */
export async function findRecipient(db: Reader, reminderId: string, rule: ConsentRule): Promise<Recipient> {
  const [row] = (await db.raw(
    `SELECT a.status IN ('booked', 'confirmed') AND a.start_utc = r.start_utc AND a.patient_id IS r.patient_id AS visitStands, (${MAY_BE_REMINDED}) AS mayBeReminded,
       (SELECT c.value FROM contact_point c WHERE c.patient_id = m.id AND c.ended_at IS NULL AND c.kind = 'mobile' ORDER BY c.created_at, c.id LIMIT 1) AS mobile,
       coalesce(cm.language, cp.language) AS language,
       (SELECT s.name FROM appointment_resource ar JOIN resource s ON s.id = ar.resource_id WHERE ar.appointment_id = coalesce(a.group_id, a.id) AND s.kind = 'practitioner' ORDER BY s.position, s.id LIMIT 1) AS practitioner
     FROM reminder r JOIN appointment a ON a.id = r.appointment_id ${PEOPLE} WHERE r.id = ?`,
    [rule, reminderId],
  )) as RecipientRow[];
  if (!row) return { visitStands: false, mayBeReminded: false, mobile: null, language: null, practitioner: '' };
  return { ...row, visitStands: row.visitStands === 1, mayBeReminded: row.mayBeReminded === 1, practitioner: row.practitioner ?? '' };
}

/** Whether the visit of a reminder still stands as it was when the reminder was made. */
export async function visitStands(db: Reader, reminderId: string): Promise<boolean> {
  const [row] = (await db.raw(
    `SELECT a.status IN ('booked', 'confirmed') AND a.start_utc = r.start_utc AS stands FROM reminder r JOIN appointment a ON a.id = r.appointment_id WHERE r.id = ?`, [reminderId],
  )) as { stands: number }[];
  return row?.stands === 1;
}

/** What the linter compares a text with: every service's name, and the longest name of a practitioner. */
export async function lintWords(db: Reader): Promise<{ readonly services: string[]; readonly longestPractitioner: string }> {
  const services = (await db.raw('SELECT DISTINCT name FROM service WHERE active = 1 ORDER BY name')) as { name: string }[];
  const [longest] = (await db.raw(`SELECT name FROM resource WHERE kind = 'practitioner' AND active = 1 ORDER BY length(name) DESC LIMIT 1`)) as { name: string }[];
  return { services: services.map(row => row.name), longestPractitioner: longest?.name ?? '' };
}
