import { toLocal } from '../agenda/zone.ts';
import { foldName } from '../patients/fold.ts';
import { healthWordIn } from './health-words.ts';
import { countSegments } from './segments.ts';

/** Languages a reminder can be written in; the screens' own languages are another matter. */
export const MESSAGE_LANGUAGES = ['sv', 'en', 'da', 'no', 'de'] as const;
export type MessageLanguage = (typeof MESSAGE_LANGUAGES)[number];

/** Everything a reminder may be filled in with. There is deliberately no service and no patient (C-11). */
export const PLACEHOLDERS = ['clinic', 'date', 'time', 'practitioner'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

export const MAX_SEGMENTS = 2;

export const DEFAULT_TEMPLATES: Readonly<Record<MessageLanguage, string>> = {
  sv: 'Påminnelse: du har en tid hos {clinic} {date} kl. {time}. Kan du inte komma, ring oss i god tid.',
  en: 'Reminder: you have an appointment with {clinic} on {date} at {time}. If you cannot come, please call us in good time.',
  da: 'Påmindelse: du har en tid hos {clinic} {date} kl. {time}. Kan du ikke komme, så ring til os i god tid.',
  no: 'Påminnelse: du har time hos {clinic} {date} kl. {time}. Kan du ikke komme, ring oss i god tid.',
  de: 'Erinnerung: Sie haben einen Termin bei {clinic} am {date} um {time} Uhr. Bitte rufen Sie rechtzeitig an, wenn Sie nicht kommen können.',
};

export const TEMPLATE_PROBLEMS = ['empty', 'braces', 'unknownPlaceholder', 'patientName', 'serviceName', 'practitioner', 'missingWhen', 'revealsHealth', 'clinicName', 'tooLong'] as const;
export interface TemplateProblem {
  readonly code: (typeof TEMPLATE_PROBLEMS)[number];
  /** The word or the count that is wrong. */
  readonly word: string;
}

/** What the linter must know of the clinic. */
export interface TemplateContext {
  /** What stands for {clinic}. */
  readonly clinic: string;
  /** The clinic's own name, when the manager marked that it tells what care is given; it may then not go out. */
  readonly revealingName: string | null;
  readonly allowPractitioner: boolean;
  /** Names of services: none may stand in the text. */
  readonly services: readonly string[];
  /** The longest name that could stand for {practitioner}. */
  readonly practitioner: string;
}

export type TemplateValues = Readonly<Record<Placeholder, string>>;

const PATIENT_WORDS = new Set(['name', 'namn', 'patient', 'patientname', 'förnamn', 'efternamn', 'firstname', 'lastname', 'fornavn', 'navn', 'vorname', 'personnummer']);
const SERVICE_WORDS = new Set(['service', 'tjänst', 'tjanst', 'behandling', 'treatment', 'besökstyp', 'besokstyp', 'ydelse', 'leistung', 'behandlung', 'reason', 'orsak']);
const HOLE = /\{([^{}]*)\}/g;

/** The text with its placeholders filled in, one line, plain spaces. */
export const fillIn = (template: string, values: TemplateValues): string =>
  template.replaceAll(HOLE, (whole, name: string) => values[name.trim() as Placeholder] ?? whole).replaceAll(/\s+/g, ' ').trim();

const LOCALE: Readonly<Record<MessageLanguage, string>> = { sv: 'sv-SE', en: 'en-GB', da: 'da-DK', no: 'nb-NO', de: 'de-DE' };

/** The date in words and the time on the clinic's clock, as a person of that language writes them. */
export function whenWords(start: string, language: MessageLanguage, timeZone: string): { readonly date: string; readonly time: string } {
  const date = new Intl.DateTimeFormat(LOCALE[language], { weekday: 'long', day: 'numeric', month: 'long', timeZone }).format(new Date(start));
  return { date: date.replaceAll(/[\u00a0\u202f]/g, ' '), time: toLocal(start, timeZone).time };
}

/** A Wednesday in September: the longest date of a year in most languages. */
const LONG_DAY = '2026-09-23T08:30:00.000Z';

/** The text as long as it can become: what the counter and the limit look at. */
export function longestText(template: string, language: MessageLanguage, context: Pick<TemplateContext, 'clinic' | 'practitioner'>): string {
  return fillIn(template, { ...whenWords(LONG_DAY, language, 'Europe/Stockholm'), clinic: context.clinic, practitioner: context.practitioner });
}

function holeProblem(name: string, context: TemplateContext): TemplateProblem | null {
  const word = name.trim().toLowerCase();
  if (PATIENT_WORDS.has(word)) return { code: 'patientName', word: name };
  if (SERVICE_WORDS.has(word)) return { code: 'serviceName', word: name };
  if (!(PLACEHOLDERS as readonly string[]).includes(name)) return { code: 'unknownPlaceholder', word: name };
  return name === 'practitioner' && !context.allowPractitioner ? { code: 'practitioner', word: name } : null;
}

/** Short service names ("Prov") are parts of ordinary words; they are compared as whole words. */
function serviceIn(text: string, services: readonly string[]): string | undefined {
  const words = ` ${foldName(text)} `;
  return services.find(service => foldName(service).length >= 3 && words.includes(` ${foldName(service)} `));
}

/** Everything that keeps this template from being used; an empty list lets it pass (C-11). */
export function lintTemplate(template: string, language: MessageLanguage, context: TemplateContext): readonly TemplateProblem[] {
  if (template.trim() === '') return [{ code: 'empty', word: '' }];
  const holes = [...template.matchAll(HOLE)].map(match => match[1] ?? '');
  const literal = template.replaceAll(HOLE, ' ');
  const text = longestText(template, language, context);
  const { segments } = countSegments(text);
  const service = serviceIn(literal, context.services) ?? '';
  const health = healthWordIn(literal) ?? healthWordIn(holes.includes('clinic') ? context.clinic : '') ?? '';
  const revealed = context.revealingName !== null && foldName(text).includes(foldName(context.revealingName));
  const found = (code: TemplateProblem['code'], isSo: boolean, word = ''): readonly TemplateProblem[] => (isSo ? [{ code, word }] : []);
  return [
    ...found('braces', /[{}]/.test(literal)),
    ...holes.flatMap(name => holeProblem(name, context) ?? []),
    ...found('serviceName', service !== '', service),
    ...found('missingWhen', !holes.includes('date') || !holes.includes('time')),
    ...found('revealsHealth', health !== '', health),
    ...found('clinicName', revealed, context.revealingName ?? ''),
    ...found('tooLong', segments > MAX_SEGMENTS, String(segments)),
  ];
}
