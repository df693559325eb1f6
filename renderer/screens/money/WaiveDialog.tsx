import { useState } from 'react';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, notify, Stack, TextField, useText } from '#renderer/ui/index.ts';

import type { VisitCharge } from './use-charge.ts';

interface WaiveDialogProps {
  readonly visit: VisitCharge;
  readonly onBack: () => void;
  readonly onDone: () => void;
}

/** Nothing to pay is a decision with a reason. */
export function WaiveDialog({ visit, onBack, onDone }: WaiveDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const waive = useCommandOf('money', 'waive');
  const [reason, setReason] = useState('');
  const run = (): void => waive.start({ appointmentId: visit.appointmentId, version: visit.version, reason }, () => {
    notify(t('money.pay.waived'));
    onDone();
  });
  return (
    <Dialog open onClose={onBack} title={t('money.pay.waiveTitle', { name: visit.name })} action={{ label: t('money.pay.waiveDo'), onRun: run, disabled: reason.trim() === '', loading: waive.isRunning, shortcut: 'enter' }}>
      <Stack gap={3}>
        <TextField label={t('money.pay.waiveReason')} value={reason} onChange={setReason} maxLength={200} help={t('money.pay.waiveHelp')} autoFocus required />
        {waive.error ? <Banner tone="danger" live>{errorText(waive.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
