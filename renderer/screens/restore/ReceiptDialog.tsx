import { useState } from 'react';

import { useCommandOf, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Dialog, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

interface ReceiptDialogProps {
  readonly onClose: () => void;
  readonly onOffer: (offer: OutputOf<'restore', 'unlock'>) => void;
}

/** Holds the place against a printed receipt: the only thing that tells a new computer that newer backups were made. */
export function ReceiptDialog({ onClose, onOffer }: ReceiptDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const compare = useCommandOf('restore', 'compareReceipt');
  const [text, setText] = useState('');
  const run = () => compare.start({ text }, offer => { onOffer(offer); onClose(); });
  return (
    <Dialog open onClose={onClose} title={t('restore.receipt.title')} size="medium" action={{ label: t('restore.receipt.compare'), disabled: text.trim() === '', loading: compare.isRunning, onRun: run }}>
      <Stack gap={3}>
        <Text>{t('restore.receipt.lead')}</Text>
        <TextField label={t('restore.receipt.field')} help={t('restore.receipt.help')} value={text} onChange={setText} maxLength={2000} autoFocus required />
        {compare.error ? <Banner tone="danger" live>{errorText(compare.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
