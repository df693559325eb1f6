import type { Country } from '#shared/domain/clinic/clinic.ts';
import type { MessageLanguage, TemplateContext } from '#shared/domain/reminders/template.ts';
import { type ReminderSettings, startSettings } from '#shared/domain/reminders/settings.ts';
import type { SendingRules } from '#shared/domain/reminders/timing.ts';
import type { Reader } from '../../db/handles.ts';
import { findReminderSettings, isAllowed, type StoredSettings } from '../../repositories/reminder-settings.ts';
import { lintWords } from '../../repositories/reminder-visit.ts';
import type { ServiceDeps } from '../service-deps.ts';

const HOME_LANGUAGE: Readonly<Record<Country, MessageLanguage>> = { SE: 'sv', DK: 'da', NO: 'no', DE: 'de' };

/** What is saved, or what a clinic begins with. */
export async function currentSettings(db: Reader, clinic: ServiceDeps['clinic']): Promise<StoredSettings> {
  return (await findReminderSettings(db)) ?? { version: 0, settings: startSettings(clinic.name, HOME_LANGUAGE[clinic.country]), credential: null, enabledAt: null };
}

export interface ActiveSettings {
  readonly version: number;
  readonly settings: ReminderSettings;
  readonly credential: { readonly user: string; readonly secret: string };
  readonly enabledAt: string;
  readonly rules: SendingRules;
}

/** The settings while reminders may go out: decided, switched on and complete (0.6); else null. */
export async function activeSettings(db: Reader, { timeZone, isDemo }: ServiceDeps['clinic']): Promise<ActiveSettings | null> {
  const stored = await findReminderSettings(db);
  if (!stored?.settings.enabled || stored.enabledAt === null || !(await isAllowed(db))) return null;
  const credential = stored.credential ?? (isDemo ? { user: '', secret: '' } : null);
  if (!credential) return null;
  const { windows, quiet } = stored.settings;
  return { version: stored.version, settings: stored.settings, credential, enabledAt: stored.enabledAt, rules: { windows, quiet, timeZone } };
}

/** What the linter must know of this clinic. */
export async function lintContext(db: Reader, settings: ReminderSettings, clinicName: string): Promise<TemplateContext> {
  const { services, longestPractitioner } = await lintWords(db);
  return { clinic: settings.clinicWords, revealingName: settings.nameReveals ? clinicName : null, allowPractitioner: settings.allowPractitioner, services, practitioner: longestPractitioner };
}
