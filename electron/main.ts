import { app, dialog } from 'electron';

import { startShell } from './shell/start.ts';
import { startFailureText } from './supervisor/start-failure.ts';

startShell().catch((error: unknown) => {
  // The text of an unexpected error may hold a path; people get a sentence they can act on.
  dialog.showErrorBox('Klinikbok', startFailureText(error, app.getLocale()));
  app.exit(1);
});
