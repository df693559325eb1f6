import { useCallback, useState } from 'react';

import type { MoneyDocument } from '#shared/domain/money/document.ts';
import { amountToPay, CASH_LIKE, PAYMENT_METHODS, type PaymentMethod } from '#shared/domain/money/payment.ts';

import { useClinicDay, useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Columns, DateField, Dialog, NumberField, SegmentedChoice, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import { toMinor, useKronor } from '#renderer/parts/use-kronor.ts';

/** Money that came in for an invoice; the amount stands there, Enter registers. */
export function ReceiveDialog({ document, onClose }: { readonly document: MoneyDocument; readonly onClose: () => void }) {
  const t = useText();
  const { kronor } = useKronor();
  const errorText = useErrorText();
  const { today } = useClinicDay();
  const settings = useQueryOf('money', 'settings', {});
  const receive = useCommandOf('money', 'registerPayment');
  const [method, setMethod] = useState<PaymentMethod>('bankgiro');
  const [typed, setTyped] = useState<number | null>(null);
  const [receivedOn, setReceivedOn] = useState<string | null>(today);
  const [reference, setReference] = useState('');
  const [registerReceipt, setRegisterReceipt] = useState('');
  // What is typed replaces the proposed amount rather than being added to it.
  const select = useCallback((input: HTMLInputElement | null) => void setTimeout(() => input?.select()), []);
  const amountMinor = typed === null ? amountToPay(document.balanceMinor, method) : toMinor(typed);
  const needsRegister = settings.data?.settings.hasDeclaredRegister === true && CASH_LIKE.includes(method);
  const run = (): void => receive.start({ documentId: document.id, method, amountMinor, receivedOn: receivedOn ?? today, reference, registerReceipt }, onClose);
  return (
    <Dialog open onClose={onClose} size="medium" title={t('money.receive.title', { kind: document.kind, number: document.number })} action={{ label: t('money.receive.do'), onRun: run, disabled: amountMinor <= 0 || receivedOn === null, loading: receive.isRunning, shortcut: 'enter' }}>
      <Stack gap={4}>
        <Text num>{`${document.buyerName} · ${t('money.pay.sum', { sum: kronor(document.balanceMinor) })}`}</Text>
        <SegmentedChoice label={t('money.method.label')} value={method} onChange={setMethod} options={PAYMENT_METHODS.map(value => ({ value, label: t(`money.method.${value}`) }))} />
        <Columns min={150} gap={3}>
          <NumberField ref={select} label={t('money.pay.amount')} value={typed ?? amountMinor / 100} onChange={setTyped} min={0} decimals={2} autoFocus />
          <DateField label={t('money.receive.on')} value={receivedOn} onChange={setReceivedOn} today={today} max={today} />
          {needsRegister ? <TextField label={t('money.pay.register')} value={registerReceipt} onChange={setRegisterReceipt} maxLength={40} required /> : <TextField label={t('money.receive.reference')} value={reference} onChange={setReference} maxLength={60} />}
        </Columns>
        {receive.error ? <Banner tone="danger" live>{errorText(receive.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
