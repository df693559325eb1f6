import { useCallback, useEffect } from 'react';

import { setCurrentVisit, type CurrentVisit } from '#renderer/commands/index.ts';

/**
 * Tells every area which visit the cursor of a table stands on, in the very moment it moves: a key pressed right after
 * an arrow acts on where the cursor is now. `toCurrent` stays the same function. Gone with the table.
 */
export function useCurrentOf<T>(toCurrent: (row: T) => CurrentVisit | undefined): (row: T | undefined) => void {
  useEffect(() => () => setCurrentVisit(undefined), []);
  return useCallback(row => setCurrentVisit(row === undefined ? undefined : toCurrent(row)), [toCurrent]);
}
