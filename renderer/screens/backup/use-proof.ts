import type { BackupStatus } from '#shared/contract/backup.ts';
import { overallStanding, type TargetStanding, type Tone } from '#shared/domain/backup/standing.ts';
import type { TargetStatus } from '#shared/domain/backup/target-status.ts';

import { useJob, useQueryOf } from '#renderer/client/index.ts';

import { useProofWords, type ProofWords } from './use-proof-words.ts';
import { useTimes } from './use-times.ts';

/** A disk that was pulled out announces nothing, so the places are looked at again by themselves. */
const LOOK_AGAIN_MS = 5 * 60_000;

/** How backups stand; one answer shared by the screen, the start page and the status line. */
export const useBackupStatus = () => useQueryOf('backup', 'status', {}, { everyMs: LOOK_AGAIN_MS });

/** What is running, if anything. Core's answer decides whether and where to; events only say how far, because a failed run ends without one. */
export function useRunning(status: BackupStatus | undefined) {
  const job = useJob('backup');
  const running = status?.running;
  return running ? { timeLeftMs: null, ...running, ...job } : null;
}

export interface Proof extends ProofWords {
  readonly standing: TargetStanding | 'noPlace';
  readonly tone: Tone;
  /** The place the words are about. */
  readonly target: TargetStatus | null;
}

/** How backups stand over all places, in words and tone; null while there is no answer. */
export function useProof(status: BackupStatus | undefined): Proof | null {
  const words = useProofWords();
  const { now } = useTimes();
  if (!status) return null;
  const overall = overallStanding(status.targets, now);
  return { standing: overall.standing, tone: overall.tone, target: overall.target, ...words(overall, status) };
}
