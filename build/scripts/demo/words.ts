import { IntlMessageFormat } from 'intl-messageformat';

import { catalogues, type MessageKey } from '#shared/messages/index.ts';

/** The words on the screen, so that the demo presses what a person would read; the same story runs in both languages. */
export function wordsOf(language: 'sv' | 'en'): (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string {
  return (key, values = {}) => String(new IntlMessageFormat(catalogues[language][key], language).format(values));
}

export type Words = ReturnType<typeof wordsOf>;
