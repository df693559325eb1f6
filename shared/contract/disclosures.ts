import * as z from 'zod';

import { CopyScope, ENTRY_KINDS, Examination, LEGAL_BASES, RECIPIENT_KINDS, Withheld } from '../domain/documents/disclosure.ts';
import { DELIVERY_WAYS } from '../domain/documents/document.ts';
import { command, query } from './define.ts';

const Id = z.uuid();
const Instant = z.iso.datetime();

const Entry = z.strictObject({
  kind: z.enum(ENTRY_KINDS),
  id: Id,
  at: Instant,
  /** Template of a note, type of a document, kind of an attachment: a name for the list, no content. */
  name: z.string(),
  authorName: z.string(),
  signed: z.boolean(),
  /** J-19: guardians do not see it. */
  notToGuardian: z.boolean(),
});
export type CopyEntry = z.infer<typeof Entry>;

const Row = z.strictObject({
  id: Id,
  kind: z.enum(['document', 'journalCopy', 'note']),
  documentId: Id.nullable(),
  /** The note that left by itself. */
  noteId: Id.nullable(),
  at: Instant,
  byName: z.string(),
  byTitle: z.string(),
  recipientKind: z.enum(RECIPIENT_KINDS),
  recipientName: z.string(),
  basis: z.enum(LEGAL_BASES),
  basisText: z.string(),
  decidedBy: z.string(),
  way: z.enum(DELIVERY_WAYS),
  withheld: z.int(),
  pages: z.int().nullable(),
});
export type DisclosureRow = z.infer<typeof Row>;

const READING = ['record.notFound', 'auth.reasonRequired', 'auth.forbidden'] as const;

/** What left the journal, to whom and why, and the examination before it does (J-17, J-18, J-19). */
export const disclosures = {
  /** Newest first, at most 200. */
  list: query({
    permission: 'journal.read',
    input: z.strictObject({ patientId: Id }),
    output: z.array(Row),
    errors: READING,
    audit: { action: 'DISCLOSURE_LIST', category: 'document', patient: 'patientId' },
  }),
  /** Everything of a patient that a copy of this scope would hold, oldest first, for the person to mark what is left out. */
  entries: query({
    permission: 'journal.print',
    input: z.strictObject({ patientId: Id, scope: CopyScope }),
    output: z.array(Entry),
    errors: READING,
    audit: { action: 'NOTE_LIST', category: 'note', patient: 'patientId' },
  }),
  /** Marks an entry so that copies for guardians leave it out (J-19), or takes the mark away. */
  markForGuardian: command({
    permission: 'journal.write',
    input: z.strictObject({ patientId: Id, kind: z.enum(ENTRY_KINDS), id: Id, hidden: z.boolean() }),
    output: z.strictObject({}),
    errors: READING,
    audit: { action: 'GUARDIAN_MARK', category: 'note', patient: 'patientId', object: 'id' },
  }),
  /**
   * The examination of a journal copy, or of one note (`scope.noteId`), kept for good. `journal.print`, and for one note
   * `journal.printNote` and `journal.exportSignature`, give what it was made of, and nothing else.
   */
  decide: command({
    permission: 'journal.print',
    input: z.strictObject({ patientId: Id, examination: Examination, scope: CopyScope, withheld: z.array(Withheld).max(5000), way: z.enum(DELIVERY_WAYS) }),
    output: z.strictObject({ disclosureId: Id }),
    errors: [...READING, 'disclosures.nothing'],
    audit: { action: 'DISCLOSURE', category: 'document', patient: 'patientId' },
  }),
} as const;
