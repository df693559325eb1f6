import type { AreaHandlers } from '#shared/contract/define.ts';
import type { staff } from '#shared/contract/staff.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { endCredential, insertCardCredential } from '../../repositories/credential.ts';
import { readUser, setUserName, type UserAccount } from '../../repositories/user-account.ts';
import { requireAdministratorKey } from './last-administrator.ts';
import { changeBy, type StaffDeps } from './staff-deps.ts';

type Handlers = Pick<AreaHandlers<typeof staff, CallContext>, 'allowCardSwap' | 'inspectCard' | 'enrolCard' | 'removeKey' | 'clearDelay'>;

/** Time to take one card out of the only reader, put another in, enrol it and change back. */
const SWAP_SECONDS = 180;

/** Enrolling cards and taking ways in away. */
export function manageKeys(deps: StaffDeps): Handlers {
  return {
    allowCardSwap: async (ctx, { userId }) => {
      await deps.db.write(tx => ctx.log(tx, { action: 'CRED_CHANGE', category: 'staff', objectType: 'user', objectId: userId, reasonCode: 'cardSwap' }));
      await deps.cards.allowSwap(SWAP_SECONDS);
      return { seconds: SWAP_SECONDS };
    },
    inspectCard: async (_ctx, { userId }) => {
      const user = await readUser(deps.db.reader, userId);
      const { certSha256, ...card } = await deps.cards.inspect();
      if (isEnrolled(deps, certSha256)) return { ...card, match: 'enrolled' };
      return { ...card, match: isSameHsaId(user, card.hsaId) ? 'same' : 'other' };
    },
    enrolCard: (ctx, input) => enrolCard(deps, ctx, input),
    removeKey: (ctx, input) => removeKey(deps, ctx, input),
    clearDelay: async (ctx, { userId }) => {
      const tags = deps.vault.entries().flatMap(entry => (entry.userRef === userId && entry.nameTag !== undefined ? [entry.nameTag] : []));
      await deps.db.write(tx => ctx.log(tx, { action: 'CRED_CHANGE', category: 'staff', objectType: 'user', objectId: userId, reasonCode: 'delayCleared' }));
      for (const tag of tags) await deps.throttle.clear(tag);
      return {};
    },
  };
}

const isSameHsaId = (user: UserAccount, hsaId: string): boolean => user.hsaId !== null && user.hsaId.toUpperCase() === hsaId.toUpperCase();
const isEnrolled = (deps: StaffDeps, certSha256: string): boolean => deps.vault.entries().some(entry => entry.certSha256 === certSha256);

/** The person as they may get a new way in. Throws `record.notFound`, `staff.closed`. */
export async function requireActive(deps: StaffDeps, userId: string): Promise<UserAccount> {
  const user = await readUser(deps.db.reader, userId);
  if (user.status !== 'active') throw new AppError('staff.closed');
  return user;
}

/** The row in the database is written before the vault's entry: cut short between, the way in simply is not there yet. */
async function enrolCard(deps: StaffDeps, ctx: CallContext, { userId, pin }: { readonly userId: string; readonly pin: string }) {
  const user = await requireActive(deps, userId);
  if (user.hsaId === null) throw new AppError('staff.cardOfAnother');
  const payload = deps.vault.payload();
  const { card, sealed } = await deps.cards.enrol({ pin, payload, expectedHsaId: user.hsaId }).finally(() => payload.fill(0));
  if (!isSameHsaId(user, card.hsaId)) throw new AppError('staff.cardOfAnother');
  if (isEnrolled(deps, sealed.certSha256)) throw new AppError('staff.cardTaken');
  const id = deps.newId();
  await deps.db.write(async tx => {
    await insertCardCredential(tx, { id, userId, card }, changeBy(deps, ctx));
    await ctx.log(tx, { action: 'CRED_CHANGE', category: 'staff', objectType: 'credential', objectId: id, reasonCode: 'cardEnrolled' });
  });
  await deps.vault.change({ add: [{ id, userRef: userId, kind: 'card', ...sealed }] });
  deps.changed('staff');
  return { card };
}

async function removeKey(deps: StaffDeps, ctx: CallContext, { userId, keyId }: { readonly userId: string; readonly keyId: string }) {
  const entry = deps.vault.entries().find(one => one.id === keyId && one.userRef === userId);
  if (entry === undefined) throw new AppError('record.notFound');
  await deps.db.write(async tx => {
    await requireAdministratorKey(tx, deps.vault, new Set([keyId]));
    const change = changeBy(deps, ctx);
    await endCredential(tx, keyId, change);
    if (entry.kind === 'passphrase') {
      const { version } = await readUser(tx, userId);
      await setUserName(tx, { id: userId, version, userName: null }, change);
    }
    await ctx.log(tx, { action: 'CRED_CHANGE', category: 'staff', objectType: 'credential', objectId: keyId, reasonCode: 'removed' });
  });
  await deps.vault.change({ remove: [keyId] });
  await deps.deviceSecrets.remove(keyId);
  deps.changed('staff');
  return {};
}
