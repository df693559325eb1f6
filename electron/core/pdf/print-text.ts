import { IntlMessageFormat } from 'intl-messageformat';

import en from '#shared/messages/en/print.json' with { type: 'json' };
import sv from '#shared/messages/sv/print.json' with { type: 'json' };

export type PrintLanguage = 'sv' | 'en';
export type PrintKey = keyof typeof sv;
export type PrintText = (key: PrintKey, values?: Readonly<Record<string, string | number>>) => string;

const MESSAGES: Readonly<Record<PrintLanguage, Readonly<Record<PrintKey, string>>>> = { sv, en };

/** The words of printed documents in one language, by key of shared/messages/…/print.json. */
export function printText(language: PrintLanguage): PrintText {
  return (key, values = {}) => String(new IntlMessageFormat(MESSAGES[language][key], language).format(values));
}

/** `2026-11-22 10:42` in the clinic's own time. */
export function printedTime(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(instant));
}
