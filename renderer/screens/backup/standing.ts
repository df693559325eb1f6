import type { BackupStatus } from '#shared/contract/backup.ts';
import { freshnessOf } from '#shared/domain/backup/backup.ts';

/** How backups stand, the most pressing thing first; every text and colour of the area follows from it. */
export type Standing = 'noPlace' | 'failed' | 'proofFailed' | 'place' | 'cancelled' | 'none' | 'alarm' | 'late' | 'full' | 'light';

/** True when the newest attempt came after the newest good backup and did not become one. */
function lastTryFailed({ attempt, last }: BackupStatus): boolean {
  return attempt?.outcome === 'failed' && (last === null || Date.parse(attempt.startedAt) >= Date.parse(last.createdAt));
}

/** What stands in the way of a good backup, apart from time. A run cut off by a lock is made up for by itself and is no failure. */
function obstacleOf(status: BackupStatus): Standing | null {
  if (status.place === null) return 'noPlace';
  if (lastTryFailed(status) && status.attempt?.errorCode !== 'cancelled') return 'failed';
  if (status.certificate?.outcome === 'failed') return 'proofFailed';
  return status.place.problem === null ? null : 'place';
}

/**
 * The one thing to say about backups right now. A failed attempt shows at once, well within the hour task 4C 1 allows;
 * age is judged by `now` and not by the answer's own `freshness`, which grows old on an open screen.
 */
export function standingOf(status: BackupStatus, now: Date): Standing {
  const obstacle = obstacleOf(status);
  if (obstacle !== null) return obstacle;
  const freshness = freshnessOf(status.last?.createdAt ?? null, now);
  if (freshness === 'alarm') return 'alarm';
  if (lastTryFailed(status)) return 'cancelled';
  if (freshness === 'none' || status.certificate === null) return 'none';
  return freshness === 'late' ? 'late' : status.certificate.kind;
}

/** The colour that goes with the words. */
export const TONE: Readonly<Record<Standing, 'ok' | 'attention' | 'danger'>> = {
  noPlace: 'danger', failed: 'danger', proofFailed: 'danger', place: 'danger', alarm: 'danger', none: 'danger', cancelled: 'attention', late: 'attention', full: 'ok', light: 'ok',
};
