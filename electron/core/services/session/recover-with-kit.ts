import { v7 } from 'uuid';

import type { CardRecord } from '#shared/contract/setup.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Redacted } from '#shared/kernel/redacted.ts';
import type { BeforeUpdate, GoOn, UnchangedClinic } from '../../clinic/before-update.ts';
import { clinicExists, type ClinicPlace } from '../../clinic/clinic-place.ts';
import { readMachine } from '../../clinic/machine-file.ts';
import { openClinic, type OpenClinic } from '../../clinic/open-clinic.ts';
import type { Account } from '../../repositories/account.ts';
import type { LogActor } from '../../repositories/log.ts';
import { endCredential, insertCardCredential } from '../../repositories/credential.ts';
import { ageDecrypt, isAgeError } from '../../security/age/age.ts';
import { probeCard } from '../../security/pki/probe.ts';
import { sealToCertificate } from '../../security/pki/seal.ts';
import { parseKit } from '../../security/recovery-kit/kit.ts';
import { type DatabaseKey, keyPayload } from '../../security/vault/database-key.ts';
import { entriesForCertificate, openWithKit } from '../../security/vault/open-entry.ts';
import { type NewEntry, replaceEntries } from '../../security/vault/vault-update.ts';
import { readVault, type Vault } from '../../security/vault/vault.ts';
import { recordOf } from './card-record.ts';
import { accountOf, checkedAt, proveCard, trustOf, type CardSignInDeps, type ProvenCard } from './card-sign-in.ts';
import type { SessionStart } from './current-session.ts';

export interface RecoveryDeps extends CardSignInDeps {
  readonly place: ClinicPlace;
  /** Looks at the backups before a new program changes the database. */
  readonly beforeUpdate?: BeforeUpdate;
}

export interface RecoveryInput {
  readonly kit: string;
  readonly pin: string;
  readonly goOn?: GoOn | undefined;
}

/**
 * Every card is lost (L-10): the kit opens the database, an active administrator's new card with its PIN is proven
 * against the issuers the database itself trusts, and is enrolled. Neither the paper nor the card is enough alone.
 * Errors: restore.kitWrong, auth.forbidden (not an administrator), update.unproven, card.*, vault.*, db.*.
 */
export async function recoverWithKit(deps: RecoveryDeps, { kit, pin, goOn }: RecoveryInput): Promise<SessionStart> {
  const { identity } = parseKit(kit);
  if (!clinicExists(deps.place)) throw new AppError('db.missing');
  const vault = await readVault(deps.place.vault);
  const key = await openVaultWithKit(vault, identity);
  const { workstation } = await readMachine(deps.place.machineFile);
  // Once: before the schema is changed where a new program has to ask, otherwise after.
  let administrator: Promise<Administrator> | undefined;
  const prove = (opened: UnchangedClinic) => (administrator ??= proveAdministrator(deps, { pin, ...opened }));
  const person = { goOn: goOn ?? null, who: async (unchanged: UnchangedClinic) => (await prove(unchanged)).account };
  const clinic = await openClinic({ place: deps.place, vault, dbk: key.dbk, clock: deps.clock, workstation, beforeUpdate: deps.beforeUpdate, person });
  try {
    const { proven, account } = await prove(clinic);
    await enrolProven(deps, { clinic, key, account, proven });
    return { clinic, account, card: proven.card, revocationCheckedAt: checkedAt(proven), way: 'kit' };
  } catch (error) {
    await clinic.db.close();
    throw error;
  }
}

interface Administrator {
  readonly proven: ProvenCard;
  readonly account: Account;
}

/** The card, proven against the issuers the database itself trusts, and whose it is. Errors: auth.forbidden, card.*. */
async function proveAdministrator(deps: RecoveryDeps, { pin, db, clinic, trust }: UnchangedClinic & { readonly pin: string }): Promise<Administrator> {
  const proven = await proveCard(deps, { pin, trust: trustOf(trust), isDemo: clinic.isDemo });
  const account = await accountOf({ db }, proven);
  if (!account.roles.includes('administrator')) throw new AppError('auth.forbidden');
  return { proven, account };
}

/** A kit that was replaced by a newer one opens no entry any more; neither does another clinic's. */
async function openVaultWithKit(vault: Vault, identity: Redacted<string>): Promise<DatabaseKey> {
  const [entry] = vault.head.entries.filter(one => one.kind === 'recovery');
  if (!entry) throw new AppError('restore.kitWrong');
  try {
    return await openWithKit(vault, entry, sealed => ageDecrypt(sealed, [identity.reveal()]));
  } catch (error) {
    if (isAgeError(error, 'noMatchingKey')) throw new AppError('restore.kitWrong', {}, error);
    if (isAgeError(error)) throw new AppError('vault.damaged', { part: 'entry' }, error);
    throw error;
  }
}

interface Recovery {
  readonly clinic: OpenClinic;
  readonly key: DatabaseKey;
  readonly account: Account;
  readonly proven: ProvenCard;
}

/** As for a colleague's card: the row first, then the vault's entry. A damaged entry of the very same card is replaced. */
async function enrolProven(deps: RecoveryDeps, { clinic, key, account, proven }: Recovery): Promise<void> {
  const id = v7();
  const { entry, record } = await sealTo(deps, { clinic, key, account, proven }, id);
  const replaced = entriesForCertificate(clinic.vault, proven.card.identity.fingerprint).map(one => one.id);
  const change = { at: deps.clock.now().toISOString(), by: account.id };
  const actor: LogActor = { id: account.id, hsaId: account.hsaId, role: account.roles.join('+'), sessionId: null, origin: 'before-sign-in' };
  await clinic.db.write(async tx => {
    for (const old of replaced) await endCredential(tx, old, change);
    await insertCardCredential(tx, { id, userId: account.id, card: record }, change);
    await clinic.log.append(tx, actor, { action: 'CRED_CHANGE', category: 'staff', objectType: 'credential', objectId: id, reasonCode: 'kit' });
  });
  clinic.vault = await replaceEntries(clinic.vault, { remove: replaced, add: [entry] }, { sign: head => clinic.signer.signCms(head), now: deps.clock.now() });
}

async function sealTo(deps: RecoveryDeps, { clinic, key, account, proven: { card } }: Recovery, id: string): Promise<{ entry: NewEntry; record: CardRecord }> {
  const probe = await probeCard(deps.cards, { certRef: card.auth.certRef, der: card.auth.der });
  if (probe.scheme === null) throw new AppError('card.keyUnsupported');
  const payload = keyPayload(clinic.vault.head.dbId, key);
  try {
    const sealed = sealToCertificate(payload, card.auth.der, probe.scheme);
    const entry: NewEntry = { id, userRef: account.id, kind: 'card', alg: probe.scheme, notAfter: card.identity.notAfter, certSha256: card.identity.fingerprint, sealed };
    return { entry, record: recordOf({ card, probe, profile: deps.profile }) };
  } finally {
    payload.fill(0);
  }
}
