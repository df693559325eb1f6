import * as z from 'zod';

export const MONEY_TABS = ['unbilled', 'fees', 'documents'] as const;

/** What the screen shows; part of the route, so that it is there again after a lock. */
export const MoneySearch = z.object({
  tab: z.enum(MONEY_TABS).default('unbilled').catch('unbilled'),
  filter: z.enum(['all', 'open', 'overdue']).default('all').catch('all'),
});
export type MoneySearch = z.output<typeof MoneySearch>;
