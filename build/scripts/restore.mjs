/** `npm run restore -- (--from DIR | --server-sheet FILE) (--kit FILE | --card) (--list | --to DIR) …`: restores a clinic from its backups. */
import { pathToFileURL } from 'node:url';

import { BACKUP_WORKER, bundleScript } from './bundle.mjs';

const file = await bundleScript({ entry: 'build/scripts/restore/restore-cli.ts', outfile: '.cache/restore.mjs', beside: BACKUP_WORKER });
const { main } = await import(pathToFileURL(file).href);
process.exitCode = await main(process.argv.slice(2));
