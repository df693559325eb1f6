import type { SignatureMethod } from '#shared/domain/journal/signing-rules.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** How a version is bound to a card: by its own CMS, or by its place under a day's root (hashes in hex, nearest first). */
export type Binding =
  | { readonly cms: Uint8Array; readonly day: null }
  | { readonly cms: null; readonly day: { readonly id: string; readonly index: number; readonly path: readonly string[] } };

/** A signature over one version, with who signed as it was then (J-05). Never changed, never removed. */
export type StoredSignature = Binding & {
  readonly noteId: string;
  readonly no: number;
  readonly method: SignatureMethod;
  readonly certSha256: string;
  readonly signedAt: string;
  readonly signerId: string;
  readonly signerName: string;
  readonly signerTitle: string;
  readonly signerHsaId: string | null;
};

/** What the tables of signatures have in common. */
export interface SignatureColumns {
  method: SignatureMethod;
  cms: Uint8Array | null;
  day_id: string | null;
  leaf_index: number | null;
  path: string | null;
  cert_sha256: string;
  signed_at: string;
  signer_id: string;
  signer_name: string;
  signer_title: string;
  signer_hsa: string | null;
}
interface SignatureRow extends SignatureColumns {
  note_id: string;
  no: number;
}

/** How a stored signature is bound to a card. */
export function bindingOf(row: SignatureColumns): Binding {
  if (row.cms !== null) return { cms: row.cms, day: null };
  if (row.day_id === null || row.leaf_index === null || row.path === null) throw new Error('a signature has its own CMS or a place under a day');
  return { cms: null, day: { id: row.day_id, index: row.leaf_index, path: JSON.parse(row.path) as string[] } };
}

/** Who signed when, as it was then. */
export const toMark = (row: SignatureColumns): Pick<StoredSignature, 'method' | 'certSha256' | 'signedAt' | 'signerId' | 'signerName' | 'signerTitle' | 'signerHsaId'> => ({
  method: row.method, certSha256: row.cert_sha256, signedAt: row.signed_at, signerId: row.signer_id, signerName: row.signer_name, signerTitle: row.signer_title, signerHsaId: row.signer_hsa,
});

const toSignature = (row: SignatureRow): StoredSignature => ({ noteId: row.note_id, no: row.no, ...toMark(row), ...bindingOf(row) });

/** Adds the signature of a version that has none. */
export async function insertSignature(tx: Writer, s: StoredSignature): Promise<void> {
  await tx.raw(
    `INSERT INTO signature (note_id, no, method, cms, day_id, leaf_index, path, cert_sha256, signed_at, signer_id, signer_name, signer_title, signer_hsa)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      s.noteId, s.no, s.method, s.cms && Buffer.from(s.cms), s.day?.id ?? null, s.day?.index ?? null, s.day ? JSON.stringify(s.day.path) : null, s.certSha256, s.signedAt,
      s.signerId, s.signerName, s.signerTitle, s.signerHsaId,
    ],
  );
}

/** The signatures of these notes, by note and version. */
export async function signaturesOfNotes(db: Reader, noteIds: readonly string[]): Promise<StoredSignature[]> {
  const rows = (await db.raw('SELECT * FROM signature WHERE note_id IN (SELECT value FROM json_each(?)) ORDER BY note_id, no', [JSON.stringify(noteIds)])) as SignatureRow[];
  return rows.map(toSignature);
}
