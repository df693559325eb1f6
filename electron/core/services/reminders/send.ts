import { createHash } from 'node:crypto';

import { normalizePhone } from '#shared/domain/patients/phone.ts';
import type { GatewayProblem, ReminderProblem } from '#shared/domain/reminders/reminder.ts';
import { fillIn, whenWords } from '#shared/domain/reminders/template.ts';
import { retryMinutes } from '#shared/domain/reminders/timing.ts';
import type { Writer } from '../../db/handles.ts';
import type { MessageGateway, OutgoingMessage, SendOutcome } from '../../ports/message-gateway.ts';
import { changeReminder, findDue, findReminder, type ReminderPatch, type ReminderRow } from '../../repositories/reminder.ts';
import { findRecipient, visitStands, type Recipient } from '../../repositories/reminder-visit.ts';
import type { ActiveSettings } from './current-settings.ts';
import type { ReminderDeps } from './deps.ts';

const MINUTE_MS = 60_000;
/** The first time the provider is asked whether the message arrived. */
const FIRST_QUESTION_MIN = 2;

export interface Sending {
  readonly deps: ReminderDeps;
  readonly active: ActiveSettings;
  readonly gateway: MessageGateway;
}

/** `none`: nothing is due. `skipped`: one row needed no message. `answered`: the provider said yes or no. Otherwise it is in the way of all of them. */
export type SendResult = 'none' | 'skipped' | 'answered' | { readonly problem: GatewayProblem; readonly retryAfterMs: number | null };

/** Each provider takes at most 32 characters of ours. */
const referenceOf = (id: string): string => id.replaceAll('-', '');

/** The reference, the number and the text of the message, ready to go; only after `claimed` is it durable that it went. */
interface Claimed {
  readonly row: ReminderRow;
  readonly message: OutgoingMessage;
}

/** Sends the reminder that has waited longest, if one is due. Safe against a crash at any point: at worst its outcome is unknown. */
export async function sendNext(sending: Sending): Promise<SendResult> {
  const { deps, gateway } = sending;
  const [due] = await findDue(deps.db.reader, deps.clock.now().toISOString());
  if (!due) return 'none';
  const claimed = await claim(sending, due.id);
  if (!claimed) return 'skipped';
  const outcome = await gateway.send(claimed.message).catch((): SendOutcome => ({ kind: 'unknown' }));
  await deps.db.write(tx => settle(sending, tx, { claimed, outcome }));
  if (outcome.kind === 'notSent') return { problem: outcome.why, retryAfterMs: outcome.retryAfterMs };
  // A company that takes requests and does not answer would make an errand of every message: wait before the next one.
  return outcome.kind === 'unknown' ? { problem: 'unreachable', retryAfterMs: null } : 'answered';
}

/** Marks the row as leaving and logs it, in one transaction that also looks at visit, patient and consent as they are now. */
async function claim({ deps, active }: Sending, id: string): Promise<Claimed | null> {
  return deps.db.write(async tx => {
    const row = await findReminder(tx, id);
    const at = deps.clock.now().toISOString();
    if (!row || row.state !== 'planned') return null;
    const recipient = await findRecipient(tx, id, active.settings.consentRule);
    const to = recipient.mobile === null ? null : normalizePhone(recipient.mobile, deps.clinic.country);
    const instead = hindranceOf(recipient, to);
    if (instead || to === null) {
      await changeReminder(tx, row, { next_utc: null, ...instead }, { at, by: null });
      return null;
    }
    const text = textFor(active, recipient, { start: row.start_utc, timeZone: deps.clinic.timeZone });
    const sha256 = createHash('sha256').update(text, 'utf8').digest('hex');
    const version = await changeReminder(
      tx, row, { state: 'sending', next_utc: null, sent_utc: at, tries: row.tries + 1, provider: active.settings.provider, text_sha256: sha256 }, { at, by: null },
    );
    await logSend(deps, tx, row, { reasonCode: `${active.settings.provider} ${row.window_min}` });
    return { row: { ...row, version, tries: row.tries + 1, sent_utc: at }, message: { reference: referenceOf(id), to, sender: active.settings.sender, text } };
  });
}

/** Why this reminder does not go after all. The text and the number never stand in it. */
function hindranceOf(recipient: Recipient, to: string | null): ReminderPatch | null {
  if (!recipient.visitStands) return { state: 'withdrawn', reason: 'visitChanged' };
  if (!recipient.mayBeReminded) return { state: 'withdrawn', reason: 'patientChanged' };
  if (recipient.mobile === null) return { state: 'failed', problem: 'noMobile' };
  return to === null ? { state: 'failed', problem: 'numberInvalid' } : null;
}

function textFor({ settings }: ActiveSettings, { language, practitioner }: Recipient, { start, timeZone }: { start: string; timeZone: string }): string {
  const written = language ?? settings.language;
  return fillIn(settings.templates[written], { ...whenWords(start, written, timeZone), clinic: settings.clinicWords, practitioner });
}

async function settle({ deps, active }: Sending, tx: Writer, { claimed: { row }, outcome }: { claimed: Claimed; outcome: SendOutcome }): Promise<void> {
  const now = deps.clock.now();
  const patch = await patchFor(tx, { row, outcome, now, expires: row.expires_utc });
  await changeReminder(tx, row, patch, { at: now.toISOString(), by: null });
  if (outcome.kind !== 'accepted') await logSend(deps, tx, row, { outcome: 'failed', reasonCode: `${active.settings.provider} ${outcome.kind === 'unknown' ? 'unknown' : outcome.why}` });
}

async function patchFor(tx: Writer, { row, outcome, now, expires }: { row: ReminderRow; outcome: SendOutcome; now: Date; expires: string }): Promise<ReminderPatch> {
  const inMinutes = (minutes: number): string => new Date(now.getTime() + minutes * MINUTE_MS).toISOString();
  const stands = await visitStands(tx, row.id);
  switch (outcome.kind) {
    // Cancelled or moved in the seconds in which it went: somebody tells the patient.
    case 'accepted': return { state: 'accepted', provider_ref: outcome.providerRef, next_utc: inMinutes(FIRST_QUESTION_MIN), problem: stands ? null : 'overtaken' };
    case 'unknown': return { state: 'unknown', problem: 'unknown', next_utc: inMinutes(FIRST_QUESTION_MIN) };
    case 'refused': return stands ? { state: 'failed', sent_utc: null, problem: outcome.why === 'number' ? 'numberInvalid' : 'refused' } : { state: 'withdrawn', sent_utc: null, reason: 'visitChanged' };
    case 'notSent': {
      if (!stands) return { state: 'withdrawn', sent_utc: null, reason: 'visitChanged' };
      const next = outcome.retryAfterMs === null ? inMinutes(retryMinutes(row.tries)) : new Date(now.getTime() + outcome.retryAfterMs).toISOString();
      return next < expires ? { state: 'planned', sent_utc: null, next_utc: next } : { state: 'failed', sent_utc: null, problem: problemOf(outcome.why) };
    }
  }
}

/** To whoever phones, a busy gateway is one that cannot be reached. */
export const problemOf = (why: GatewayProblem): ReminderProblem => (why === 'busy' ? 'unreachable' : why);

const logSend = ({ logByProgram }: ReminderDeps, tx: Writer, row: ReminderRow, entry: { readonly reasonCode: string; readonly outcome?: 'failed' }): Promise<void> =>
  logByProgram(tx, { action: 'MESSAGE_SEND', category: 'message', patientId: row.patient_id, objectType: 'reminder', objectId: row.id, ...entry });
