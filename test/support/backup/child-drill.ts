import { killAt } from './kill-at.ts';

// `node child-drill.mjs FOLDER N`: one drill of the clinic in FOLDER, killed at its N-th step; prints the steps made.
const [folder = '', n = '0'] = process.argv.slice(2);
const { openBackupClinic } = await import('./backup-clinic.ts');
const { drillAt } = await import('./trial.ts');
const clinic = await openBackupClinic(folder);
const { store } = clinic.context();
const steps = killAt(Number(n));
const findings = await drillAt(clinic, store);
process.stdout.write(`${steps()} ${findings.outcome}\n`);
await clinic.stop();
