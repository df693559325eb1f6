import type { BackupStatus } from '#shared/contract/backup.ts';

import { useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, Row, Text, useText } from '#renderer/ui/index.ts';

import { useReceipt } from './use-receipt.ts';
import { useTimes } from './use-times.ts';

/** On the start page once a month: it is time for a new receipt, and the button that prints it. */
export function ReceiptReminder({ status }: { readonly status: BackupStatus }) {
  const t = useText();
  const errorText = useErrorText();
  const { ago } = useTimes();
  const { print, isRunning, error, isDue, printedAt } = useReceipt(status);
  if (print === null || !isDue) return null;
  return (
    <Row gap={3} align="center">
      <Text muted>{printedAt === null ? t('backup.receipt.none') : t('backup.receipt.due', { when: ago(printedAt) })}</Text>
      <Button size="dense" kind="quiet" loading={isRunning} onClick={print}>{t('backup.receipt.print')}</Button>
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
    </Row>
  );
}
