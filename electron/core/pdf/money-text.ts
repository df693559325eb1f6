import { IntlMessageFormat } from 'intl-messageformat';

import en from '#shared/messages/en/money.json' with { type: 'json' };
import sv from '#shared/messages/sv/money.json' with { type: 'json' };
import type { PrintLanguage } from './print-text.ts';

export type PaperKey = keyof typeof sv.paper;
/** Words of receipts and invoices, and amounts as they are written in that language. */
export interface PaperText {
  readonly t: (key: PaperKey, values?: Readonly<Record<string, string | number>>) => string;
  /** Öre → "1 250,00 kr" */
  readonly kronor: (minor: number) => string;
  readonly amount: (minor: number) => string;
}

const WORDS: Readonly<Record<PrintLanguage, Readonly<Record<PaperKey, string>>>> = { sv: sv.paper, en: en.paper };

/** The words in one language. */
export function paperText(language: PrintLanguage): PaperText {
  const numbers = new Intl.NumberFormat(language === 'sv' ? 'sv-SE' : 'en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const t: PaperText['t'] = (key, values = {}) => String(new IntlMessageFormat(WORDS[language][key], language).format(values));
  const amount = (minor: number): string => numbers.format(minor / 100);
  return { t, amount, kronor: minor => t('kronor', { amount: amount(minor) }) };
}
