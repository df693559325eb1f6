import type { OpenRemoval } from '../../ports/store-removal.ts';
import type { BackupServiceDeps } from '../backup/backup-context.ts';

/** What leaving needs besides what backups do. */
export interface LeavingDeps extends BackupServiceDeps {
  readonly openRemoval: OpenRemoval;
  /** Resolves when no backup is running: nothing is deleted under one. */
  readonly whenBackupIdle: () => Promise<void>;
}
