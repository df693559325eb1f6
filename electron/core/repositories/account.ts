import * as z from 'zod';

import { ROLES, type Role } from '#shared/domain/permissions.ts';
import type { Reader } from '../db/handles.ts';

/** A person as signing in needs them: read from a database of an earlier program too, so from its first columns alone. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly hsaId: string | null;
  readonly roles: readonly Role[];
  readonly status: 'active' | 'closed';
  readonly place: string | null;
}

type AccountRow = { id: string; name: string; title: string; hsa_id: string | null; roles: string; status: 'active' | 'closed'; place: string | null };
const SELECT = 'SELECT id, name, title, hsa_id, roles, status, place FROM user_account';
const Roles = z.array(z.enum(ROLES));
const toAccount = (row: AccountRow): Account => ({
  id: row.id, name: row.name, title: row.title, hsaId: row.hsa_id, roles: Roles.parse(JSON.parse(row.roles)), status: row.status, place: row.place,
});

/** The account with this HSA-id (compared without case), or undefined. */
export async function findAccountByHsaId(db: Reader, hsaId: string): Promise<Account | undefined> {
  const [row] = (await db.raw(`${SELECT} WHERE upper(hsa_id) = upper(?)`, [hsaId])) as AccountRow[];
  return row && toAccount(row);
}

/** The account with this id, or undefined. */
export async function findAccount(db: Reader, id: string): Promise<Account | undefined> {
  const [row] = (await db.raw(`${SELECT} WHERE id = ?`, [id])) as AccountRow[];
  return row && toAccount(row);
}
