import { readFileSync } from 'node:fs';

import type { ClinicSecrets } from './backup-clinic.ts';
import { killAt } from './kill-at.ts';

// `node child-restore.mjs FOLDER N`: the clinic in FOLDER restored from FOLDER/place into FOLDER/data, killed at the N-th step; prints the steps made.
const [folder = '', n = '0'] = process.argv.slice(2);
const { restoreWithKit } = await import('./restore-wizard.ts');
const secrets = JSON.parse(readFileSync(`${folder}/secrets.json`, 'utf8')) as ClinicSecrets;
const steps = killAt(Number(n));
const { step } = await restoreWithKit({ dataDir: `${folder}/data`, place: `${folder}/place`, secrets });
process.stdout.write(`${steps()} ${step}\n`);
