import { isAppError } from '#shared/kernel/app-error.ts';
import en from '#shared/messages/en/shell.json';
import sv from '#shared/messages/sv/shell.json';

import { DamagedProgram } from './page-files.ts';

/** What to tell the person when the program cannot start, in the language of the system (Swedish where it is Swedish). */
export function startFailureText(error: unknown, locale: string): string {
  const texts = locale.toLowerCase().startsWith('sv') ? sv.start : en.start;
  if (isAppError(error, 'instance.alreadyRunning')) return texts.alreadyRunning;
  return error instanceof DamagedProgram ? texts.damaged : texts.failed;
}
