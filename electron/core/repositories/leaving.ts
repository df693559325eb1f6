import { DeletionCertificate, LeavingExport, LeftWhere } from '#shared/domain/leaving/leaving.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** A place whose deletion began. */
export interface LeftPlace {
  readonly repositoryId: string;
  readonly name: string;
  readonly where: LeftWhere;
  readonly leftAt: string;
}

/** A deletion certificate as stored: the signed bytes and the device key's CMS over them. */
export interface SignedDeletion {
  readonly certificate: DeletionCertificate;
  /** RFC 8785 text; the bytes that were signed. */
  readonly content: string;
  /** Detached CMS, DER, base64. */
  readonly signature: string;
}

/** Every place that was left, oldest first. */
export async function listLeftPlaces(db: Reader): Promise<LeftPlace[]> {
  const rows = (await db.raw('SELECT id, name, place, left_at FROM leaving_place ORDER BY left_at, id')) as { id: string; name: string; place: string; left_at: string }[];
  return rows.map(row => ({ repositoryId: row.id, name: row.name, where: LeftWhere.parse(JSON.parse(row.place)), leftAt: row.left_at }));
}

/** Notes that a place is being left; one that was left before stays as it was noted. */
export async function insertLeftPlace(tx: Writer, place: LeftPlace & { readonly by: string }): Promise<void> {
  const [known] = (await tx.raw('SELECT 1 FROM leaving_place WHERE id = ?', [place.repositoryId])) as unknown[];
  if (known !== undefined) return;
  await tx.raw('INSERT INTO leaving_place (id, name, place, left_at, left_by) VALUES (?, ?, ?, ?, ?)', [place.repositoryId, place.name, JSON.stringify(place.where), place.leftAt, place.by]);
}

interface CertificateRow {
  readonly content: string;
  readonly signature: string;
}

const signed = ({ content, signature }: CertificateRow): SignedDeletion => ({ certificate: DeletionCertificate.parse(JSON.parse(content)), content, signature });

/** Every deletion certificate, newest first. */
export const listDeletions = async (db: Reader): Promise<SignedDeletion[]> =>
  ((await db.raw('SELECT content, signature FROM leaving_certificate ORDER BY at DESC, id DESC')) as CertificateRow[]).map(signed);

/** The deletion certificate with this id, or undefined. */
export async function findDeletion(db: Reader, id: string): Promise<SignedDeletion | undefined> {
  const [row] = (await db.raw('SELECT content, signature FROM leaving_certificate WHERE id = ?', [id])) as CertificateRow[];
  return row === undefined ? undefined : signed(row);
}

/** Keeps a deletion certificate for ever. */
export async function insertDeletion(tx: Writer, { certificate, content, signature }: SignedDeletion): Promise<void> {
  await tx.raw('INSERT INTO leaving_certificate (id, repository_id, at, content, signature) VALUES (?, ?, ?, ?, ?)', [certificate.id, certificate.place.repositoryId, certificate.endedAt, content, signature]);
}

/** A yes of another person to deleting the only proven copy. */
export interface Approval {
  readonly repositoryId: string;
  readonly approvedAt: string;
  readonly userId: string;
  readonly name: string;
  readonly title: string;
}

/** Approvals given since then, newest first, by people who are still active. */
export async function approvalsSince(db: Reader, since: string): Promise<Approval[]> {
  return (await db.raw(
    `SELECT a.repository_id AS "repositoryId", a.approved_at AS "approvedAt", a.approved_by AS "userId", u.name, u.title FROM leaving_approval a JOIN user_account u ON u.id = a.approved_by
     WHERE a.approved_at >= ? AND u.status = 'active' ORDER BY a.approved_at DESC, a.id DESC`,
    [since],
  )) as Approval[];
}

/** Keeps an approval. */
export async function insertApproval(tx: Writer, { id, repositoryId, at, by }: { readonly id: string; readonly repositoryId: string; readonly at: string; readonly by: string }): Promise<void> {
  await tx.raw('INSERT INTO leaving_approval (id, repository_id, approved_at, approved_by) VALUES (?, ?, ?, ?)', [id, repositoryId, at, by]);
}

/** Every full copy made before leaving, newest first. */
export const listExports = async (db: Reader): Promise<LeavingExport[]> =>
  ((await db.raw('SELECT content FROM leaving_export ORDER BY at DESC, id DESC')) as { content: string }[]).map(row => LeavingExport.parse(JSON.parse(row.content)));

/** Keeps the note of a full copy. */
export async function insertExport(tx: Writer, made: LeavingExport): Promise<void> {
  await tx.raw('INSERT INTO leaving_export (id, at, content) VALUES (?, ?, ?)', [made.id, made.at, JSON.stringify(made)]);
}
