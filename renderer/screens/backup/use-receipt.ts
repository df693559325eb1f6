import type { BackupStatus } from '#shared/contract/backup.ts';
import { receiptIsDue } from '#shared/domain/backup/receipt.ts';

import { saveFile, useCommandOf } from '#renderer/client/index.ts';

import { useTimes } from './use-times.ts';

export interface Receipt {
  /** Prints that of the newest proven backup; null while there is none. */
  readonly print: (() => void) | null;
  readonly isRunning: boolean;
  readonly error: ReturnType<typeof useCommandOf<'backup', 'printReceipt'>>['error'];
  readonly isDue: boolean;
  readonly printedAt: string | null;
}

/** The receipt of the newest proven backup: kept with the kit, it tells a new computer what should be there. */
export function useReceipt(status: BackupStatus | undefined): Receipt {
  const { now } = useTimes();
  const command = useCommandOf('backup', 'printReceipt');
  const printedAt = status?.receiptPrintedAt ?? null;
  const proven = (status?.targets ?? []).flatMap(({ last, certificate, repositoryId }) => (last !== null && certificate?.outcome === 'ok' ? [{ last, repositoryId }] : []));
  const newest = proven.reduce<(typeof proven)[number] | null>((best, one) => (best === null || one.last.createdAt > best.last.createdAt ? one : best), null);
  const print = newest === null ? null : () => command.start(
    { generationId: newest.last.id, repositoryId: newest.repositoryId },
    ({ pdfBase64, code }) => saveFile(pdfBase64, `sakerhetskopia-kvitto-${code}.pdf`, 'application/pdf'),
  );
  return { print, isRunning: command.isRunning, error: command.error, isDue: newest !== null && receiptIsDue(printedAt, now), printedAt };
}
