import type { Code } from './code-pack.ts';

/** What a comparison looks at; the rest of a code may change without anybody choosing otherwise. */
export type Comparable = Pick<Code, 'code' | 'text' | 'selectable' | 'validTo'>;

export interface PackDifference {
  /** Codes that the earlier version did not have. */
  readonly fresh: readonly Comparable[];
  /** Codes whose text changed, with the text before. */
  readonly changed: readonly { readonly code: string; readonly text: string; readonly before: string }[];
  /** Codes that could be chosen and no longer can: gone from the list, ended, or only a heading now. */
  readonly retired: readonly Comparable[];
}

/** What choosing from `next` instead of `before` changes. Order: as in `next`; retired ones as in `before`. */
export function comparePacks(before: readonly Comparable[], next: readonly Comparable[]): PackDifference {
  const old = new Map(before.map(one => [one.code, one]));
  const now = new Map(next.map(one => [one.code, one]));
  const canChoose = (one: Comparable | undefined): boolean => one !== undefined && one.selectable && one.validTo === null;
  return {
    fresh: next.filter(one => !old.has(one.code)),
    changed: next.flatMap(one => {
      const earlier = old.get(one.code);
      return earlier && earlier.text !== one.text ? [{ code: one.code, text: one.text, before: earlier.text }] : [];
    }),
    retired: before.filter(one => canChoose(one) && !canChoose(now.get(one.code))),
  };
}
