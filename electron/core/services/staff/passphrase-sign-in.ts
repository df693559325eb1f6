import type { BeforeUpdate, GoOn, UpdatePerson } from '../../clinic/before-update.ts';
import type { ClinicPlace } from '../../clinic/clinic-place.ts';
import { readMachine } from '../../clinic/machine-file.ts';
import { openClinic, type OpenClinic } from '../../clinic/open-clinic.ts';
import { type Account, findAccount } from '../../repositories/account.ts';
import type { Database } from '../../db/database.ts';
import type { Reader } from '../../db/handles.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeviceSecretStore } from '../../ports/device-secret-store.ts';
import { readCodeSecret, useStep } from '../../repositories/credential.ts';
import { mirrorThrottle } from '../../repositories/sign-in-throttle.ts';
import { openByPassphrase } from '../../security/passphrase/open-by-passphrase.ts';
import { openThrottle } from '../../security/passphrase/throttle.ts';
import { checkCode } from '../../security/passphrase/totp.ts';
import { readVault } from '../../security/vault/vault.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';

export interface PassphraseSignInDeps {
  readonly place: ClinicPlace;
  readonly clock: Clock;
  readonly deviceSecrets: DeviceSecretStore;
  /** Looks at the backups before a new program changes the database. */
  readonly beforeUpdate?: BeforeUpdate;
}

export interface TypedSignIn {
  readonly userName: string;
  readonly passphrase: string;
  readonly code: string;
  readonly deviceSecret?: string | undefined;
  readonly goOn?: GoOn | undefined;
}

/**
 * Sign-in for a person without a card (L-02…L-04): passphrase and device secret open the database, the one-time code
 * inside it is used up in the same step. Errors: auth.wrongCredentials (whatever was wrong), auth.delayed,
 * auth.tooManyFailures, auth.codeReused, auth.accountClosed, update.unproven (the code is then not used up), vault.*, db.*.
 */
export function createPassphraseSignIn(deps: PassphraseSignInDeps): {
  readonly open: (input: TypedSignIn) => Promise<{ clinic: OpenClinic; account: Account }>;
  readonly isUsed: () => Promise<boolean>;
} {
  const { place, clock, deviceSecrets } = deps;
  const throttle = openThrottle(place.throttleFile, () => clock.now());
  return {
    isUsed: async () => (await readVault(place.vault)).head.entries.some(entry => entry.kind === 'passphrase'),
    open: async input => {
      const vault = await readVault(place.vault);
      const now = clock.now(); // the code is held against the moment it was typed, whatever an update takes
      const opened = await openByPassphrase({ vault, throttle, deviceSecrets }, { userName: input.userName, passphrase: input.passphrase, slipCode: input.deviceSecret });
      const { workstation } = await readMachine(place.machineFile);
      const person: UpdatePerson = { goOn: input.goOn ?? null, who: ({ db }) => holderOf(db, { ...opened.entry, code: input.code, now }) };
      const clinic = await openClinic({ place, vault, dbk: opened.key.dbk, clock, workstation, beforeUpdate: deps.beforeUpdate, person }).catch(async (error: unknown) => {
        if (isAppError(error, 'update.unproven')) await opened.accepted(); // asked back, not refused: no failed try
        throw error;
      });
      try {
        const account = await findAccount(clinic.db.reader, opened.entry.userRef);
        await acceptCode(clinic.db, { credentialId: opened.entry.id, code: input.code, now });
        if (account?.status !== 'active') throw new AppError('auth.accountClosed');
        await opened.accepted();
        await mirrorThrottle(clinic.db, throttle, opened.entry.nameTag);
        return { clinic, account };
      } catch (error) {
        await clinic.db.close();
        throw error;
      }
    },
  };
}

/**
 * Checks a one-time code and uses it up in one transaction, so that it is accepted once even by two sign-ins at the
 * same moment (L-02). Errors: auth.wrongCredentials, auth.codeReused.
 */
export function acceptCode(db: Database, { credentialId, code, now }: TypedCode): Promise<void> {
  return db.write(async tx => {
    await useStep(tx, credentialId, await stepOf(tx, { credentialId, code, now }));
  });
}

interface TypedCode {
  readonly credentialId: string;
  readonly code: string;
  readonly now: Date;
}

/** The step this code stands for. Errors: auth.wrongCredentials, auth.codeReused. */
async function stepOf(db: Reader, { credentialId, code, now }: TypedCode): Promise<number> {
  const stored = await readCodeSecret(db, credentialId);
  if (stored === null) throw new AppError('auth.wrongCredentials');
  const answer = checkCode({ ...stored, code, now });
  if (answer.outcome !== 'ok') throw new AppError(answer.outcome === 'reused' ? 'auth.codeReused' : 'auth.wrongCredentials');
  return answer.step;
}

/** Whose way in it is, the code proven and not used up. Errors: auth.wrongCredentials, auth.codeReused, auth.accountClosed. */
async function holderOf(db: Database, entry: { readonly id: string; readonly userRef: string; readonly code: string; readonly now: Date }): Promise<Account> {
  await stepOf(db.reader, { credentialId: entry.id, code: entry.code, now: entry.now });
  const account = await findAccount(db.reader, entry.userRef);
  if (account?.status !== 'active') throw new AppError('auth.accountClosed');
  return account;
}
