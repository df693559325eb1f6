import path from 'node:path';

import type { ProcessKind } from '../supervisor/process-host.ts';

/** The program's folder: two levels up, both from the source (electron/browser-shell) and from the bundle (dist/electron). */
const appRoot = path.resolve(import.meta.dirname, '../..');

export const packageFile = path.join(appRoot, 'package.json');

/** What `npm run build` made. */
export interface BuiltProgram {
  /** Folder with the page and its manifest.json. */
  readonly pageFolder: string;
  /** The file of each process. */
  readonly entries: Readonly<Record<ProcessKind, string>>;
}

export const builtProgram: BuiltProgram = {
  pageFolder: path.join(appRoot, 'dist/renderer'),
  entries: {
    'core': path.join(appRoot, 'dist/electron/core.cjs'),
    'card-host': path.join(appRoot, 'dist/electron/card-host.cjs'),
    'import-worker': path.join(appRoot, 'dist/electron/import-worker.cjs'),
  },
};
