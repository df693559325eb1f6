import { IconPrinter } from '@tabler/icons-react';

import type { BackupStatus } from '#shared/contract/backup.ts';

import { useErrorText } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Banner, Button, Stack, Text, useText } from '#renderer/ui/index.ts';

import { useReceipt } from './use-receipt.ts';
import { useTimes } from './use-times.ts';

/** Prints the receipt while its screen is open. */
const PRINT_KEY = 'mod+p';

/** The monthly receipt: when it was printed last, that it is time for another, and one key to print it. */
export function ReceiptPart({ status }: { readonly status: BackupStatus }) {
  const t = useText();
  const errorText = useErrorText();
  const { ago } = useTimes();
  const { print, isRunning, error, isDue, printedAt } = useReceipt(status);
  useCommands([{ id: 'backup.printReceipt', message: 'backup.receipt.print', shortcut: PRINT_KEY, icon: IconPrinter, permission: 'backup.run', when: () => print !== null, run: () => print?.() }]);
  if (print === null) return null;
  const words = printedAt === null ? t('backup.receipt.none') : t(isDue ? 'backup.receipt.due' : 'backup.receipt.last', { when: ago(printedAt) });
  const button = <Button size="dense" shortcut={PRINT_KEY} loading={isRunning} onClick={print}>{t('backup.receipt.print')}</Button>;
  return (
    <Stack gap={2} align="start">
      {isDue ? <Banner tone="attention" title={words} actions={button}>{t('backup.receipt.dueWhy')}</Banner> : <>{button}<Text muted>{`${words} ${t('backup.receipt.why')}`}</Text></>}
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
    </Stack>
  );
}
