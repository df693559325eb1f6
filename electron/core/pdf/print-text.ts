import { IntlMessageFormat } from 'intl-messageformat';

import en from '#shared/messages/en/print.json' with { type: 'json' };
import sv from '#shared/messages/sv/print.json' with { type: 'json' };

export type PrintLanguage = 'sv' | 'en';
export type PrintKey = keyof typeof sv;
export type PrintText = (key: PrintKey, values?: Readonly<Record<string, string | number>>) => string;

const MESSAGES: Readonly<Record<PrintLanguage, Readonly<Record<PrintKey, string>>>> = { sv, en };

/** The words of printed documents in one language, by key of shared/messages/…/print.json. */
export function printText(language: PrintLanguage): PrintText {
  return (key, values = {}) => String(formatOf(language, key).format(values));
}

const formats = new Map<string, IntlMessageFormat>();

/** Parsed once: a list asks for the same words in every row. */
function formatOf(language: PrintLanguage, key: PrintKey): IntlMessageFormat {
  const name = `${language} ${key}`;
  const format = formats.get(name) ?? new IntlMessageFormat(MESSAGES[language][key], language);
  formats.set(name, format);
  return format;
}

/** `2026-11-22 10:42` in the clinic's own time. */
export function printedTime(instant: string, timeZone: string): string {
  const format = times.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  times.set(timeZone, format);
  return format.format(new Date(instant));
}

const times = new Map<string, Intl.DateTimeFormat>();

/** `10:42` in the clinic's own time. */
export const printedClock = (instant: string, timeZone: string): string => printedTime(instant, timeZone).slice(11, 16);
