import * as z from 'zod';

import { COUNTRIES } from '../domain/clinic/clinic.ts';
import { line } from '../domain/patients/patient.ts';
import { PROVIDER_IDS } from '../domain/reminders/providers.ts';
import { GATEWAY_PROBLEMS, Reminder, ReminderFailure, SETTLED_HOW } from '../domain/reminders/reminder.ts';
import { CONSENTS, Decision, DecisionDraft, ReminderSettings } from '../domain/reminders/settings.ts';
import { MESSAGE_LANGUAGES } from '../domain/reminders/template.ts';
import { Id } from './common.ts';
import { command, query } from './define.ts';

/** Written once, never shown again. A token for GatewayAPI; a user name and a key for the others. */
const Credential = z.strictObject({ user: line(200), secret: z.string().min(1).max(400) });

const Standing = z.strictObject({
  enabled: z.boolean(),
  /** What stands in the way of all reminders right now, and since when. */
  gateway: z.strictObject({ problem: z.enum(GATEWAY_PROBLEMS), since: z.string() }).nullable(),
  lastSentAt: z.string().nullable(),
  open: z.int(),
});

export const reminders = {
  /** Everything the settings screen shows. The credential itself is never among it. */
  settings: query({
    permission: 'reminders.configure',
    input: z.strictObject({}),
    output: z.strictObject({
      version: z.int(),
      settings: ReminderSettings,
      hasCredential: z.boolean(),
      /** The decision in force, or null: then nothing is sent (0.6). */
      decision: Decision.nullable(),
      /** Newest first. */
      history: z.array(Decision),
      clinicName: z.string(),
      isDemo: z.boolean(),
      /** What the linter must know to say on the screen what core would say. */
      services: z.array(z.string()),
      longestPractitioner: z.string(),
      standing: Standing,
    }),
    audit: { none: 'settings of the clinic, nothing about a patient' },
  }),
  /** The manager's decision, or its withdrawal, which stops everything at once. */
  recordDecision: command({
    permission: 'reminders.configure',
    input: z.strictObject({ decision: DecisionDraft }),
    output: z.strictObject({ id: z.string() }),
    errors: ['reminders.decisionFuture'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /** Errors name what is wrong with a text; nothing is half saved. */
  saveSettings: command({
    permission: 'reminders.configure',
    input: z.strictObject({ version: z.int().min(0), settings: ReminderSettings, credential: Credential.nullable().default(null) }),
    output: z.strictObject({ version: z.int() }),
    errors: ['reminders.decisionMissing', 'reminders.credentialMissing', 'reminders.textRefused', 'record.changedMeanwhile'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /** One message with invented values to a telephone the administrator names, through the saved settings. */
  sendTest: command({
    permission: 'reminders.configure',
    input: z.strictObject({ phone: z.string().trim().min(3).max(40), language: z.enum(MESSAGE_LANGUAGES) }),
    output: z.strictObject({ segments: z.int() }),
    errors: ['reminders.credentialMissing', 'reminders.phoneInvalid', 'reminders.unreachable', 'reminders.credentials', 'reminders.credit', 'reminders.refused', 'reminders.unknown'],
    audit: { action: 'MESSAGE_SEND', category: 'message' },
  }),
  /** Whether reminders go out, for the status line. */
  standing: query({
    permission: 'agenda.read',
    input: z.strictObject({}),
    output: Standing,
    audit: { none: 'counts only' },
  }),
  /** Whom to phone because no reminder reached them: visits to come, the nearest first. */
  failures: query({
    permission: 'agenda.write',
    input: z.strictObject({ limit: z.int().min(1).max(500).default(200) }),
    output: z.array(ReminderFailure),
    audit: { action: 'AGENDA_READ', category: 'contact' },
  }),
  /** Somebody phoned, or found that it is not needed. */
  settle: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, version: z.int().min(1), how: z.enum(SETTLED_HOW) }),
    output: z.strictObject({ id: z.string(), version: z.int() }),
    errors: ['record.notFound', 'record.changedMeanwhile'],
    audit: { action: 'STATUS', category: 'message' },
  }),
  /** What a patient said, and what went and will go to them. */
  ofPatient: query({
    permission: 'agenda.read',
    input: z.strictObject({ patientId: Id, limit: z.int().min(1).max(50).default(10) }),
    output: z.strictObject({
      version: z.int(),
      consent: z.enum(CONSENTS),
      language: z.enum(MESSAGE_LANGUAGES).nullable(),
      /** Why nothing goes to this patient as things stand, or null. */
      hindrance: z.enum(['off', 'protected', 'deceased', 'declined', 'notAsked', 'noMobile']).nullable(),
      reminders: z.array(Reminder),
    }),
    errors: ['patients.notFound'],
    audit: { action: 'AGENDA_READ', category: 'message', patient: 'patientId' },
  }),
  setConsent: command({
    permission: 'patients.write',
    input: z.strictObject({ patientId: Id, version: z.int().min(0), consent: z.enum(CONSENTS), language: z.enum(MESSAGE_LANGUAGES).nullable() }),
    output: z.strictObject({ version: z.int() }),
    errors: ['patients.notFound', 'record.changedMeanwhile'],
    audit: { action: 'PATIENT_CHANGE', category: 'contact' },
  }),
  /** Every address outside the clinic that this area may call, with country and purpose (product.md decision 13). */
  endpoints: query({
    permission: 'signedIn',
    input: z.strictObject({}),
    output: z.array(z.strictObject({ host: z.string(), country: z.enum(COUNTRIES), company: z.string(), provider: z.enum(PROVIDER_IDS), purpose: z.literal('reminders'), active: z.boolean() })),
    audit: { none: 'settings of the clinic, nothing about a patient' },
  }),
} as const;
