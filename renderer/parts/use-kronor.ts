import { useMemo } from 'react';

import { useSession } from '#renderer/client/index.ts';
import { useText } from '#renderer/ui/index.ts';

export interface Kronor {
  /** Öre → "1 250,00" */
  readonly amount: (minor: number) => string;
  /** Öre → "1 250,00 kr" */
  readonly kronor: (minor: number) => string;
  /** As it is said: "400 kr", with öre only where there are some. */
  readonly said: (minor: number) => string;
}

/** Money as it is written in the person's language, always with öre. */
export function useKronor(): Kronor {
  const t = useText();
  const { data } = useSession();
  const language = data?.language ?? 'sv';
  return useMemo(() => {
    const locale = language === 'sv' ? 'sv-SE' : 'en-GB';
    const numbers = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const amount = (minor: number): string => numbers.format(minor / 100);
    const whole = new Intl.NumberFormat(locale);
    return { amount, kronor: minor => t('money.kronor', { amount: amount(minor) }), said: minor => t('money.kronor', { amount: minor % 100 === 0 ? whole.format(minor / 100) : amount(minor) }) };
  }, [language, t]);
}

/** What somebody typed in kronor, as öre. */
export const toMinor = (kronor: number | null): number => Math.round((kronor ?? 0) * 100);
