/** Numbers and ids that are the same in every run with the same seed. */
export interface Random {
  /** 0 ≤ x < 1. */
  readonly unit: () => number;
  /** A whole number, 0 ≤ x < below. */
  readonly below: (limit: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  /** Like `pick`, the first ones far more often: names and busy patients are not evenly spread. */
  readonly pickUneven: <T>(list: readonly T[]) => T;
  /** An id in UUIDv7 form for this moment, so that ids grow with time as the product's do. */
  readonly idAt: (ms: number) => string;
}

/** mulberry32: small, fast, good enough for test data; never for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(unit() * limit);
  const at = <T>(list: readonly T[], index: number): T => list[index] as T;
  const hex = (digits: number): string => below(16 ** digits).toString(16).padStart(digits, '0');
  return {
    unit,
    below,
    pick: list => at(list, below(list.length)),
    pickUneven: list => at(list, Math.floor(unit() ** 3 * list.length)),
    idAt: ms => {
      const time = ms.toString(16).padStart(12, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${(8 + below(4)).toString(16)}${hex(3)}-${hex(6)}${hex(6)}`;
    },
  };
}
