import type { Reader } from '../../db/handles.ts';
import { listUsers, type UserAccount } from '../../repositories/user-account.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { VaultAccess } from './vault-access.ts';

const isAdministrator = (user: UserAccount): boolean => user.status === 'active' && user.roles.includes('administrator');

/** Refuses with `staff.lastAdministrator` when nobody else manages the clinic (H110). */
export async function requireOtherAdministrator(db: Reader, userId: string): Promise<void> {
  const others = (await listUsers(db)).filter(user => user.id !== userId && isAdministrator(user));
  if (others.length === 0) throw new AppError('staff.lastAdministrator');
}

/** Refuses with `vault.lastAdministrator` when, without these entries, no administrator could open the clinic (H110). */
export async function requireAdministratorKey(db: Reader, vault: VaultAccess, without: ReadonlySet<string>): Promise<void> {
  const administrators = new Set((await listUsers(db)).filter(isAdministrator).map(user => user.id));
  const left = vault.entries().filter(entry => administrators.has(entry.userRef) && !without.has(entry.id));
  if (left.length === 0) throw new AppError('vault.lastAdministrator');
}
