import { useCallback } from 'react';

import { saveFile, useCommandOf, useSession } from '#renderer/client/index.ts';

/** Hands a receipt, invoice or credit to the person as a PDF, in their language. */
export function usePrintDocument() {
  const { data } = useSession();
  const print = useCommandOf('money', 'print');
  const { start } = print;
  const language = data?.language ?? 'sv';
  const run = useCallback((documentId: string) => start({ documentId, language }, ({ pdf, fileName }) => saveFile(pdf, fileName, 'application/pdf')), [start, language]);
  return { run, isRunning: print.isRunning, error: print.error };
}
