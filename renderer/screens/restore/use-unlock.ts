import { useState } from 'react';

import type { RestorePlace } from '#shared/contract/restore.ts';

import { client, type InputOf, type OutputOf } from '#renderer/client/index.ts';

type Key = InputOf<'restore', 'unlock'>['key'];

/** Opens the backups. The key goes straight to core and into no cache: a mutation would keep its input. */
export function useUnlock(place: RestorePlace, onOpened: (opened: OutputOf<'restore', 'unlock'>) => void) {
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const unlock = async (key: Key): Promise<boolean> => {
    setRunning(true);
    setError(null);
    try {
      onOpened(await client.restore.unlock({ place, key }));
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    } finally {
      setRunning(false);
    }
  };
  return { unlock, isRunning, error };
}
