import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './user-account.ts';

/** What is known about one way in (a vault entry) beyond the vault. `detail` is JSON, no secret. */
export interface Credential {
  readonly id: string;
  readonly userId: string;
  readonly kind: 'card' | 'passphrase';
  readonly label: string;
  readonly addedAt: string;
}

/** What is kept about a card; no secret. */
export interface CardFacts {
  readonly issuer: string;
  readonly cardNumber: string | null;
}

/** Notes a new way in. */
export async function insertCredential(tx: Writer, credential: Omit<Credential, 'addedAt'> & { readonly detail: object }, { at, by }: Change): Promise<void> {
  const { id, userId, kind, label, detail } = credential;
  await tx('credential').insert({ id, user_id: userId, kind, label, detail: JSON.stringify(detail), added_at: at, added_by: by });
}

/** Notes an enrolled card beside its vault entry (same id), so that its issuer and number can be shown. */
export async function insertCardCredential(tx: Writer, { id, userId, card }: { readonly id: string; readonly userId: string; readonly card: CardFacts }, change: Change): Promise<void> {
  const label = card.cardNumber === null ? card.issuer : `${card.issuer} · ${card.cardNumber}`;
  await insertCredential(tx, { id, userId, kind: 'card', label, detail: card }, change);
}

/** Notes that a way in is gone and forgets its one-time-code secret. */
export async function endCredential(tx: Writer, id: string, { at, by }: Change): Promise<void> {
  await tx.raw('UPDATE credential SET removed_at = ?, removed_by = ? WHERE id = ? AND removed_at IS NULL', [at, by, id]);
  await tx.raw('DELETE FROM one_time_code WHERE credential_id = ?', [id]);
}

/** Every way in that was not removed, by id. */
export async function liveCredentials(db: Reader): Promise<ReadonlyMap<string, Credential>> {
  const rows = (await db.raw('SELECT id, user_id, kind, label, added_at FROM credential WHERE removed_at IS NULL')) as {
    id: string; user_id: string; kind: Credential['kind']; label: string; added_at: string;
  }[];
  return new Map(rows.map(row => [row.id, { id: row.id, userId: row.user_id, kind: row.kind, label: row.label, addedAt: row.added_at }]));
}

/** The authenticator secret of a passphrase entry and the last step used, or null when there is none. */
export async function readCodeSecret(db: Reader, credentialId: string): Promise<{ readonly secret: Buffer; readonly lastStep: number | null } | null> {
  const [row] = (await db.raw('SELECT secret, last_step FROM one_time_code WHERE credential_id = ?', [credentialId])) as { secret: string; last_step: number | null }[];
  return row === undefined ? null : { secret: Buffer.from(row.secret, 'base64url'), lastStep: row.last_step };
}

/** Stores the authenticator secret; the step of the code that proved it is used up. */
export async function saveCodeSecret(tx: Writer, code: { readonly credentialId: string; readonly secret: Uint8Array; readonly lastStep: number }): Promise<void> {
  await tx.raw('INSERT INTO one_time_code (credential_id, secret, last_step) VALUES (?, ?, ?)', [code.credentialId, Buffer.from(code.secret).toString('base64url'), code.lastStep]);
}

/** Uses up all codes to this step. */
export async function useStep(tx: Writer, credentialId: string, step: number): Promise<void> {
  await tx.raw('UPDATE one_time_code SET last_step = ? WHERE credential_id = ?', [step, credentialId]);
}
