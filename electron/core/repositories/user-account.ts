import * as z from 'zod';

import { ROLES, type Role } from '#shared/domain/permissions.ts';
import { PROFESSIONS, type PersonDraft, type Profession } from '#shared/domain/staff/person.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';

export interface UserAccount {
  readonly id: string;
  readonly name: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly title: string;
  readonly profession: Profession;
  readonly hsaId: string | null;
  readonly userName: string | null;
  readonly status: 'active' | 'closed';
  readonly roles: readonly Role[];
  readonly version: number;
  readonly createdAt: string;
  readonly closedAt: string | null;
}

interface UserRow {
  id: string;
  name: string;
  given_name: string;
  family_name: string;
  title: string;
  profession: string;
  hsa_id: string | null;
  user_name: string | null;
  status: 'active' | 'closed';
  roles: string;
  version: number;
  created_at: string;
  closed_at: string | null;
}

const SELECT = 'SELECT id, name, given_name, family_name, title, profession, hsa_id, user_name, status, roles, version, created_at, closed_at FROM user_account';
const Roles = z.array(z.enum(ROLES));
const ProfessionField = z.enum(PROFESSIONS).catch('other');

const toAccount = (row: UserRow): UserAccount => ({
  id: row.id, name: row.name, givenName: row.given_name, familyName: row.family_name, title: row.title, profession: ProfessionField.parse(row.profession),
  hsaId: row.hsa_id, userName: row.user_name, status: row.status, roles: Roles.parse(JSON.parse(row.roles)), version: row.version, createdAt: row.created_at, closedAt: row.closed_at,
});

/** Everybody, active first, by family name. */
export async function listUsers(db: Reader): Promise<UserAccount[]> {
  const rows = (await db.raw(`${SELECT} ORDER BY status, family_name, given_name, id`)) as UserRow[];
  return rows.map(toAccount);
}

/** The person, or undefined. */
export async function findUser(db: Reader, id: string): Promise<UserAccount | undefined> {
  const [row] = (await db.raw(`${SELECT} WHERE id = ?`, [id])) as UserRow[];
  return row && toAccount(row);
}

/** The person. Throws `record.notFound`. */
export async function readUser(db: Reader, id: string): Promise<UserAccount> {
  const user = await findUser(db, id);
  if (user === undefined) throw new AppError('record.notFound');
  return user;
}

/** Who may administer the clinic and is still there. */
export async function administratorIds(db: Reader): Promise<string[]> {
  const rows = (await db.raw("SELECT id FROM user_account WHERE status = 'active' AND EXISTS (SELECT 1 FROM json_each(roles) WHERE value = 'administrator')")) as { id: string }[];
  return rows.map(row => row.id);
}

/** Who is closed. */
export async function closedUserIds(db: Reader): Promise<string[]> {
  const rows = (await db.raw("SELECT id FROM user_account WHERE status = 'closed'")) as { id: string }[];
  return rows.map(row => row.id);
}

/** Where the person's screen stood last; null before the first time, and for nobody. */
export async function findScreenPlace(db: Reader, id: string): Promise<string | null> {
  const [row] = (await db.raw('SELECT place FROM user_account WHERE id = ?', [id])) as { place: string | null }[];
  return row?.place ?? null;
}

/** Remembers where the person's screen stands; neither a new version nor history. */
export async function setScreenPlace(tx: Writer, id: string, place: string): Promise<void> {
  await tx.raw('UPDATE user_account SET place = ? WHERE id = ?', [place, id]);
}

/** True when another person has this HSA-id. */
export async function isHsaIdTaken(db: Reader, hsaId: string, exceptId: string): Promise<boolean> {
  return ((await db.raw('SELECT 1 FROM user_account WHERE upper(hsa_id) = upper(?) AND id <> ?', [hsaId, exceptId])) as unknown[]).length > 0;
}

/** True when another person has this user name. */
export async function isUserNameTaken(db: Reader, userName: string, exceptId: string): Promise<boolean> {
  return ((await db.raw('SELECT 1 FROM user_account WHERE user_name = ? AND id <> ?', [userName, exceptId])) as unknown[]).length > 0;
}

export interface Change {
  readonly at: string;
  readonly by: string;
}

const fieldsOf = (draft: PersonDraft) => ({
  name: `${draft.givenName} ${draft.familyName}`, given_name: draft.givenName, family_name: draft.familyName, title: draft.title, profession: draft.profession,
  hsa_id: draft.hsaId === '' ? null : draft.hsaId, roles: JSON.stringify(draft.roles),
});

/** Adds a person; `by` is null for the first, whom nobody added. */
export async function insertUser(tx: Writer, user: { readonly id: string; readonly draft: PersonDraft }, { at, by }: { readonly at: string; readonly by: string | null }): Promise<void> {
  await tx('user_account').insert({ id: user.id, ...fieldsOf(user.draft), status: 'active', version: 1, changed_at: at, changed_by: by, created_at: at });
}

/** Saves what the administrator typed; gives the new version. Throws `record.changedMeanwhile`. */
export function updateUser(tx: Writer, user: { readonly id: string; readonly version: number; readonly draft: PersonDraft }, change: Change): Promise<number> {
  return save(tx, user, { fields: fieldsOf(user.draft), change });
}

/** Closes or reopens a person; gives the new version. Throws `record.changedMeanwhile`. */
export function setStatus(tx: Writer, user: { readonly id: string; readonly version: number; readonly status: 'active' | 'closed' }, change: Change): Promise<number> {
  return save(tx, user, { fields: { status: user.status, closed_at: user.status === 'closed' ? change.at : null }, change });
}

/** Gives or takes the name a person signs in with. */
export async function setUserName(tx: Writer, user: { readonly id: string; readonly version: number; readonly userName: string | null }, change: Change): Promise<number> {
  return save(tx, user, { fields: { user_name: user.userName }, change });
}

async function save(tx: Writer, { id, version }: { readonly id: string; readonly version: number }, { fields, change }: { readonly fields: object; readonly change: Change }): Promise<number> {
  const changed: number = await tx('user_account').where({ id, version }).update({ ...fields, version: version + 1, changed_at: change.at, changed_by: change.by });
  if (changed !== 1) throw new AppError('record.changedMeanwhile');
  return version + 1;
}

export interface UserHistoryRow {
  readonly changedAt: string;
  readonly changedBy: string | null;
  readonly old: Readonly<Record<string, unknown>>;
}

/** Earlier states of the person, newest first, with who replaced each of them when. */
export async function userHistory(db: Reader, id: string): Promise<UserHistoryRow[]> {
  const rows = (await db.raw(`SELECT changed_at, changed_by, old FROM record_history WHERE table_name = 'user_account' AND row_id = ? ORDER BY version DESC LIMIT 200`, [id])) as {
    changed_at: string; changed_by: string | null; old: string;
  }[];
  return rows.map(row => ({ changedAt: row.changed_at, changedBy: row.changed_by, old: JSON.parse(row.old) as Record<string, unknown> }));
}

/** When each person last signed in, from the log itself. */
export async function lastSignIns(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = (await db.raw(
    `SELECT value AS id, (SELECT at FROM audit_event WHERE seq = (SELECT max(last_seq) FROM audit_day WHERE action = 'LOGIN_OK' AND actor = value)) AS at FROM json_each(?)`,
    [JSON.stringify(ids)],
  )) as { id: string; at: string | null }[];
  return new Map(rows.flatMap(row => (row.at === null ? [] : [[row.id, row.at]])));
}
