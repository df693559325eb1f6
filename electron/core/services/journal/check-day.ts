import { canonicalText, DayManifestSchema, type DayManifest, type DayProof, type SignedThing } from '#shared/domain/journal/day-manifest.ts';
import { rootFromPath } from '#shared/domain/journal/merkle.ts';
import { isLoginOnly } from '#shared/domain/journal/signing-rules.ts';
import { digestOfDay, findDay, type StoredDay } from '../../repositories/day-signature.ts';
import { digestOfRecord } from '../../repositories/note-version.ts';
import type { StoredSignature } from '../../repositories/signature.ts';
import type { JournalDeps } from './deps.ts';
import { sha256 } from './sign-day.ts';

/** A signature as far as the day goes, of a note or a document. */
type DayMark = Pick<StoredSignature, 'day' | 'signerId' | 'signerName' | 'signerTitle' | 'signedAt'>;

/** A note's version or a document under a day's root, with the day. */
export interface DayBinding {
  readonly day: StoredDay;
  readonly proof: DayProof;
}

/** What was signed, with its digest: a version of a note or a document's pages. */
export type SignedFile = SignedThing & { readonly digest: string };

/** The day this was signed with, or null when it has a signature of its own. */
export async function dayBinding(deps: JournalDeps, signed: SignedFile, signature: DayMark): Promise<DayBinding | null> {
  if (signature.day === null) return null;
  const day = await findDay(deps.db.reader, signature.day.id);
  if (!day) throw new Error('a day that signatures name is there');
  const { index, path } = signature.day;
  const place = { format: 'klinikbok-proof-1' as const, day: day.id, digest: signed.digest, index, count: day.count, path: [...path] };
  return { day, proof: 'noteId' in signed ? { ...place, noteId: signed.noteId, no: signed.no } : { ...place, documentId: signed.documentId } };
}

export type DayFailure = 'proof' | 'manifest' | 'columns' | 'chain' | 'signature' | 'certificate';

/** Everything between a version's digest and the card: path, root, manifest, the day before, the card's signature. Null when all hold. */
export async function dayFailure(deps: JournalDeps, { day, proof }: DayBinding, signature: DayMark): Promise<DayFailure | null> {
  const manifest = readManifest(day);
  if (!manifest) return 'manifest';
  const root = rootFromPath({ leaf: Buffer.from(proof.digest, 'hex'), index: proof.index, count: manifest.count, path: proof.path.map(step => Buffer.from(step, 'hex')) }, sha256);
  if (root === null || Buffer.from(root).toString('hex') !== manifest.root) return 'proof';
  const { signer } = manifest;
  if (signer.id !== signature.signerId || signer.name !== signature.signerName || signer.title !== signature.signerTitle || manifest.signedAt !== signature.signedAt) return 'columns';
  const before = manifest.number === 1 ? null : await digestOfDay(deps.db.reader, manifest.signer.id, manifest.number - 1);
  if (before !== manifest.previous) return 'chain';
  const verdict = await deps.signer.verify(new TextEncoder().encode(day.manifest), day.cms, manifest.purpose);
  return verdict.ok ? null : verdict.failed;
}

/** The manifest, if it is in canonical form and the columns that repeat it say the same. */
function readManifest(day: StoredDay): DayManifest | null {
  const parsed = DayManifestSchema.safeParse(jsonOf(day.manifest));
  if (!parsed.success) return null;
  const { data } = parsed;
  const isSame = data.id === day.id && data.signer.id === day.signerId && data.number === day.number && data.signedAt === day.signedAt && data.count === day.count &&
    data.root === day.root && data.previous === day.previous && (data.purpose === 'login') === isLoginOnly(day.method);
  return isSame && canonicalText(data) === day.manifest && digestOfRecord(day.manifest) === day.digest ? data : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What the files of a day's signature are called outside; nothing about anybody. */
export const dayStem = (dayId: string): string => `dag-${dayId}`;

/** What anybody can type on any computer with stock OpenSSL; `-purpose any` because a signing certificate is not one for e-mail. */
export const opensslFor = (stem: string, content: 'json' | 'pdf'): string =>
  `openssl cms -verify -cades -binary -inform DER -in ${stem}.p7s -content ${stem}.${content} -CAfile utfardare.pem -purpose any -out /dev/null`;

/** A file as it is handed out, its bytes as base64. */
export interface ExportedFile {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

/** What the card signed at the end of the day, and its signature, as they are. */
export const dayFiles = ({ day }: DayBinding): ExportedFile[] => [
  { name: `${dayStem(day.id)}.json`, type: 'application/json', content: Buffer.from(day.manifest).toString('base64') },
  { name: `${dayStem(day.id)}.p7s`, type: 'application/pkcs7-signature', content: Buffer.from(day.cms).toString('base64') },
];
