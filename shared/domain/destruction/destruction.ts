import * as z from 'zod';

import { CalendarDate } from '../agenda/zone.ts';

/**
 * Who may decide that a patient's journal is destroyed: IVO after the patient's application (patientdatalagen 8 kap. 4 §),
 * or the court that changed IVO's decision. Nobody else: what stands in a journal must not be erased (3 kap. 14 §).
 */
export const AUTHORITIES = ['ivo', 'court'] as const;
export type Authority = (typeof AUTHORITIES)[number];

/** Whoever is said to have decided. Those who may not are answered with the law's reason. */
export const DECIDERS = [...AUTHORITIES, 'clinic', 'patient'] as const;
export type Decider = (typeof DECIDERS)[number];

/** The whole journal of a patient, or single entries of it. */
export const SCOPES = ['journal', 'entries'] as const;
export type DestructionScope = (typeof SCOPES)[number];

export const DestroyedEntry = z.strictObject({ kind: z.enum(['note', 'document', 'attachment']), id: z.uuid() });
export type DestroyedEntry = z.infer<typeof DestroyedEntry>;

/** How much of each goes. */
export const DestructionCounts = z.strictObject({
  notes: z.int(), versions: z.int(), documents: z.int(), attachments: z.int(), papers: z.int(), warnings: z.int(), medications: z.int(), given: z.int(), copies: z.int(), remarks: z.int(),
});
export type DestructionCounts = z.infer<typeof DestructionCounts>;

/** The authority's own reference, as it stands on the decision. */
export const CaseNumber = z.string().trim().min(3).max(60).regex(/^[^\p{Cc}]+$/u);

const Person = z.strictObject({ id: z.string().max(80), name: z.string().max(200), title: z.string().max(200), at: z.iso.datetime() });

/** An order that was carried out, without any content: what a restored older backup needs to carry it out again. */
export const DestructionOrder = z.strictObject({
  id: z.uuid(),
  authority: z.enum(AUTHORITIES),
  caseNumber: CaseNumber,
  decidedOn: CalendarDate,
  scope: z.enum(SCOPES),
  patientId: z.uuid(),
  entries: z.array(DestroyedEntry).max(5000),
  paperSha256: z.string().regex(/^[0-9a-f]{64}$/),
  asked: Person,
  confirmed: Person,
  /** Digests of the notes' last versions and of letters' pages: what still names them in chains and signatures. */
  digests: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
});
export type DestructionOrder = z.infer<typeof DestructionOrder>;

export const ORDER_LIST_FORMAT = 'klinikbok-destructions/1';
/** All orders of a clinic, oldest first; signed, and kept beside the database and in every backup (build/docs/backup-format.md). */
export const OrderList = z.strictObject({ format: z.literal(ORDER_LIST_FORMAT), clinicId: z.string().max(80), madeAt: z.iso.datetime(), orders: z.array(DestructionOrder).max(10_000) });
export type OrderList = z.infer<typeof OrderList>;

const BY: Readonly<Record<Authority, string>> = { ivo: 'IVO', court: 'domstol' };

/** What stands in the place of what went. In Swedish, as everything in a journal must be (patientdatalagen 3 kap. 13 §). */
export const markOf = (o: Pick<DestructionOrder, 'authority' | 'caseNumber' | 'decidedOn'>): string => `Förstörd efter beslut av ${BY[o.authority]} ${o.decidedOn}, dnr ${o.caseNumber}`;

/** Whether a title or a text is what `markOf` wrote: nothing else is left of the entry. */
export const isMark = (text: string): boolean => /^Förstörd efter beslut av (IVO|domstol) \d{4}-\d{2}-\d{2}, dnr /.test(text);
