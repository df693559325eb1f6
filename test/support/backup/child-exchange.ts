import { killAt } from './kill-at.ts';

// `node child-exchange.mjs DATADIR N`: puts `restore-1` in the clinic's place, killed at the N-th step; prints the steps made.
const [dataDir = '', n = '0'] = process.argv.slice(2);
const { beginExchange, finishExchange } = await import('#electron/core/backup/restore/adopt.ts');
const { writeFile } = await import('node:fs/promises');
const place = { dataDir, clinicDir: `${dataDir}/clinic` };
const steps = killAt(Number(n));
await beginExchange(place, { restored: 'restore-1', keptAside: 'old-1', after: { word: 'settled' } });
await finishExchange(place, async after => writeFile(`${dataDir}/machine.json`, JSON.stringify(after)));
process.stdout.write(`${steps()}\n`);
