import path from 'node:path';
import { parseArgs } from 'node:util';

import { AppError } from '#shared/kernel/app-error.ts';

import { profileFolder } from '../supervisor/profile-folder.ts';
import { startFailureText } from '../supervisor/start-failure.ts';
import { startBrowserShell } from './browser-shell.ts';
import { configFolder, defaultDataDir } from './data-folder.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    demo: { type: 'boolean', default: false },
    headless: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const dataDir = path.resolve(values.data ?? defaultDataDir(values.demo));
  const shell = await startBrowserShell({
    dataDir,
    profileDir: profileFolder(configFolder(), dataDir),
    headless: values.headless,
    clinicKind: values.demo ? 'demo' : 'real',
    ...(values.demo ? { cardProfile: 'practice' as const } : {}),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void shell.close());
  await shell.ended;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(startFailureText(error, process.env['LANG'] ?? 'en'));
    // For whoever develops it; a person reads the sentence above.
    if (error instanceof Error && !(error instanceof AppError)) console.error(`(${error.name}: ${error.message})`);
    process.exit(1);
  },
);
