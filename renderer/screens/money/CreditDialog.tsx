import { useState } from 'react';

import type { MoneyDocument } from '#shared/domain/money/document.ts';
import { CASH_LIKE, PAYMENT_METHODS, type PaymentMethod } from '#shared/domain/money/payment.ts';

import { useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Checkbox, Dialog, notify, SelectField, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import { rememberDocument } from './pay-store.ts';
import { useKronor } from '#renderer/parts/use-kronor.ts';

const LATER = 'later';

/** A mirror image of a whole document, with its reason; money goes back at once or later. */
export function CreditDialog({ document, onClose }: { readonly document: MoneyDocument; readonly onClose: () => void }) {
  const t = useText();
  const { kronor } = useKronor();
  const errorText = useErrorText();
  const settings = useQueryOf('money', 'settings', {});
  const credit = useCommandOf('money', 'credit');
  const paidMinor = document.totalMinor - document.balanceMinor;
  const [reason, setReason] = useState('');
  const [refund, setRefund] = useState<PaymentMethod | typeof LATER>(document.payments.find(one => one.kind === 'payment' && !one.isReversed)?.method ?? LATER);
  const [registerReceipt, setRegisterReceipt] = useState('');
  const [chargeAgain, setChargeAgain] = useState(true);
  const needsRegister = settings.data?.settings.hasDeclaredRegister === true && refund !== LATER && CASH_LIKE.includes(refund) && paidMinor > 0;
  const run = (): void => credit.start({ documentId: document.id, reason, refund: refund === LATER || paidMinor <= 0 ? null : { method: refund, registerReceipt }, chargeAgain }, done => {
    rememberDocument(done.id);
    notify(t('money.credit.done', { number: done.number }));
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={t('money.credit.title', { kind: document.kind, number: document.number, sum: kronor(document.totalMinor) })} safeLabel={t('money.credit.keep')} action={{ label: t('money.credit.do'), onRun: run, disabled: reason.trim() === '', loading: credit.isRunning }}>
      <Stack gap={4}>
        <Text>{t('money.credit.text')}</Text>
        <TextField label={t('money.credit.reason')} value={reason} onChange={setReason} maxLength={200} help={t('money.credit.reasonHelp')} autoFocus required />
        {paidMinor > 0 ? (
          <SelectField label={`${t('money.credit.refund', { sum: kronor(paidMinor) })}`} value={refund} onChange={value => setRefund(value ?? LATER)}
            options={[...PAYMENT_METHODS.map(value => ({ value, label: t(`money.method.${value}`) })), { value: LATER, label: t('money.credit.later') }]} />
        ) : null}
        {needsRegister ? <TextField label={t('money.pay.register')} value={registerReceipt} onChange={setRegisterReceipt} maxLength={40} required /> : null}
        <Checkbox label={t('money.credit.again')} checked={chargeAgain} onChange={setChargeAgain} />
        {credit.error ? <Banner tone="danger" live>{errorText(credit.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
