import { useMemo } from 'react';

import { useSession } from '#renderer/client/index.ts';
import { useText } from '#renderer/ui/index.ts';

export interface Kronor {
  /** Öre → "1 250,00" */
  readonly amount: (minor: number) => string;
  /** Öre → "1 250,00 kr" */
  readonly kronor: (minor: number) => string;
}

/** Money as it is written in the person's language, always with öre. */
export function useKronor(): Kronor {
  const t = useText();
  const { data } = useSession();
  const language = data?.language ?? 'sv';
  return useMemo(() => {
    const numbers = new Intl.NumberFormat(language === 'sv' ? 'sv-SE' : 'en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const amount = (minor: number): string => numbers.format(minor / 100);
    return { amount, kronor: minor => t('money.kronor', { amount: amount(minor) }) };
  }, [language, t]);
}

/** What somebody typed in kronor, as öre. */
export const toMinor = (kronor: number | null): number => Math.round((kronor ?? 0) * 100);
