import { useState } from 'react';

import type { Payment } from '#shared/domain/money/document.ts';
import { CASH_LIKE } from '#shared/domain/money/payment.ts';

import { useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Dialog, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import { useKronor } from '#renderer/parts/use-kronor.ts';

/** Takes a wrongly registered payment back with a counter entry. */
export function ReverseDialog({ payment, onClose }: { readonly payment: Payment; readonly onClose: () => void }) {
  const t = useText();
  const { kronor } = useKronor();
  const errorText = useErrorText();
  const settings = useQueryOf('money', 'settings', {});
  const reverse = useCommandOf('money', 'reversePayment');
  const [reason, setReason] = useState('');
  const [registerReceipt, setRegisterReceipt] = useState('');
  const needsRegister = settings.data?.settings.hasDeclaredRegister === true && CASH_LIKE.includes(payment.method);
  const run = (): void => reverse.start({ paymentId: payment.id, reason, registerReceipt }, onClose);
  return (
    <Dialog open onClose={onClose} title={t('money.reverse.title', { number: payment.number, sum: kronor(payment.amountMinor) })} safeLabel={t('money.reverse.keep')} action={{ label: t('money.reverse.do'), onRun: run, disabled: reason.trim() === '', loading: reverse.isRunning }}>
      <Stack gap={4}>
        <Text>{t('money.reverse.text')}</Text>
        <TextField label={t('money.reverse.reason')} value={reason} onChange={setReason} maxLength={200} autoFocus required />
        {needsRegister ? <TextField label={t('money.pay.register')} value={registerReceipt} onChange={setRegisterReceipt} maxLength={40} required /> : null}
        {reverse.error ? <Banner tone="danger" live>{errorText(reverse.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
