import * as z from 'zod';

/**
 * Prisbasbelopp in kronor by year, set each autumn by government ordinance. A year that is not here yet is measured by
 * the latest one that is; the answer says which.
 */
export const PRICE_BASE_AMOUNTS: readonly { readonly year: number; readonly kronor: number; readonly source: string }[] = [
  { year: 2024, kronor: 57_300, source: 'skatteverket.se, undantag från krav på kassaregister' },
  { year: 2025, kronor: 58_800, source: 'basbelopp.se (SCB)' },
  { year: 2026, kronor: 59_200, source: 'SFS 2025:872' },
];

/** Sales in cash, by card and by Swish above this many price base amounts in twelve months need a declared cash register (SFL 39 ch. 5 §; F-08). */
const LIMIT_IN_BASE_AMOUNTS = 4;
const WARN_AT_PERCENT = 80;

export const REGISTER_LEVELS = ['declared', 'ok', 'near', 'over'] as const;

export const RegisterMeter = z.strictObject({
  /** `declared`: the clinic has a declared register, nothing to measure. `near`: from 80 %. `over`: above the limit. */
  level: z.enum(REGISTER_LEVELS),
  /** Card, Swish and cash in the twelve months that end today, öre. */
  sumMinor: z.int(),
  limitMinor: z.int(),
  /** Whole percent of the limit, rounded down, so that 100 is never said before it is true. */
  percent: z.int(),
  /** The year whose price base amount is used. */
  year: z.int(),
});
export type RegisterMeter = z.infer<typeof RegisterMeter>;

/** First day of the twelve months that end on `today`. Calendar dates. */
export function twelveMonthsBack(today: string): string {
  const before = `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`;
  const next = new Date(Date.parse(`${before === `${before.slice(0, 4)}-02-29` ? `${before.slice(0, 4)}-02-28` : before}T00:00:00Z`) + 86_400_000);
  return next.toISOString().slice(0, 10);
}

/** How near the clinic is to the limit (F-08). */
export function registerMeter({ sumMinor, today, declared }: { readonly sumMinor: number; readonly today: string; readonly declared: boolean }): RegisterMeter {
  const year = Number(today.slice(0, 4));
  const known = PRICE_BASE_AMOUNTS.filter(one => one.year <= year).at(-1) ?? PRICE_BASE_AMOUNTS[0];
  if (!known) throw new Error('no price base amount');
  const limitMinor = known.kronor * LIMIT_IN_BASE_AMOUNTS * 100;
  const percent = Math.floor((Math.max(0, sumMinor) * 100) / limitMinor);
  const measured = sumMinor > limitMinor ? 'over' : percent >= WARN_AT_PERCENT ? 'near' : 'ok';
  return { level: declared ? 'declared' : measured, sumMinor, limitMinor, percent, year: known.year };
}
