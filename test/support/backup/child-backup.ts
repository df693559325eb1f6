import { killAt } from './kill-at.ts';

// `node child-backup.mjs FOLDER N`: one backup of the clinic in FOLDER, killed at its N-th step; prints the steps made.
const [folder = '', n = '0'] = process.argv.slice(2);
const { openBackupClinic } = await import('./backup-clinic.ts');
const { runBackup } = await import('#electron/core/backup/engine/run-backup.ts');
const clinic = await openBackupClinic(folder);
const context = clinic.context();
const steps = killAt(Number(n));
await runBackup(context);
process.stdout.write(`${steps()}\n`);
await clinic.stop();
