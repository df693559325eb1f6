import type { AreaHandlers } from '#shared/contract/define.ts';
import type { staff } from '#shared/contract/staff.ts';
import type { Role } from '#shared/domain/permissions.ts';
import type { PersonDraft } from '#shared/domain/staff/person.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import { insertReview } from '../../repositories/access-review.ts';
import { endCredential } from '../../repositories/credential.ts';
import { closedUserIds, findUser, insertUser, isHsaIdTaken, readUser, setStatus, updateUser } from '../../repositories/user-account.ts';
import { requireAdministratorKey, requireOtherAdministrator } from './last-administrator.ts';
import { changeBy, type StaffDeps } from './staff-deps.ts';

type Handlers = Pick<AreaHandlers<typeof staff, CallContext>, 'add' | 'update' | 'close' | 'reopen' | 'confirmReview'>;

/** Adding, changing, closing and reviewing people. */
export function managePeople(deps: StaffDeps): Handlers {
  const done = <T>(answer: T): T => {
    deps.changed('staff');
    return answer;
  };
  return {
    add: async (ctx, { id, draft }) => {
      await deps.db.write(async tx => {
        // A repeated call (answer lost on the way) finds the person there; somebody else's row is never taken over.
        if ((await findUser(tx, id)) !== undefined) throw new AppError('record.changedMeanwhile');
        await requireFreeHsaId(tx, draft, id);
        await insertUser(tx, { id, draft }, changeBy(deps, ctx));
        await ctx.log(tx, { action: 'USER_ADD', category: 'staff', objectType: 'user', objectId: id, objectVersion: 1 });
        await logRoles(tx, ctx, { id, before: [], after: draft.roles });
      });
      return done({ id, version: 1 });
    },
    update: async (ctx, { id, version, draft }) => {
      const next = await deps.db.write(async tx => {
        const user = await readUser(tx, id);
        if (user.status === 'closed') throw new AppError('staff.closed');
        await requireFreeHsaId(tx, draft, id);
        if (user.roles.includes('administrator') && !draft.roles.includes('administrator')) await requireOtherAdministrator(tx, id);
        const saved = await updateUser(tx, { id, version, draft }, changeBy(deps, ctx));
        await ctx.log(tx, { action: 'USER_CHANGE', category: 'staff', objectType: 'user', objectId: id, objectVersion: saved });
        await logRoles(tx, ctx, { id, before: user.roles, after: draft.roles });
        return saved;
      });
      return done({ version: next });
    },
    close: async (ctx, input) => done({ version: await close(deps, ctx, input) }),
    reopen: async (ctx, { id, version }) => {
      const next = await deps.db.write(async tx => {
        const saved = await setStatus(tx, { id, version, status: 'active' }, changeBy(deps, ctx));
        await ctx.log(tx, { action: 'USER_CHANGE', category: 'staff', objectType: 'user', objectId: id, objectVersion: saved, reasonCode: 'reopened' });
        return saved;
      });
      return done({ version: next });
    },
    confirmReview: async (ctx, input) => done(await confirmReview(deps, ctx, input)),
  };
}

/** Somebody responsible has looked at what this person may do, at the version they saw. Errors: record.changedMeanwhile. */
async function confirmReview(deps: StaffDeps, ctx: CallContext, { id, version }: { readonly id: string; readonly version: number }): Promise<Record<string, never>> {
  await deps.db.write(async tx => {
    const user = await readUser(tx, id);
    if (user.version !== version) throw new AppError('record.changedMeanwhile');
    const { at, by } = changeBy(deps, ctx);
    await insertReview(tx, { id: deps.newId(), userId: id, roles: user.roles, at, by });
    await ctx.log(tx, { action: 'USER_CHANGE', category: 'staff', objectType: 'user', objectId: id, objectVersion: version, reasonCode: 'accessReviewed' });
  });
  return {};
}

async function requireFreeHsaId(tx: Writer, draft: PersonDraft, id: string): Promise<void> {
  if (draft.hsaId !== '' && (await isHsaIdTaken(tx, draft.hsaId, id))) throw new AppError('staff.hsaIdTaken');
}

async function logRoles(tx: Writer, ctx: CallContext, { id, before, after }: { readonly id: string; readonly before: readonly Role[]; readonly after: readonly Role[] }): Promise<void> {
  const row = { category: 'staff', objectType: 'user', objectId: id } as const;
  for (const role of after.filter(one => !before.includes(one))) await ctx.log(tx, { ...row, action: 'ROLE_GRANT', reasonCode: role });
  for (const role of before.filter(one => !after.includes(one))) await ctx.log(tx, { ...row, action: 'ROLE_REVOKE', reasonCode: role });
}

/**
 * First the database says no, then the vault forgets the keys, then running sessions end: cut short anywhere, the
 * person cannot sign in, and `removeLeftKeys` finishes at the next unlock.
 */
async function close(deps: StaffDeps, ctx: CallContext, { id, version }: { readonly id: string; readonly version: number }): Promise<number> {
  const keys = deps.vault.entries().filter(entry => entry.userRef === id).map(entry => entry.id);
  const saved = await deps.db.write(async tx => {
    const user = await readUser(tx, id);
    if (user.roles.includes('administrator')) {
      await requireOtherAdministrator(tx, id);
      if (keys.length > 0) await requireAdministratorKey(tx, deps.vault, new Set(keys));
    }
    const change = changeBy(deps, ctx);
    const next = await setStatus(tx, { id, version, status: 'closed' }, change);
    await ctx.log(tx, { action: 'USER_DISABLE', category: 'staff', objectType: 'user', objectId: id, objectVersion: next });
    for (const key of keys) {
      await endCredential(tx, key, change);
      await ctx.log(tx, { action: 'CRED_CHANGE', category: 'staff', objectType: 'credential', objectId: key, reasonCode: 'removed' });
    }
    return next;
  });
  await deps.endSessionsOf(id);
  if (keys.length > 0) await deps.vault.change({ remove: keys });
  for (const key of keys) await deps.deviceSecrets.remove(key);
  return saved;
}

/** At unlock: entries of people who are closed, left by a closing that was cut short, are taken out of the vault. */
export async function removeLeftKeys(deps: Pick<StaffDeps, 'db' | 'vault'>): Promise<void> {
  const closed = new Set(await closedUserIds(deps.db.reader));
  const left = deps.vault.entries().filter(entry => closed.has(entry.userRef)).map(entry => entry.id);
  if (left.length > 0) await deps.vault.change({ remove: left });
}
