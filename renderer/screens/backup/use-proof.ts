import type { BackupStatus } from '#shared/contract/backup.ts';

import { useJob, useQueryOf } from '#renderer/client/index.ts';

import { standingOf, TONE, type Standing } from './standing.ts';
import { useProofWords, type ProofWords } from './use-proof-words.ts';
import { useTimes } from './use-times.ts';

/** A disk that was pulled out announces nothing, so the place is looked at again by itself. */
const LOOK_AGAIN_MS = 5 * 60_000;

/** How backups stand; one answer shared by the screen, the start page and the status line. */
export const useBackupStatus = () => useQueryOf('backup', 'status', {}, { everyMs: LOOK_AGAIN_MS });

/** What is running, if anything. Core's answer decides whether; events only say how far, because a failed run ends without one. */
export function useRunning(status: BackupStatus | undefined) {
  const job = useJob('backup');
  const running = status?.running;
  return running ? { timeLeftMs: null, ...running, ...job } : null;
}

export interface Proof extends ProofWords {
  readonly standing: Standing;
  readonly tone: 'ok' | 'attention' | 'danger';
}

/** How backups stand, in words and tone; null while there is no answer. */
export function useProof(status: BackupStatus | undefined): Proof | null {
  const words = useProofWords();
  const { now } = useTimes();
  if (!status) return null;
  const standing = standingOf(status, now);
  return { standing, tone: TONE[standing], ...words(standing, status) };
}
