import { killAt } from './kill-at.ts';

// `node child-drill.mjs FOLDER N`: one drill of the clinic in FOLDER, killed at its N-th step; prints the steps made.
const [folder = '', n = '0'] = process.argv.slice(2);
const { openBackupClinic } = await import('./backup-clinic.ts');
const { performDrill } = await import('#electron/core/backup/drill/perform-drill.ts');
const clinic = await openBackupClinic(folder);
const { store, identity, keyHex, workFolder } = clinic.context();
const steps = killAt(Number(n));
const findings = await performDrill({
  store, identity, keyHex, workFolder, fingerprint: null, clinicId: clinic.secrets.clinicId, anchor: null, inspect: async () => ({ lines: [], found: null }), onProgress: () => undefined,
  signal: new AbortController().signal,
});
process.stdout.write(`${steps()} ${findings.outcome}\n`);
await clinic.stop();
