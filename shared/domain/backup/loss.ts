import * as z from 'zod';

/** What a person calls the part of the clinic that a table belongs to. */
export const LOSS_AREAS = ['patients', 'notes', 'attachments', 'documents', 'care', 'agenda', 'money', 'messages', 'log', 'settings', 'search'] as const;
export type LossArea = (typeof LOSS_AREAS)[number];

/** One table, or an index of it, of which pages are lost for good. */
export const RestoreLoss = z.strictObject({
  area: z.enum(LOSS_AREAS),
  table: z.string().max(100),
  /** `index`: only a register of the table, no data. */
  kind: z.enum(['table', 'index']),
  pages: z.int().min(1),
  /** Rows that were on them, by rowid: above `after`, up to `upTo`; null where the table begins or ends. At most the first 200. */
  rows: z.array(z.strictObject({ after: z.number().nullable(), upTo: z.number().nullable() })).max(200),
  /** Instants of the readable rows next to the lost ones: what is lost was written between them; null when unknown. */
  from: z.string().nullable(),
  until: z.string().nullable(),
});
export type RestoreLoss = z.infer<typeof RestoreLoss>;

const AREAS: readonly (readonly [RegExp, LossArea])[] = [
  [/^(audit_|access_review|record_history$)/, 'log'],
  [/_words(_|$)|^(patient_key|note_index|journal_search)/, 'search'],
  [/^(attachment|incoming_|photo_)/, 'attachments'],
  [/^(document|disclosure|letterhead|referral|guardian)/, 'documents'],
  [/^(note|signature|day_signature|signature_rebuilt)/, 'notes'],
  [/^(medication|treatment_|done_visit|information_|warning)/, 'care'],
  [/^(patient|contact_point|address|relation|care_relation|running_number)/, 'patients'],
  [/^(appointment|absence|schedule|resource|service|slot_|booking_|waiting_|recall|freed_|group_|print_|calendar_)/, 'agenda'],
  [/^(money_|payer|visit_settlement|charge_)/, 'money'],
  [/^(reminder|messaging_)/, 'messages'],
];

/** The area a table belongs to; settings for what is about the clinic itself. */
export const areaOfTable = (table: string): LossArea => AREAS.find(([names]) => names.test(table))?.[1] ?? 'settings';
