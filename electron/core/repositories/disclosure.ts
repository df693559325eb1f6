import type { CopyScope, Examination, LegalBasis, RecipientKind, Withheld } from '#shared/domain/documents/disclosure.ts';
import type { DeliveryWay } from '#shared/domain/documents/document.ts';
import type { Reader, Writer } from '../db/handles.ts';

export interface StoredDisclosure {
  readonly id: string;
  readonly patientId: string;
  readonly kind: 'document' | 'journalCopy';
  readonly documentId: string | null;
  readonly at: string;
  readonly byId: string;
  readonly byName: string;
  readonly byTitle: string;
  readonly recipientKind: RecipientKind;
  readonly recipientName: string;
  readonly basis: LegalBasis;
  readonly basisText: string;
  readonly decidedBy: string;
  readonly way: DeliveryWay;
  readonly scope: CopyScope | null;
  readonly withheld: readonly Withheld[];
  /** Of a journal copy that was rendered, or of the document. */
  readonly pages: number | null;
}

interface Row extends Omit<StoredDisclosure, 'scope' | 'withheld'> {
  readonly scope: string;
  readonly withheld: string;
}

const ROWS = `SELECT l.id, l.patient_id AS patientId, l.kind, l.document_id AS documentId, l.at, l.by_id AS byId, l.by_name AS byName, l.by_title AS byTitle, l.recipient_kind AS recipientKind,
    l.recipient_name AS recipientName, l.basis, l.basis_text AS basisText, l.decided_by AS decidedBy, l.way, l.scope, l.withheld, coalesce(f.pages, d.pages) AS pages
  FROM disclosure l LEFT JOIN disclosure_file f ON f.disclosure_id = l.id LEFT JOIN document_file d ON d.document_id = l.document_id`;

const toStored = (row: Row): StoredDisclosure => ({ ...row, scope: JSON.parse(row.scope) as CopyScope | null, withheld: JSON.parse(row.withheld) as Withheld[] });

/** Binding: patient. */
export const DISCLOSURES_SQL = `${ROWS} WHERE l.patient_id = ? ORDER BY l.at DESC, l.id DESC LIMIT 200`;

/** What left about a patient, newest first. */
export const disclosuresOfPatient = async (db: Reader, patientId: string): Promise<StoredDisclosure[]> => ((await db.raw(DISCLOSURES_SQL, [patientId])) as Row[]).map(toStored);

/** When and to whom one document left, newest first. */
export const disclosuresOfDocument = async (db: Reader, documentId: string): Promise<StoredDisclosure[]> =>
  ((await db.raw(`${ROWS} WHERE l.document_id = ? ORDER BY l.at DESC, l.id DESC`, [documentId])) as Row[]).map(toStored);

/** The examination with this id, if it is this patient's. */
export async function findDisclosure(db: Reader, patientId: string, id: string): Promise<StoredDisclosure | undefined> {
  const [row] = (await db.raw(`${ROWS} WHERE l.id = ? AND l.patient_id = ?`, [id, patientId])) as Row[];
  return row && toStored(row);
}

export interface NewDisclosure {
  readonly id: string;
  readonly patientId: string;
  readonly kind: 'document' | 'journalCopy';
  readonly documentId: string | null;
  readonly at: string;
  readonly by: { readonly id: string; readonly name: string; readonly title: string };
  readonly examination: Examination;
  readonly way: DeliveryWay;
  readonly scope: CopyScope | null;
  readonly withheld: readonly Withheld[];
}

/** Keeps an examination for good (J-18). Whoever makes it decided, unless somebody else is named. */
export async function insertDisclosure(tx: Writer, one: NewDisclosure): Promise<void> {
  const { examination } = one;
  await tx('disclosure').insert({
    id: one.id, patient_id: one.patientId, kind: one.kind, document_id: one.documentId, at: one.at, by_id: one.by.id, by_name: one.by.name, by_title: one.by.title,
    recipient_kind: examination.recipientKind, recipient_name: examination.recipientName, basis: examination.basis, basis_text: examination.basisText,
    decided_by: examination.decidedBy || [one.by.name, one.by.title].filter(Boolean).join(', '), way: one.way, scope: JSON.stringify(one.scope), withheld: JSON.stringify(one.withheld),
  });
}

/** The pages of a journal copy as they left; undefined until they were rendered, and once they are destroyed. */
export async function findDisclosureFile(db: Reader, id: string): Promise<{ readonly pdf: Uint8Array; readonly pages: number; readonly sha256: string } | undefined> {
  const [row] = (await db.raw('SELECT pdf, pages, sha256 FROM disclosure_file WHERE disclosure_id = ? AND pdf IS NOT NULL', [id])) as { pdf: Uint8Array; pages: number; sha256: string }[];
  return row;
}

/** Keeps exactly the pages that were handed out, beside the record of the disclosure (J-18). */
export async function insertDisclosureFile(tx: Writer, one: { readonly id: string; readonly pdf: Uint8Array; readonly pages: number; readonly sha256: string; readonly at: string }): Promise<void> {
  await tx('disclosure_file').insert({ disclosure_id: one.id, pdf: Buffer.from(one.pdf), pages: one.pages, sha256: one.sha256, rendered_at: one.at });
}

/** Ids of a patient's entries that guardians do not see (J-19). */
export async function guardianMarks(db: Reader, patientId: string): Promise<ReadonlySet<string>> {
  const rows = (await db.raw('SELECT id FROM guardian_mark WHERE patient_id = ? AND hidden = 1', [patientId])) as { id: string }[];
  return new Set(rows.map(row => row.id));
}

/** Sets or lifts the mark; the one before goes to history. */
export async function setGuardianMark(tx: Writer, one: { readonly id: string; readonly kind: string; readonly patientId: string; readonly hidden: boolean; readonly at: string; readonly by: string }): Promise<void> {
  const hidden = one.hidden ? 1 : 0;
  const changed = await tx('guardian_mark').where({ id: one.id, patient_id: one.patientId }).update({ hidden, version: tx.raw('version + 1'), changed_at: one.at, changed_by: one.by });
  if (changed === 0) await tx('guardian_mark').insert({ id: one.id, kind: one.kind, patient_id: one.patientId, hidden, changed_at: one.at, changed_by: one.by });
}
