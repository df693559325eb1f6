import type { BackupStatus } from '#shared/contract/backup.ts';
import { freshnessOf } from '#shared/domain/backup/backup.ts';

/** How backups stand, the most pressing thing first; every text and colour of the area follows from it. */
export type Standing = 'noPlace' | 'failed' | 'proofFailed' | 'place' | 'cancelled' | 'none' | 'alarm' | 'late' | 'full' | 'light';

/** True when the newest attempt came after the newest good backup and did not become one. */
function lastTryFailed({ attempt, last }: BackupStatus): boolean {
  return attempt?.outcome === 'failed' && (last === null || Date.parse(attempt.startedAt) >= Date.parse(last.createdAt));
}

/**
 * The one thing to say about backups right now. A failed attempt shows at once, well within the hour task 4C 1 allows;
 * age is judged by `now` and not by the answer's own `freshness`, which grows old on an open screen.
 */
export function standingOf(status: BackupStatus, now: Date): Standing {
  const { place, attempt, certificate, last } = status;
  if (place === null) return 'noPlace';
  const isCut = attempt?.errorCode === 'cancelled';
  if (lastTryFailed(status) && !isCut) return 'failed';
  if (certificate?.outcome === 'failed') return 'proofFailed';
  if (place.problem !== null) return 'place';
  const freshness = freshnessOf(last?.createdAt ?? null, now);
  if (freshness === 'alarm') return 'alarm';
  if (lastTryFailed(status) && isCut) return 'cancelled';
  if (last === null || certificate === null) return 'none';
  if (freshness === 'late') return 'late';
  return certificate.kind;
}

/** The colour that goes with the words. */
export const TONE: Readonly<Record<Standing, 'ok' | 'attention' | 'danger'>> = {
  noPlace: 'danger', failed: 'danger', proofFailed: 'danger', place: 'danger', alarm: 'danger', none: 'danger', cancelled: 'attention', late: 'attention', full: 'ok', light: 'ok',
};
