import type { ClinicEvent } from '#shared/contract/wire.ts';
import type { BackupTarget } from '#shared/domain/backup/target.ts';
import type { ClinicPlace } from '../../clinic/clinic-place.ts';
import type { OpenClinic } from '../../clinic/open-clinic.ts';
import type { OpenStore } from '../../ports/backup-store.ts';
import type { ServiceDeps } from '../service-deps.ts';
import type { SampleSize } from './compare-samples.ts';

export interface DrillServiceDeps extends ServiceDeps {
  readonly open: Pick<OpenClinic, 'log' | 'signer' | 'keyHex'>;
  readonly place: ClinicPlace;
  readonly appVersion: string;
  readonly openStore: OpenStore;
  readonly emit: (event: ClinicEvent) => void;
  /** Where backups go now. */
  readonly targets: () => Promise<readonly BackupTarget[]>;
  /** Local time of the nightly backup, `HH:MM`. */
  readonly nightlyAt: () => Promise<string>;
  /** A drill waits while a backup is written. */
  readonly isBackupRunning: () => boolean;
  /** How many samples are compared; the usual number when left out. */
  readonly sampleSize?: SampleSize;
}
