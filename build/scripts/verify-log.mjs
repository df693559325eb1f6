/** `npm run verify-log -- --data DIR (--key-file FILE | --kit FILE)`: checks the access log of a data folder. */
import { pathToFileURL } from 'node:url';

import { bundleScript } from './bundle.mjs';

const file = await bundleScript({ entry: 'build/scripts/verify-log/verify-data.ts', outfile: '.cache/verify-log.mjs' });
const { main } = await import(pathToFileURL(file).href);
await main();
