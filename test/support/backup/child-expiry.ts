import { killAt } from './kill-at.ts';

// `node child-expiry.mjs FOLDER N`: lets go what has expired in the place of the clinic in FOLDER, killed at its N-th step; prints the steps made.
const [folder = '', n = '0'] = process.argv.slice(2);
const { openBackupClinic } = await import('./backup-clinic.ts');
const { expireOld } = await import('./expire-old.ts');
const clinic = await openBackupClinic(folder);
const steps = killAt(Number(n));
await expireOld(clinic);
process.stdout.write(`${steps()}\n`);
await clinic.stop();
