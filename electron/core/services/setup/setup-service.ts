import type { AreaHandlers } from '#shared/contract/define.ts';
import type { SetupStep } from '#shared/contract/session.ts';
import type { setup } from '#shared/contract/setup.ts';
import { CardRecord } from '#shared/contract/setup.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { clinicExists } from '../../clinic/clinic-place.ts';
import { readMachine, writeMachine } from '../../clinic/machine-file.ts';
import { openClinic, readSetupStep, type OpenClinic } from '../../clinic/open-clinic.ts';
import { findAccountByHsaId } from '../../repositories/account.ts';
import { findSetting, putSetting } from '../../repositories/setting.ts';
import { probeCard } from '../../security/pki/probe.ts';
import { DEFAULT_LOA_POLICIES, readIssuerFile, type IssuerSummary } from '../../security/pki/trust.ts';
import { readVault } from '../../security/vault/vault.ts';
import { findPersonCard } from '../session/card-identity.ts';
import { proveCard, trustOf } from '../session/card-sign-in.ts';
import { begin, type SessionDeps } from '../session/session-service.ts';
import { createClinic } from './create-clinic.ts';

/** Makes recovery kits; the secret of one that is not confirmed yet lives only in this process. */
export interface KitDesk {
  readonly create: (clinic: OpenClinic) => Promise<{ readonly pdf: Uint8Array; readonly askBack: readonly [number, number]; readonly groupCount: number }>;
  /** True when both groups are right: the kit then opens the vault. Errors: setup.stepMissing when no kit was made. */
  readonly confirm: (clinic: OpenClinic, groups: readonly [string, string]) => Promise<boolean>;
}

/** The backup as the wizard needs it. Errors: backup.place*. */
export interface BackupDesk {
  readonly choosePlace: (ctx: CallContext, path: string) => Promise<void>;
  /** True once one backup has been made and its restore proven. */
  readonly hasProof: () => Promise<boolean>;
}

export interface SetupDeps extends SessionDeps {
  readonly kit: KitDesk;
  readonly backup: BackupDesk;
}

/** The first-run wizard: every step may be repeated, and the program may be closed between any two of them. */
export function createSetupService(deps: SetupDeps): AreaHandlers<typeof setup, CallContext> {
  return {
    state: () => readSetup(deps),
    saveClinic: async (_ctx, draft) => {
      refuseIfDone(deps);
      await writeMachine(deps.place.machineFile, { ...(await readMachine(deps.place.machineFile)), draft });
      return {};
    },
    importIssuers: (_ctx, { files }) => importIssuers(deps, files),
    inspectCard: async () => {
      const { trust } = await readMachine(deps.place.machineFile);
      const { identity } = await findPersonCard(deps.cards, { trust: trustOf(trust), now: deps.clock.now() });
      return { holder: `${identity.givenName} ${identity.surname}`, hsaId: identity.hsaId, title: identity.title, issuer: identity.issuerName, certificateNotAfter: identity.notAfter };
    },
    enrolCard: (ctx, input) => enrolFirstCard(deps, ctx, input),
    createKit: async ctx => {
      const { clinic } = deps.current.require();
      const { pdf, askBack, groupCount } = await deps.kit.create(clinic);
      await clinic.db.write(tx => ctx.log(tx, { action: 'SETUP', category: 'system', reasonCode: 'kit.created' }));
      return { pdfBase64: Buffer.from(pdf).toString('base64'), askBack: [askBack[0], askBack[1]], groupCount };
    },
    confirmKit: async (ctx, { groups }) => {
      const { clinic } = deps.current.require();
      if (!(await deps.kit.confirm(clinic, groups))) throw new AppError('setup.kitGroupsWrong');
      await stepTo(deps, ctx, { from: 'kit', to: 'backupPlace' });
      return {};
    },
    chooseBackupPlace: async (ctx, { path }) => {
      await deps.backup.choosePlace(ctx, path);
      await stepTo(deps, ctx, { from: 'backupPlace', to: 'firstBackup' });
      return {};
    },
    finish: async ctx => {
      if (!(await deps.backup.hasProof())) throw new AppError('setup.stepMissing');
      await stepTo(deps, ctx, { from: 'firstBackup', to: 'done' });
      return {};
    },
  };
}

function refuseIfDone({ place }: SetupDeps): void {
  if (clinicExists(place)) throw new AppError('setup.alreadyDone');
}

async function readSetup(deps: SetupDeps): Promise<{ step: SetupStep; clinic: Awaited<ReturnType<typeof readMachine>>['draft']; issuers: ReturnType<typeof shown>[]; card: CardRecord | null }> {
  const machine = await readMachine(deps.place.machineFile);
  const issuers = machine.trust.certificates.flatMap(text => readIssuerFile(Buffer.from(text, 'base64'), deps.clock.now())).map(shown);
  const active = deps.current.get();
  if (active) {
    const card = await findSetting(active.clinic.db.reader, 'card_record', CardRecord);
    const step = await readSetupStep(active.clinic.db.reader);
    // Everything is done but the word of the person at the wizard.
    const isProven = step === 'firstBackup' && (await deps.backup.hasProof());
    return { step: isProven ? 'done' : step, clinic: null, issuers, card: card ?? null };
  }
  if (clinicExists(deps.place)) return { step: 'card', clinic: null, issuers: [], card: null };
  const step = machine.draft === null ? 'clinic' : issuers.length === 0 ? 'issuers' : 'card';
  return { step, clinic: machine.draft, issuers, card: null };
}

const shown = ({ name, fingerprint, notAfter, isRoot, isTest }: IssuerSummary) => ({ name, fingerprint, notAfter, isRoot, isTest });

async function importIssuers(deps: SetupDeps, files: readonly { base64: string }[]): Promise<{ issuers: ReturnType<typeof shown>[] }> {
  refuseIfDone(deps);
  const machine = await readMachine(deps.place.machineFile);
  const found = files.flatMap(file => readIssuerFile(Buffer.from(file.base64, 'base64'), deps.clock.now()));
  // TEST authorities exist for practice; a real clinic that trusted them would let anybody in (product.md decision 15).
  if (machine.draft?.isDemo !== true && found.some(one => one.isTest)) throw new AppError('card.certUntrusted');
  const certificates = [...new Set([...machine.trust.certificates, ...found.map(one => Buffer.from(one.der).toString('base64'))])];
  await writeMachine(deps.place.machineFile, { ...machine, trust: { certificates, policies: { ...DEFAULT_LOA_POLICIES }, minimumLoa: 3 } });
  return { issuers: certificates.flatMap(text => readIssuerFile(Buffer.from(text, 'base64'), deps.clock.now())).map(shown) };
}

async function enrolFirstCard(deps: SetupDeps, ctx: CallContext, input: { pin: string; alsoPractitioner: boolean }): Promise<{ card: CardRecord }> {
  refuseIfDone(deps);
  const machine = await readMachine(deps.place.machineFile);
  const { draft, trust, workstation } = machine;
  if (!draft || trust.certificates.length === 0) throw new AppError('setup.stepMissing');
  const { card, revocation } = await proveCard(deps, { pin: input.pin, trust: trustOf(trust), isDemo: draft.isDemo });
  const probe = await probeCard(deps.cards, { certRef: card.auth.certRef, der: card.auth.der });
  const { key, record } = await createClinic({ place: deps.place, draft, trust, card, probe, profile: deps.profile, clock: deps.clock, workstation, alsoPractitioner: input.alsoPractitioner });
  const clinic = await openClinic({ place: deps.place, vault: await readVault(deps.place.vault), dbk: key.dbk, clock: deps.clock, workstation, beforeUpdate: deps.beforeUpdate });
  const account = await findAccountByHsaId(clinic.db.reader, card.identity.hsaId);
  if (!account) throw new AppError('record.notFound');
  await begin(deps, ctx, { clinic, account, card, revocationCheckedAt: revocation.source === 'cache' ? revocation.at : null, way: 'card' });
  return { card: record };
}

/** Goes one step further; repeating an earlier step later (a new kit, another place) leaves the wizard where it is. */
async function stepTo({ current, clock }: SetupDeps, ctx: CallContext, { from, to }: { from: SetupStep; to: SetupStep }): Promise<void> {
  const { clinic } = current.require();
  const at = clock.now().toISOString();
  await clinic.db.write(async tx => {
    if ((await readSetupStep(clinic.db.reader)) === from) await putSetting(tx, 'setup_step', { value: to, at });
    await ctx.log(tx, { action: 'SETUP', category: 'system', reasonCode: `step.${to}` });
  });
}
