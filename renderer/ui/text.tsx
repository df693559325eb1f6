import { useCallback, type ReactNode } from 'react';
import { IntlProvider, useIntl, type IntlShape } from 'react-intl';

import { catalogues, type MessageKey, type MessageParams } from '#shared/messages/index.ts';

export type { MessageKey } from '#shared/messages/index.ts';
export type Language = keyof typeof catalogues;

/** Values put into a message; never anything a log should not hold. */
export type TextParams = Readonly<Record<string, string | number | Date>>;
type Arguments<K extends MessageKey> = [MessageParams<K>] extends [undefined]
  ? []
  : undefined extends MessageParams<K> ? [params?: Exclude<MessageParams<K>, undefined>] : [params: MessageParams<K>];
/** Keys and parameters are checked against the catalogues (`npm run messages` after changing a JSON file). */
export type Translate = <K extends MessageKey>(key: K, ...params: Arguments<K>) => string;

interface TextProviderProps {
  readonly language: Language;
  /** The clinic's zone: every clock on the screen shows its time. The computer's own until a clinic is known. */
  readonly timeZone?: string | undefined;
  readonly children: ReactNode;
}

export function TextProvider({ language, timeZone, children }: TextProviderProps) {
  return (
    <IntlProvider locale={language === 'sv' ? 'sv-SE' : 'en-GB'} {...(timeZone ? { timeZone } : {})} messages={catalogues[language]} onError={reportMissing}>
      {children}
    </IntlProvider>
  );
}

function reportMissing(error: { readonly code: string; readonly message: string }) {
  // A missing text is our mistake; the message checker finds it in `npm run check`, the console during development.
  console.warn(error.code, error.message);
}

/** What makes a message more than its words: placeholders, tags, quoting. */
const SYNTAX = /[{<']/;

/** Most texts are plain words and need no formatter, which costs as much as drawing them: a tenth of opening a journal, measured. */
function say(intl: IntlShape, key: string, params: TextParams | undefined): string {
  const message: unknown = intl.messages[key];
  return typeof message === 'string' && !SYNTAX.test(message) ? message : intl.formatMessage({ id: key }, { ...params });
}

/** `t('area.key', {params})` in the signed-in person's language. */
export function useText(): Translate {
  const intl = useIntl();
  return useCallback<Translate>((key, ...params) => say(intl, key, params[0] as TextParams | undefined), [intl]);
}

/** The same for a key that is data (a command's words, a rail entry's), whose parameters come along with it. */
export function useAnyText(): (key: MessageKey, params?: TextParams) => string {
  const intl = useIntl();
  return useCallback((key, params) => say(intl, key, params), [intl]);
}

/** True when the catalogue has the key; for codes that may or may not have a text of their own. */
export function useHasText(): (key: string) => key is MessageKey {
  const intl = useIntl();
  return useCallback((key): key is MessageKey => key in intl.messages, [intl]);
}

/** The language on the screen, for data that carries its words in both (holidays). */
export const useLanguage = (): Language => (useIntl().locale.startsWith('sv') ? 'sv' : 'en');

export interface Formats {
  /** `2026-11-22` → "söndag 22 november 2026" */
  longDate(date: string): string;
  /** `2026-11-22` → "sön 22 nov" */
  shortDate(date: string): string;
  /** Instant → `2026-11-22 10:42` on the clinic's clock. */
  stamp(instant: string): string;
  /** Instant → `10:42` in the given zone, the clinic's by default. */
  time(instant: string, timeZone?: string): string;
  timeWithSeconds(instant: string, timeZone?: string): string;
  number(value: number): string;
  /** Bytes → "12,4 MB" */
  bytes(value: number): string;
  /** Milliseconds → "4 min 12 s"; under ten seconds with a decimal: "0,4 s" */
  duration(ms: number): string;
  /** How long ago an instant was: "1 h sedan". */
  ago(instant: string, now: string): string;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

function bytesIn(number: (value: number, digits: number) => string, value: number): string {
  const step = value < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** step;
  return `${number(scaled, step === 0 || scaled >= 100 ? 0 : 1)} ${UNITS[step] ?? 'B'}`;
}

function durationOf(ms: number, number: (value: number) => string): string {
  if (ms < 10_000) return `${number(Math.max(0, Math.round(ms / 100) / 10))} s`;
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Dates and numbers in the person's language. Calendar dates are never moved between zones. */
export function useFormats(): Formats {
  const intl = useIntl();
  const day = (date: string, options: Intl.DateTimeFormatOptions) => intl.formatDate(`${date}T00:00:00Z`, { ...options, timeZone: 'UTC' });
  const clock = (instant: string, timeZone: string | undefined, seconds: boolean) =>
    intl.formatTime(instant, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(seconds ? { second: '2-digit' } : {}), ...(timeZone ? { timeZone } : {}) });
  return {
    longDate: date => day(date, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    shortDate: date => day(date, { weekday: 'short', day: 'numeric', month: 'short' }).replaceAll('.', ''),
    stamp: instant => `${new Intl.DateTimeFormat('sv-SE', { ...(intl.timeZone ? { timeZone: intl.timeZone } : {}) }).format(new Date(instant))} ${clock(instant, undefined, false)}`,
    time: (instant, zone) => clock(instant, zone, false),
    timeWithSeconds: (instant, zone) => clock(instant, zone, true),
    number: value => intl.formatNumber(value),
    bytes: value => bytesIn((n, digits) => intl.formatNumber(n, { maximumFractionDigits: digits, minimumFractionDigits: digits }), value),
    duration: ms => durationOf(ms, value => intl.formatNumber(value)),
    ago: (instant, now) => intl.formatMessage({ id: 'ui.ago' }, { text: durationOf(Date.parse(now) - Date.parse(instant), value => intl.formatNumber(Math.round(value))).replace(/ \d+ s$/, '') }),
  };
}
