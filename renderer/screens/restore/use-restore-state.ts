import { useCallback } from 'react';

import { useQueryOf, useRefresh, type ApiError, type OutputOf } from '#renderer/client/index.ts';

const POLL_MS = 1000;

export interface RestoreProgress {
  readonly state: OutputOf<'restore', 'state'> | undefined;
  readonly error: ApiError | null;
  /** Asks again now; after something that core changed without an event. */
  readonly refresh: () => Promise<void>;
}

/** Where core stands with the restore. Asked every second too: before sign-in an event may go to nobody. */
export function useRestoreState(): RestoreProgress {
  const { data, error } = useQueryOf('restore', 'state', {}, { everyMs: POLL_MS });
  const refreshArea = useRefresh();
  const refresh = useCallback(() => refreshArea('restore'), [refreshArea]);
  return { state: data, error: data ? null : error, refresh };
}
