import * as z from 'zod';

import { CalendarDate, ClockTime } from '../agenda/zone.ts';
import { line, paragraph } from '../patients/patient.ts';
import { healthWordIn } from './health-words.ts';
import { placeOf, PROVIDER_IDS } from './providers.ts';
import { DEFAULT_TEMPLATES, lintTemplate, MESSAGE_LANGUAGES, type MessageLanguage, type TemplateContext, type TemplateProblem } from './template.ts';

/** Up to eleven letters and digits beginning with a letter, or a number in E.164 (K-07; all three providers take both). */
export const SenderName = z.string().trim().regex(/^(?:[A-Za-z][A-Za-z0-9]{2,10}|\+[1-9]\d{5,14})$/);

/** Minutes before the visit: at least half an hour, at most two weeks. */
export const WINDOW_MIN = 30;
export const WINDOW_MAX = 14 * 24 * 60;
export const MAX_WINDOWS = 3;

/** Complaint 10, "at night": quiet begins at 22:00 at the latest and never ends before 07:00. */
const QuietFrom = ClockTime.refine(time => time >= '16:00' && time <= '22:00', { message: 'quietFrom' });
const QuietTo = ClockTime.refine(time => time >= '07:00' && time <= '12:00', { message: 'quietTo' });

/** `asked`: only those who said yes; `notDeclined`: everybody who was informed and did not say no. */
export const CONSENT_RULES = ['asked', 'notDeclined'] as const;
export const CONSENTS = ['notAsked', 'yes', 'no'] as const;
export type Consent = (typeof CONSENTS)[number];

export const ReminderSettings = z
  .strictObject({
    enabled: z.boolean(),
    provider: z.enum(PROVIDER_IDS),
    host: z.string().max(60),
    sender: SenderName,
    /** What stands for {clinic}; may differ from the clinic's name, which may tell too much. */
    clinicWords: line(60).pipe(z.string().min(1)),
    /** The manager marked that the clinic's name tells what care is given. */
    nameReveals: z.boolean(),
    windows: z.array(z.int().min(WINDOW_MIN).max(WINDOW_MAX)).min(1).max(MAX_WINDOWS).refine(list => new Set(list).size === list.length, { message: 'windows' }),
    quiet: z.strictObject({ from: QuietFrom, to: QuietTo }),
    consentRule: z.enum(CONSENT_RULES),
    allowPractitioner: z.boolean(),
    /** For patients whose language is not known. */
    language: z.enum(MESSAGE_LANGUAGES),
    templates: z.strictObject({ sv: paragraph(600), en: paragraph(600), da: paragraph(600), no: paragraph(600), de: paragraph(600) }),
  })
  .refine(settings => placeOf(settings.provider, settings.host) !== undefined, { path: ['host'], message: 'host' });
export type ReminderSettings = z.infer<typeof ReminderSettings>;

/** What a clinic begins with: everything off, two days and two hours before, quiet from 20 to 08. */
export const startSettings = (clinicName: string, language: MessageLanguage): ReminderSettings => ({
  enabled: false,
  provider: 'elks',
  host: 'api.46elks.com',
  sender: senderFrom(clinicName),
  clinicWords: clinicName.slice(0, 60),
  nameReveals: false,
  windows: [48 * 60, 2 * 60],
  quiet: { from: '20:00', to: '08:00' },
  consentRule: 'asked',
  allowPractitioner: false,
  language,
  templates: { ...DEFAULT_TEMPLATES },
});

/** The first letters of the clinic's name that a telephone can show as a sender. */
function senderFrom(name: string): string {
  const letters = name.normalize('NFKD').replaceAll(/[^A-Za-z0-9]/g, '').replace(/^\d+/, '');
  return letters.length >= 3 ? letters.slice(0, 11) : 'Mottagning';
}

/** Allowed or withdrawn, by whom, when and on which analysis (HSLF-FS 2016:40 3:16; domain 0.6). */
export const DecisionDraft = z.strictObject({
  verdict: z.enum(['allowed', 'withdrawn']),
  decidedOn: CalendarDate,
  /** The manager who answers for it, as it stands in the decision. */
  decidedBy: line(120).pipe(z.string().min(1)),
  /** The needs and risk analysis in short, or all of it. */
  analysis: paragraph(8000),
  /** Where the signed document lies: case number, binder, archive. */
  reference: line(200),
}).refine(draft => draft.verdict === 'withdrawn' || draft.analysis.length >= 20, { path: ['analysis'], message: 'analysis' });
export type DecisionDraft = z.infer<typeof DecisionDraft>;

export const Decision = z.strictObject({ ...DecisionDraft.shape, id: z.string(), recordedAt: z.iso.datetime(), recordedBy: z.string() });
export type Decision = z.infer<typeof Decision>;

export type SettingsProblem = TemplateProblem & { readonly language: MessageLanguage | 'sender' };

/** What the linter says about all texts that go out, the sender among them. */
export function settingsProblems(settings: ReminderSettings, context: TemplateContext): readonly SettingsProblem[] {
  const word = healthWordIn(settings.sender);
  return [
    ...(word === undefined ? [] : [{ language: 'sender', code: 'revealsHealth', word } as const]),
    ...MESSAGE_LANGUAGES.flatMap(language => lintTemplate(settings.templates[language], language, context).map(problem => ({ ...problem, language }))),
  ];
}
