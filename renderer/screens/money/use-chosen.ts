import { useState } from 'react';

import { settleKey, type ToSettle } from './visit-columns.tsx';

export interface Chosen {
  readonly rows: readonly ToSettle[];
  readonly sumMinor: number;
  readonly isChosen: (row: ToSettle) => boolean;
  readonly toggle: (row: ToSettle) => void;
  /** All of them, or none when all are chosen already. */
  readonly toggleAll: () => void;
  readonly clear: () => void;
  readonly isAll: boolean;
}

/** Which of the rows are marked; a row that left the list is no longer. */
export function useChosen(all: readonly ToSettle[]): Chosen {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const rows = all.filter(row => keys.has(settleKey(row)));
  const isAll = all.length > 0 && rows.length === all.length;
  const toggle = (row: ToSettle): void => {
    const next = new Set(keys);
    if (!next.delete(settleKey(row))) next.add(settleKey(row));
    setKeys(next);
  };
  return {
    rows, sumMinor: rows.reduce((sum, row) => sum + row.amountMinor, 0), isChosen: row => keys.has(settleKey(row)), toggle,
    toggleAll: () => setKeys(isAll ? new Set() : new Set(all.map(settleKey))), clear: () => setKeys(new Set()), isAll,
  };
}
