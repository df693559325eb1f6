import type { RemovalOutcome, RemovalSurvey } from '#shared/domain/leaving/leaving.ts';
import type { StorePlace } from './backup-store.ts';

/**
 * Deleting what lies in a place of backups, at the end of the service (G-18). Kept apart from BackupStore on purpose: nothing
 * that runs day by day can delete. For a server the place carries the owner's keys, entered for this act and never stored.
 * Failures are AppErrors `backup.place…`, `leaving.…`.
 */
export interface StoreRemoval {
  /** Counts everything there, versions and locks included. Changes nothing. */
  survey(): Promise<RemovalSurvey>;
  /** Deletes all that can be deleted, asks the place to delete the rest when it may, and counts again. */
  remove(onProgress: (done: number, total: number) => void): Promise<RemovalOutcome>;
}

export type OpenRemoval = (place: StorePlace) => StoreRemoval;
