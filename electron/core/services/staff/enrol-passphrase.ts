import type { AreaHandlers } from '#shared/contract/define.ts';
import type { staff } from '#shared/contract/staff.ts';
import { passphraseProblem, type PassphraseProblem } from '#shared/domain/staff/passphrase-rules.ts';
import { AppError, type ErrorCode } from '#shared/kernel/app-error.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import type { CallContext } from '../../api/context.ts';
import { endCredential, insertCredential, saveCodeSecret } from '../../repositories/credential.ts';
import { isUserNameTaken, readUser, setUserName, type UserAccount } from '../../repositories/user-account.ts';
import { toBase32 } from '../../security/passphrase/base32.ts';
import { newDeviceSecret, slipCode } from '../../security/passphrase/device-secret.ts';
import { nameTag, sealWithPassphrase } from '../../security/passphrase/passphrase-entry.ts';
import { checkCode, newTotpSecret, totpUri } from '../../security/passphrase/totp.ts';
import type { NewEntry } from '../../security/vault/vault-update.ts';
import { requireActive } from './manage-keys.ts';
import { changeBy, type StaffDeps } from './staff-deps.ts';

type Handlers = Pick<AreaHandlers<typeof staff, CallContext>, 'beginPassphrase' | 'confirmPassphrase'>;

/** Between the slip on the screen and the first code; in memory only, so that an abandoned enrolment leaves nothing. */
interface Pending {
  readonly userId: string;
  readonly userName: string;
  readonly passphrase: Redacted<string>;
  readonly deviceSecret: Redacted<Buffer>;
  readonly totpSecret: Redacted<Buffer>;
  readonly expiresMs: number;
}

const MINUTES = 15;
const PROBLEMS: Readonly<Record<PassphraseProblem, ErrorCode>> = { tooShort: 'auth.passphraseTooShort', tooLong: 'auth.passphraseTooLong', tooCommon: 'auth.passphraseTooCommon' };

/** Two steps: show slip and authenticator code, then store once a first code proves that the app works (L-02, L-03). */
export function enrolPassphrase(deps: StaffDeps): Handlers {
  const pending = new Map<string, Pending>();
  return {
    beginPassphrase: async (ctx, { userId, userName, passphrase }) => {
      const user = await requireActive(deps, userId);
      requireGoodPassphrase(deps, user, { userName, passphrase });
      if (await isUserNameTaken(deps.db.reader, userName, userId)) throw new AppError('staff.userNameTaken');
      await deps.db.write(tx => ctx.log(tx, { action: 'CRED_CHANGE', category: 'staff', objectType: 'user', objectId: userId, reasonCode: 'passphraseBegun' }));
      const deviceSecret = newDeviceSecret();
      const totpSecret = newTotpSecret();
      const enrolmentId = deps.newId();
      pending.clear(); // one at a time: a second form left open somewhere does not keep secrets alive
      const expiresMs = deps.clock.monotonicMs() + MINUTES * 60_000;
      pending.set(enrolmentId, { userId, userName, passphrase: new Redacted(passphrase), deviceSecret: new Redacted(deviceSecret), totpSecret: new Redacted(totpSecret), expiresMs });
      return {
        enrolmentId,
        slipCode: slipCode(deviceSecret),
        totpSecret: toBase32(totpSecret).replace(/(.{4})(?=.)/g, '$1 '),
        totpUri: totpUri({ secret: totpSecret, userName, clinicName: deps.clinic.name }),
        expiresAt: new Date(deps.clock.now().getTime() + MINUTES * 60_000).toISOString(),
      };
    },
    confirmPassphrase: async (ctx, { enrolmentId, code }) => {
      const found = pending.get(enrolmentId);
      if (found === undefined || deps.clock.monotonicMs() > found.expiresMs) throw new AppError('auth.enrolmentExpired');
      const answer = checkCode({ secret: found.totpSecret.reveal(), code, now: deps.clock.now(), lastStep: null });
      if (answer.outcome !== 'ok') throw new AppError('auth.codeWrong');
      const keyId = await store(deps, ctx, { ...found, step: answer.step });
      pending.delete(enrolmentId);
      deps.changed('staff');
      return { keyId };
    },
  };
}

function requireGoodPassphrase(deps: StaffDeps, user: UserAccount, { userName, passphrase }: { readonly userName: string; readonly passphrase: string }): void {
  const problem = passphraseProblem(passphrase, [deps.clinic.name, user.name, user.hsaId ?? '', userName]);
  if (problem !== null) throw new AppError(PROBLEMS[problem]);
}

/** Replaces an earlier passphrase of the same person; the vault's entry comes last and makes it all valid. */
async function store(deps: StaffDeps, ctx: CallContext, made: Pending & { readonly step: number }): Promise<string> {
  const { userId, userName } = made;
  await requireActive(deps, userId);
  const id = deps.newId();
  const payload = deps.vault.payload();
  const sealed = await sealWithPassphrase(payload, { passphrase: made.passphrase.reveal(), deviceSecret: made.deviceSecret.reveal() }).finally(() => payload.fill(0));
  const earlier = deps.vault.entries().filter(entry => entry.userRef === userId && entry.kind === 'passphrase').map(entry => entry.id);
  await deps.db.write(async tx => {
    if (await isUserNameTaken(tx, userName, userId)) throw new AppError('staff.userNameTaken');
    const change = changeBy(deps, ctx);
    const { version } = await readUser(tx, userId);
    await setUserName(tx, { id: userId, version, userName }, change);
    for (const old of earlier) await endCredential(tx, old, change);
    await insertCredential(tx, { id, userId, kind: 'passphrase', label: userName, detail: {} }, change);
    await saveCodeSecret(tx, { credentialId: id, secret: made.totpSecret.reveal(), lastStep: made.step });
    await ctx.log(tx, { action: 'CRED_CHANGE', category: 'staff', objectType: 'credential', objectId: id, reasonCode: 'passphraseEnrolled' });
  });
  const entry: NewEntry = { id, userRef: userId, kind: 'passphrase', alg: 'age-scrypt', notAfter: null, nameTag: await nameTag(userName, deps.vault.dbId()), sealed };
  await deps.vault.change({ add: [entry], remove: earlier });
  await deps.deviceSecrets.put(id, made.deviceSecret.reveal());
  for (const old of earlier) await deps.deviceSecrets.remove(old);
  return id;
}
