import * as z from 'zod';

import type { AreaHandlers } from '#shared/contract/define.ts';
import type { session, SessionState } from '#shared/contract/session.ts';
import type { LockReason } from '#shared/contract/wire.ts';
import { permissionsOf } from '#shared/domain/permissions.ts';
import { AppError, isAppError, type ErrorCode } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { clinicExists, type ClinicPlace } from '../../clinic/clinic-place.ts';
import { readMachine, writeMachine } from '../../clinic/machine-file.ts';
import type { BeforeUpdate, GoOn, UnchangedClinic } from '../../clinic/before-update.ts';
import { openClinic, readSetupStep, type OpenClinic } from '../../clinic/open-clinic.ts';
import { type Account, findAccountByHsaId } from '../../repositories/account.ts';
import { dropPresenceOf } from '../../repositories/note-presence.ts';
import { findSetting } from '../../repositories/setting.ts';
import { findScreenPlace, setScreenPlace } from '../../repositories/user-account.ts';
import { readVault } from '../../security/vault/vault.ts';
import { replayDestructions } from '../destruction/replay.ts';
import { settleRestored } from '../restore/restored-note.ts';
import { actorOf } from '../../api/call-context.ts';
import { accountOf, checkedAt, openVaultWithCard, proveCard, trustOf, type CardSignInDeps } from './card-sign-in.ts';
import type { CurrentSession, SessionStart, SignInMethod } from './current-session.ts';
import { recoverWithKit } from './recover-with-kit.ts';
import { forgetAttempts, noteAttempt, readAttempts } from './sign-in-attempts.ts';

/** What the supervisor needs to know to lock in time. */
export interface SessionNotice {
  readonly userId: string;
  readonly tokenRef: string | null;
  readonly idleMinutes: number;
  readonly hardLimitMinutes: number;
}

export interface SessionDeps extends CardSignInDeps {
  readonly place: ClinicPlace;
  readonly current: CurrentSession;
  readonly lastLock: LockReason | null;
  /** Tells the supervisor who is signed in, and starts what runs while somebody is. */
  readonly signedIn: (notice: SessionNotice) => void;
  /** Sign-in with passphrase, device secret and one-time code (L-02…L-04). */
  readonly passphrase: PassphraseSignIn;
  /** Looks at the backups before a new program changes the database. */
  readonly beforeUpdate?: BeforeUpdate;
}

export interface PassphraseInput {
  readonly userName: string;
  readonly passphrase: string;
  readonly code: string;
  readonly deviceSecret?: string | undefined;
  readonly goOn?: GoOn | undefined;
}

/** Opens the clinic for a person without a card. Errors as the contract names them. */
export interface PassphraseSignIn {
  readonly open: (input: PassphraseInput) => Promise<{ clinic: OpenClinic; account: Account }>;
  /** True when somebody here signs in this way, so that the screen offers it. */
  readonly isUsed: () => Promise<boolean>;
}

/** NIST SP 800-63B-4, AAL3: 12 hours at most; product decision: 15 minutes idle unless the clinic chose otherwise. */
const HARD_LIMIT_MINUTES = 12 * 60;
const IDLE_MINUTES = 15;

type Handlers = AreaHandlers<typeof session, CallContext>;

/** Sign-in, where the program stands, and what the person's screen was showing. */
export function createSessionService(deps: SessionDeps): Handlers {
  return {
    state: () => readState(deps),
    signInWithCard: (ctx, input) => attempt(deps, { method: 'card', who: '' }, () => signInWithCard(deps, ctx, input)),
    signInWithPassphrase: (ctx, input) => attempt(deps, { method: 'passphrase', who: '' }, () => signInWithPassphrase(deps, ctx, input)),
    recoverWithKit: (ctx, input) => attempt(deps, { method: 'kit', who: '' }, async () => signInProven(deps, ctx, await recoverWithKit(deps, input))),
    rememberPlace: async (ctx, { place }) => {
      const { clinic } = deps.current.require();
      await clinic.db.write(tx => setScreenPlace(tx, ctx.userId, place));
      return {};
    },
    setLanguage: async (_ctx, { language }) => {
      await writeMachine(deps.place.machineFile, { ...(await readMachine(deps.place.machineFile)), language });
      return {};
    },
  };
}

/** Runs a sign-in; when it is refused, the refusal is kept for the log. */
async function attempt(deps: SessionDeps, { method, who }: { method: SignInMethod; who: string }, run: () => Promise<SessionState>): Promise<SessionState> {
  if (deps.current.get()) throw new AppError('input.invalid');
  try {
    return await run();
  } catch (error) {
    // a question asked back is no refusal
    if (isAppError(error) && error.code !== 'update.unproven') await noteAttempt(deps.place.attemptsFile, { at: deps.clock.now(), method, code: error.code, who: hsaIdOf(error) ?? who });
    throw error;
  }
}

const hsaIdOf = (error: AppError): string | undefined => (typeof error.params['id'] === 'string' ? error.params['id'] : undefined);

async function signInWithCard(deps: SessionDeps, ctx: CallContext, input: { pin: string; tokenRef?: string | undefined; goOn?: GoOn | undefined }): Promise<SessionState> {
  const machine = await readMachine(deps.place.machineFile);
  if (!clinicExists(deps.place)) throw new AppError('db.missing');
  const vault = await readVault(deps.place.vault);
  const proven = await proveCard(deps, { pin: input.pin, tokenRef: input.tokenRef, trust: trustOf(machine.trust), isDemo: machine.clinic?.isDemo ?? false });
  const { dbk } = await openVaultWithCard(vault, deps.cards, proven.card);
  const person = { goOn: input.goOn ?? null, who: ({ db }: UnchangedClinic) => findAccountByHsaId(db.reader, proven.card.identity.hsaId) };
  const clinic = await openClinic({ place: deps.place, vault, dbk, clock: deps.clock, workstation: machine.workstation, beforeUpdate: deps.beforeUpdate, person });
  const account = await accountOf(clinic, proven).catch(async (error: unknown) => {
    await clinic.db.close();
    throw error;
  });
  return signInProven(deps, ctx, { clinic, account, card: proven.card, revocationCheckedAt: checkedAt(proven), way: 'card' });
}

/** The session of a person who has proven who they are. If it cannot begin, the database is closed again. */
async function signInProven(deps: SessionDeps, ctx: CallContext, start: SessionStart): Promise<SessionState> {
  try {
    return await begin(deps, ctx, start);
  } catch (error) {
    deps.current.end();
    await start.clinic.db.close();
    throw error;
  }
}

async function signInWithPassphrase(deps: SessionDeps, ctx: CallContext, input: PassphraseInput): Promise<SessionState> {
  if (!clinicExists(deps.place)) throw new AppError('db.missing');
  const { clinic, account } = await deps.passphrase.open(input);
  return signInProven(deps, ctx, { clinic, account, card: null, revocationCheckedAt: null, way: 'passphrase' });
}

/** The session begins with its row in the log; attempts that failed before it come first. */
export async function begin(deps: SessionDeps, ctx: CallContext, start: SessionStart): Promise<SessionState> {
  const { clinic, card } = start;
  // first of all, and before anybody may use it: what a restore could not write while nobody could open it
  await settleRestored(deps.place, clinic, deps.clock);
  await replayDestructions(deps.place, clinic, deps.clock);
  const session = deps.current.begin(start);
  const failed = await readAttempts(deps.place.attemptsFile);
  await clinic.db.write(async tx => {
    for (const one of failed) {
      const actor = { id: null, hsaId: one.who === '' ? null : one.who, role: null, sessionId: null, origin: 'before-sign-in' };
      await clinic.log.append(tx, actor, { action: 'LOGIN_FAIL', category: 'none', outcome: 'failed', reasonCode: one.code, reasonText: `${one.method} ${one.at}` });
    }
    await dropPresenceOf(tx, session.account.id);
    await ctx.log(tx, { action: 'LOGIN_OK', category: 'none', reasonCode: start.way, objectType: card ? 'certificate' : null, objectId: card?.identity.fingerprint ?? null });
  });
  if (failed.length > 0) await forgetAttempts(deps.place.attemptsFile);
  await keepMachineInStep(deps, clinic);
  const idleMinutes = (await findSetting(clinic.db.reader, 'idle_minutes', z.int().min(1).max(60))) ?? IDLE_MINUTES;
  deps.signedIn({ userId: session.account.id, tokenRef: card?.tokenRef ?? null, idleMinutes, hardLimitMinutes: HARD_LIMIT_MINUTES });
  return readState(deps);
}

/** The machine file's copy of clinic and issuers follows the database, which is the one that cannot be edited by hand. */
async function keepMachineInStep(deps: SessionDeps, { clinic, trust }: OpenClinic): Promise<void> {
  const machine = await readMachine(deps.place.machineFile);
  const wanted = { ...machine, clinic, trust, draft: null };
  if (JSON.stringify(machine) !== JSON.stringify(wanted)) await writeMachine(deps.place.machineFile, wanted);
}

/** Where the program stands; what `session.state` answers. */
export async function readState(deps: Pick<SessionDeps, 'place' | 'current' | 'lastLock' | 'passphrase'>): Promise<SessionState> {
  const machine = await readMachine(deps.place.machineFile);
  const active = deps.current.get();
  const common = { lastLock: deps.lastLock, language: machine.language, clinic: active?.clinic.clinic ?? machine.clinic };
  if (active) {
    const setupStep = await readSetupStep(active.clinic.db.reader);
    const { id, name, title, hsaId, roles } = active.account;
    const user = { id, name, title, hsaId, roles: [...roles], permissions: [...permissionsOf(roles)], certificateNotAfter: active.card?.identity.notAfter ?? null };
    const place = await findScreenPlace(active.clinic.db.reader, id);
    return { ...common, phase: setupStep === 'done' ? 'open' : 'setup', user, setupStep, problem: null, problemParams: {}, place, revocationCheckedAt: active.revocationCheckedAt, passphraseUsers: false };
  }
  const nobody = { ...common, user: null, setupStep: null, place: null, revocationCheckedAt: null, passphraseUsers: false, problem: null, problemParams: {} };
  if (!clinicExists(deps.place)) return { ...nobody, phase: 'firstRun', clinic: null };
  const problem = await vaultProblem(deps.place);
  if (problem) return { ...nobody, phase: 'broken', problem: problem.code, problemParams: { ...problem.params } };
  return { ...nobody, phase: 'locked', passphraseUsers: await deps.passphrase.isUsed() };
}

async function vaultProblem(place: ClinicPlace): Promise<{ code: ErrorCode; params: AppError['params'] } | null> {
  try {
    await readVault(place.vault);
    return null;
  } catch (error) {
    if (isAppError(error)) return error;
    return { code: 'vault.damaged', params: {} };
  }
}

/** Writes why the session ends. The supervisor ends the process right after. */
export async function logLock({ current }: Pick<SessionDeps, 'current'>, reason: LockReason): Promise<void> {
  const active = current.get();
  if (!active) return;
  const action = reason === 'manual' || reason === 'closed' ? 'LOGOUT' : 'LOCK';
  await active.clinic.log.appendNow(actorOf(active.caller), { action, category: 'none', reasonCode: reason });
}
