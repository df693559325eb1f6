import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, notify, Stack, Text, useText } from '#renderer/ui/index.ts';

import { useKronor } from '#renderer/parts/use-kronor.ts';
import type { ToSettle } from './visit-columns.tsx';

interface InvoiceDialogProps {
  readonly rows: readonly ToSettle[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** The last look before numbers are given out; Enter invoices. */
export function InvoiceDialog({ rows, onClose, onDone }: InvoiceDialogProps) {
  const t = useText();
  const { kronor } = useKronor();
  const errorText = useErrorText();
  const invoice = useCommandOf('money', 'invoiceVisits');
  const sum = rows.reduce((total, row) => total + row.amountMinor, 0);
  const payers = new Set(rows.map(row => row.payerId ?? `patient ${row.patientId ?? row.appointmentId}`)).size;
  const run = (): void => invoice.start({ visits: rows.map(({ appointmentId, version, payerId }) => ({ appointmentId, version, payerId })) }, made => {
    notify(t('money.unbilled.done', { count: made.length, first: made[0]?.number ?? 0, last: made.at(-1)?.number ?? 0 }));
    onDone();
  });
  return (
    <Dialog open onClose={onClose} title={t('money.unbilled.confirm', { visits: new Set(rows.map(row => row.appointmentId)).size, payers })} action={{ label: t('money.unbilled.do'), onRun: run, loading: invoice.isRunning, shortcut: 'enter', focused: true }}>
      <Stack gap={3}>
        <Text>{t('money.unbilled.confirmText', { sum: kronor(sum) })}</Text>
        {invoice.error ? <Banner tone="danger" live>{errorText(invoice.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
