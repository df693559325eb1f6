import { S3Store } from '#electron/core/adapters/backup-store/s3/s3-store.ts';
import type { S3Place } from '#electron/core/ports/backup-store.ts';
import { Redacted } from '#shared/kernel/redacted.ts';

// `node child-server.mjs FOLDER PLACE WORK`: one backup, drill or restore of the clinic in FOLDER with the server of PLACE (JSON, secret as text).
const [folder = '', text = '', work = 'backup'] = process.argv.slice(2);
const { openBackupClinic } = await import('./backup-clinic.ts');
const { runBackup } = await import('#electron/core/backup/engine/run-backup.ts');
const { drillAt, restoreAt } = await import('./trial.ts');
const told = JSON.parse(text) as Omit<S3Place, 'secretAccessKey'> & { readonly secretAccessKey: string };
const clinic = await openBackupClinic(folder);
const store = new S3Store({ ...told, secretAccessKey: new Redacted(told.secretAccessKey) });
if (work === 'drill') await drillAt(clinic, store);
else if (work === 'restore') await restoreAt(clinic, store, 'restored');
else await runBackup(clinic.context({ store }));
await clinic.stop();
