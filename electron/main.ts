import { app } from 'electron';

import { startShell } from './shell/start.ts';

startShell().catch((error: unknown) => {
  // The text of an unexpected error may hold a path; the log of the system gets its kind only.
  console.error(`Klinikbok could not start: ${error instanceof Error ? error.name : 'unknown'}`);
  app.exit(1);
});
