import { saveFile, useCommandOf, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Button, Stack, Text, useText } from '#renderer/ui/index.ts';

type Listed = OutputOf<'backup', 'generations'>[number];

/** Prints the receipt of the newest proven backup: kept with the kit, it tells a new computer what should be there. */
export function ReceiptButton({ listed }: { readonly listed: readonly Listed[] }) {
  const t = useText();
  const errorText = useErrorText();
  const print = useCommandOf('backup', 'printReceipt');
  const newest = listed.find(one => one.certificate?.outcome === 'ok');
  if (newest === undefined) return null;
  const run = () => print.start({ generationId: newest.id, repositoryId: newest.repositoryId }, ({ pdfBase64, code }) => saveFile(pdfBase64, `sakerhetskopia-kvitto-${code}.pdf`, 'application/pdf'));
  return (
    <Stack gap={2} align="start">
      <Button loading={print.isRunning} onClick={run}>{t('backup.receipt.print')}</Button>
      <Text muted>{t('backup.receipt.why')}</Text>
      {print.error ? <Banner tone="danger" live>{errorText(print.error).text}</Banner> : null}
    </Stack>
  );
}
