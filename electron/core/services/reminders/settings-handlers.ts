import type { AreaHandlers } from '#shared/contract/define.ts';
import type { reminders } from '#shared/contract/reminders.ts';
import { dateAt } from '#shared/domain/agenda/zone.ts';
import { normalizePhone } from '#shared/domain/patients/phone.ts';
import { PROVIDER_IDS, PROVIDERS } from '#shared/domain/reminders/providers.ts';
import { type ReminderSettings, settingsProblems } from '#shared/domain/reminders/settings.ts';
import { countSegments } from '#shared/domain/reminders/segments.ts';
import { longestText } from '#shared/domain/reminders/template.ts';
import { AppError, type ErrorCode } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import type { SendOutcome } from '../../ports/message-gateway.ts';
import { insertDecision, isAllowed, listDecisions, type ProviderCredential, putReminderSettings, type StoredSettings } from '../../repositories/reminder-settings.ts';
import { lintWords } from '../../repositories/reminder-visit.ts';
import { withdrawPlanned } from '../../repositories/reminder.ts';
import { currentSettings, lintContext } from './current-settings.ts';
import type { ReminderDeps } from './deps.ts';
import type { ReminderEngine } from './engine.ts';
import { readStanding } from './standing.ts';

type Handlers = AreaHandlers<typeof reminders, CallContext>;
type Kit = { readonly deps: ReminderDeps; readonly engine: ReminderEngine };

/** The manager's part: the decision, the settings, a test message, and what is called outside the clinic. */
export function settingsHandlers(deps: ReminderDeps, engine: ReminderEngine): Pick<Handlers, 'settings' | 'recordDecision' | 'saveSettings' | 'sendTest' | 'endpoints'> {
  const kit = { deps, engine };
  return {
    settings: () => readAll(kit),
    recordDecision: (ctx, input) => recordDecision(kit, ctx, input),
    saveSettings: (ctx, input) => save(kit, ctx, input),
    sendTest: (ctx, input) => sendTest(kit, ctx, input),
    endpoints: async () => {
      const { settings, credential } = await currentSettings(deps.db.reader, deps.clinic);
      const allowed = await isAllowed(deps.db.reader);
      return PROVIDER_IDS.flatMap(id => PROVIDERS[id].places.map(({ host, country }) => ({
        host, country, company: PROVIDERS[id].company, provider: id, purpose: 'reminders' as const, active: allowed && settings.enabled && credential !== null && settings.host === host,
      }))).filter(one => one.host === settings.host && credential !== null);
    },
  };
}

async function readAll({ deps, engine }: Kit) {
  const db = deps.db.reader;
  const { version, settings, credential } = await currentSettings(db, deps.clinic);
  const history = await listDecisions(db);
  const decision = history[0]?.verdict === 'allowed' ? history[0] : null;
  return { version, settings, hasCredential: credential !== null, decision, history, clinicName: deps.clinic.name, isDemo: deps.clinic.isDemo, ...(await lintWords(db)), standing: await readStanding(deps, engine) };
}

async function recordDecision(kit: Kit, ctx: CallContext, { decision }: Parameters<Handlers['recordDecision']>[1]) {
  const { deps } = kit;
  const at = deps.clock.now();
  if (decision.decidedOn > dateAt(at.getTime(), deps.clinic.timeZone)) throw new AppError('reminders.decisionFuture');
  const id = deps.newId();
  const change = { at: at.toISOString(), by: ctx.userId };
  await deps.db.write(async tx => {
    await insertDecision(tx, id, decision, change);
    if (decision.verdict === 'withdrawn') await stopAll(kit, tx, change);
    await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'reminder_decision', objectId: id, reasonCode: decision.verdict });
  });
  deps.changed('reminders');
  return { id };
}

/** Off, and everything planned taken back: a later decision starts with an empty table. */
async function stopAll({ deps }: Kit, tx: Writer, change: { readonly at: string; readonly by: string }): Promise<void> {
  const { version, settings, credential } = await currentSettings(tx, deps.clinic);
  if (settings.enabled) await putReminderSettings(tx, { version, settings: { ...settings, enabled: false }, credential, enabledAt: null, ...change });
  await withdrawPlanned(tx, change);
}

async function save({ deps }: Kit, ctx: CallContext, { version, settings, credential }: Parameters<Handlers['saveSettings']>[1]) {
  const at = deps.clock.now().toISOString();
  const saved = await deps.db.write(async tx => {
    const old = await currentSettings(tx, deps.clinic);
    if (old.version !== version) throw new AppError('record.changedMeanwhile');
    const kept = credential ?? keptCredential(old, settings);
    if (credential?.user === '' && PROVIDERS[settings.provider].asks === 'userAndKey') throw new AppError('reminders.credentialMissing');
    if (settings.enabled) await requireReady(tx, { settings, hasCredential: kept !== null, clinic: deps.clinic });
    const ordered = { ...settings, windows: [...settings.windows].sort((a, b) => b - a) };
    const written = await putReminderSettings(tx, { version, settings: ordered, credential: kept, enabledAt: enabledSince(old, settings, at), at, by: ctx.userId });
    await withdrawPlanned(tx, { at, by: ctx.userId });
    await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'reminder_setting', objectId: 'sms', objectVersion: written, reasonCode: `${settings.enabled ? 'on' : 'off'}${credential ? ' credential' : ''}` });
    return written;
  });
  deps.changed('reminders');
  return { version: saved };
}

/** A key belongs to one company; it is never handed to another one. */
const keptCredential = (old: StoredSettings, settings: ReminderSettings): ProviderCredential | null =>
  old.settings.provider === settings.provider && old.settings.host === settings.host ? old.credential : null;

function enabledSince(old: StoredSettings, settings: ReminderSettings, at: string): string | null {
  if (!settings.enabled) return null;
  return old.settings.enabled ? old.enabledAt : at;
}

/** What must be in place before anything may be sent (0.6, C-11). */
async function requireReady(tx: Writer, { settings, hasCredential, clinic }: { readonly settings: ReminderSettings; readonly hasCredential: boolean; readonly clinic: ReminderDeps['clinic'] }): Promise<void> {
  if (!(await isAllowed(tx))) throw new AppError('reminders.decisionMissing');
  if (!hasCredential && !clinic.isDemo) throw new AppError('reminders.credentialMissing');
  const problems = settingsProblems(settings, await lintContext(tx, settings, clinic.name));
  const [first] = problems;
  if (first) throw new AppError('reminders.textRefused', { count: problems.length, language: first.language, problem: first.code, word: first.word });
}

async function sendTest({ deps, engine }: Kit, ctx: CallContext, { phone, language }: Parameters<Handlers['sendTest']>[1]) {
  const stored = await currentSettings(deps.db.reader, deps.clinic);
  const credential = stored.credential ?? (deps.clinic.isDemo ? { user: '', secret: '' } : null);
  if (stored.version === 0 || credential === null) throw new AppError('reminders.credentialMissing');
  const to = normalizePhone(phone, deps.clinic.country);
  if (to === null) throw new AppError('reminders.phoneInvalid');
  const text = longestText(stored.settings.templates[language], language, { clinic: stored.settings.clinicWords, practitioner: (await lintWords(deps.db.reader)).longestPractitioner });
  // No patient: invented values to a telephone of the clinic's own. The row stands before anything leaves.
  await deps.db.write(tx => ctx.log(tx, { action: 'MESSAGE_SEND', category: 'message', objectType: 'reminder_test', reasonCode: stored.settings.provider }));
  const outcome = await engine.gatewayFor({ ...stored, credential }).send({ reference: deps.newId().replaceAll('-', ''), to, sender: stored.settings.sender, text });
  if (outcome.kind !== 'accepted') throw new AppError(testError(outcome));
  return { segments: countSegments(text).segments };
}

function testError(outcome: Exclude<SendOutcome, { kind: 'accepted' }>): ErrorCode {
  if (outcome.kind === 'unknown') return 'reminders.unknown';
  if (outcome.kind === 'refused') return outcome.why === 'number' ? 'reminders.phoneInvalid' : 'reminders.refused';
  return outcome.why === 'credentials' ? 'reminders.credentials' : outcome.why === 'credit' ? 'reminders.credit' : 'reminders.unreachable';
}
