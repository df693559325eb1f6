import type { ErrorCode } from '#shared/kernel/app-error.ts';

import { ApiError, useErrorText } from '#renderer/client/index.ts';
import { useText } from '#renderer/ui/index.ts';

/** Sentences for codes whose own carries figures, as only the code of an attempt is kept. */
const WITHOUT_FIGURES = { 'backup.placeRolledBack': 'backup.problem.rolledBack', 'restore.diskFull': 'backup.problem.diskFull', 'server.failing': 'backup.problem.serverFailing' } as const satisfies Partial<Record<ErrorCode, string>>;
const hasOwnText = (code: ErrorCode): code is keyof typeof WITHOUT_FIGURES => code in WITHOUT_FIGURES;

/** What stands in a place's way, as a sentence. `host` is named where the sentence has room for it. */
export function useProblemText(): (code: ErrorCode | null | undefined, host?: string) => string {
  const t = useText();
  const errorText = useErrorText();
  return (code, host = '') => (code && hasOwnText(code) ? t(WITHOUT_FIGURES[code]) : errorText(new ApiError({ code: code ?? 'internal', params: { host }, traceId: '' })).text);
}
