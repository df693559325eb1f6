import type { Reader, Writer } from '../db/handles.ts';

/** A signature over one version, with who signed as it was then (J-05). Never changed, never removed. */
export interface StoredSignature {
  readonly noteId: string;
  readonly no: number;
  readonly method: 'card-cms' | 'practice';
  readonly cms: Uint8Array;
  readonly certSha256: string;
  readonly signedAt: string;
  readonly signerId: string;
  readonly signerName: string;
  readonly signerTitle: string;
  readonly signerHsaId: string | null;
}

interface SignatureRow {
  note_id: string;
  no: number;
  method: StoredSignature['method'];
  cms: Uint8Array;
  cert_sha256: string;
  signed_at: string;
  signer_id: string;
  signer_name: string;
  signer_title: string;
  signer_hsa: string | null;
}

const toSignature = (row: SignatureRow): StoredSignature => ({
  noteId: row.note_id, no: row.no, method: row.method, cms: row.cms, certSha256: row.cert_sha256, signedAt: row.signed_at,
  signerId: row.signer_id, signerName: row.signer_name, signerTitle: row.signer_title, signerHsaId: row.signer_hsa,
});

/** Adds the signature of a version that has none. */
export async function insertSignature(tx: Writer, s: StoredSignature): Promise<void> {
  await tx.raw(
    'INSERT INTO signature (note_id, no, method, cms, cert_sha256, signed_at, signer_id, signer_name, signer_title, signer_hsa) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    [s.noteId, s.no, s.method, Buffer.from(s.cms), s.certSha256, s.signedAt, s.signerId, s.signerName, s.signerTitle, s.signerHsaId],
  );
}

/** The signatures of these notes, by note and version. */
export async function signaturesOfNotes(db: Reader, noteIds: readonly string[]): Promise<StoredSignature[]> {
  const rows = (await db.raw('SELECT * FROM signature WHERE note_id IN (SELECT value FROM json_each(?)) ORDER BY note_id, no', [JSON.stringify(noteIds)])) as SignatureRow[];
  return rows.map(toSignature);
}
