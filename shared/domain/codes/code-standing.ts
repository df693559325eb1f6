import type { Code } from './code-pack.ts';

/** Why a code that is shown cannot be chosen: a heading of the list, ended by the authority, or not in the version in use. */
export const CODE_STANDINGS = ['selectable', 'heading', 'ended', 'notInThisVersion'] as const;
export type CodeStanding = (typeof CODE_STANDINGS)[number];

/** Whether a code can be chosen on a day of its own version; both dates are inclusive. */
export function standingOf(code: Pick<Code, 'selectable' | 'validFrom' | 'validTo'>, day: string): CodeStanding {
  if (!code.selectable) return 'heading';
  return (code.validTo !== null && code.validTo < day) || (code.validFrom !== null && code.validFrom > day) ? 'ended' : 'selectable';
}
