import { useCallback, useState } from 'react';

import type { MoneySettings, Payer } from '#shared/domain/money/settings.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, Dialog, notify, NumberField, SegmentedChoice, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import { LinesEditor } from './LinesEditor.tsx';
import { LinesList } from './LinesList.tsx';
import classes from './Money.module.css';
import { rememberDocument } from './pay-store.ts';
import { SwishCode } from './SwishCode.tsx';
import { PAY_METHODS, useCharge, type Charge, type VisitCharge } from './use-charge.ts';
import { useDialogKeys } from '#renderer/parts/use-dialog-keys.ts';
import { useKronor } from '#renderer/parts/use-kronor.ts';
import { WaiveDialog } from './WaiveDialog.tsx';

interface PayDialogProps {
  readonly visit: VisitCharge;
  readonly settings: MoneySettings;
  readonly payers: readonly Payer[];
  readonly onClose: () => void;
}

/** 4A 7: look at the amount, Enter. Alt+1–5 chooses how it is paid. */
export function PayDialog({ visit, settings, payers, onClose }: PayDialogProps) {
  const t = useText();
  const { kronor } = useKronor();
  const errorText = useErrorText();
  const settle = useCommandOf('money', 'settle');
  const charge = useCharge(visit, settings.hasDeclaredRegister);
  const [isEditing, setEditing] = useState(false);
  const [isWaiving, setWaiving] = useState(false);
  const isReady = !settle.isRunning && (charge.method === 'invoice' || charge.owedMinor === 0 || charge.amountMinor > 0);
  const run = (): void => settle.start(charge.toInput(), done => {
    if (done.document) rememberDocument(done.document.id);
    notify(wordsFor(done.document, { t, kronor, paidMinor: charge.amountMinor }));
    onClose();
  });
  // Choosing an invoice takes the amount off the screen and the focus with it; Enter still charges.
  useDialogKeys(event => !isWaiving && (chooseByKey(event, charge) || (event.key === 'Enter' && isReady && document.activeElement === document.body && (run(), true))));
  if (isWaiving) return <WaiveDialog visit={visit} onBack={() => setWaiving(false)} onDone={onClose} />;
  return (
    <Dialog open onClose={onClose} size="medium" title={t('money.pay.title', { name: visit.name })} action={{ label: actionLabel(charge, t, kronor), onRun: run, disabled: !isReady && !settle.isRunning, loading: settle.isRunning, shortcut: 'enter', focused: charge.owedMinor === 0 || charge.method === 'invoice' }}>
      <Stack gap={4}>
        {isEditing ? <LinesEditor lines={charge.lines} payers={payers} aestheticPatientId={visit.isAesthetic ? visit.patientId : null} onChange={charge.setLines} /> : <LinesList lines={charge.lines} payers={payers} />}
        {visit.isAesthetic ? <Text muted small>{t('money.pay.aesthetic')}</Text> : null}
        {visit.state === 'proposedFee' ? <Banner tone="info">{t('money.pay.feeNote')}</Banner> : null}
        <HowPaid charge={charge} />
        <PayFields charge={charge} />
        {charge.method === 'swish' && charge.amountMinor > 0 && !isEditing ? <Swish settings={settings} charge={charge} message={visit.deskReference} /> : null}
        <Notes charge={charge} payers={payers} />
        {settle.error ? <Banner tone="danger" live code={errorText(settle.error).trace}>{errorText(settle.error).text}</Banner> : null}
        <div className={classes.foot}>
          <Button size="dense" onClick={() => setEditing(!isEditing)}>{t(isEditing ? 'money.pay.linesDone' : 'money.pay.lines')}</Button>
          <Button size="dense" kind="quiet" onClick={() => setWaiving(true)}>{t('money.pay.waive')}</Button>
        </div>
      </Stack>
    </Dialog>
  );
}

type Words = ReturnType<typeof useText>;
type Settled = { readonly kind: 'receipt' | 'invoice' | 'credit'; readonly number: number; readonly balanceMinor: number } | null;

function wordsFor(document: Settled, { t, kronor, paidMinor }: { readonly t: Words; readonly kronor: (minor: number) => string; readonly paidMinor: number }): string {
  if (document === null) return t('money.pay.saved');
  const { number, balanceMinor } = document;
  return document.kind === 'receipt' ? t('money.pay.receiptDone', { number, sum: kronor(paidMinor) }) : t('money.pay.invoiceDone', { number, sum: kronor(balanceMinor) });
}

function actionLabel(charge: Charge, t: Words, kronor: (minor: number) => string): string {
  if (charge.owedMinor === 0 && charge.others.length > 0) return t('money.pay.save');
  return charge.method === 'invoice' ? t('money.pay.invoice', { sum: kronor(charge.owedMinor) }) : t('money.pay.do', { sum: kronor(charge.amountMinor) });
}

/** Inside the dialog the rail's Alt+digit is not heard. */
function chooseByKey(event: KeyboardEvent, charge: Charge): boolean {
  const place = event.altKey ? /^Digit([1-5])$/.exec(event.code)?.[1] : undefined;
  const method = place === undefined ? undefined : PAY_METHODS[Number(place) - 1];
  if (method) charge.setMethod(method);
  return method !== undefined;
}

function HowPaid({ charge }: { readonly charge: Charge }) {
  const t = useText();
  const { kronor } = useKronor();
  if (charge.owedMinor === 0) return null;
  return (
    <Stack gap={2}>
      <span className={classes.sum}>{t('money.pay.sum', { sum: kronor(charge.owedMinor) })}</span>
      <SegmentedChoice label={t('money.method.label')} value={charge.method} onChange={charge.setMethod} options={PAY_METHODS.map((value, index) => ({ value, label: `${t(`money.method.${value}`)}  Alt+${index + 1}` }))} />
    </Stack>
  );
}

function PayFields({ charge }: { readonly charge: Charge }) {
  const t = useText();
  // What is typed replaces the proposed amount rather than being added to it.
  const select = useCallback((input: HTMLInputElement | null) => void setTimeout(() => input?.select()), []);
  if (charge.owedMinor === 0 || charge.method === 'invoice') return null;
  return (
    <div className={classes.amount}>
      <NumberField ref={select} label={t('money.pay.amount')} value={charge.typed ?? charge.askedMinor / 100} onChange={charge.setTyped} min={0} decimals={2} autoFocus />
      {charge.needsRegisterReceipt
        ? <TextField label={t('money.pay.register')} value={charge.registerReceipt} onChange={charge.setRegisterReceipt} maxLength={40} required />
        : charge.method === 'card' ? <TextField label={t('money.pay.reference')} value={charge.reference} onChange={charge.setReference} maxLength={60} /> : null}
    </div>
  );
}

function Swish({ settings, charge, message }: { readonly settings: MoneySettings; readonly charge: Charge; readonly message: string }) {
  const t = useText();
  if (settings.swish === '') return <Text muted>{t('money.pay.swishMissing')}</Text>;
  return <SwishCode number={settings.swish.replace(/[\s-]/g, '')} amountMinor={charge.amountMinor} message={message} />;
}

/** What the amount means: cash rounding, a part payment, what others pay. */
function Notes({ charge, payers }: { readonly charge: Charge; readonly payers: readonly Payer[] }) {
  const t = useText();
  const { kronor } = useKronor();
  return (
    <>
      {charge.method === 'cash' && charge.askedMinor !== charge.owedMinor ? <Text muted>{t('money.pay.cash', { sum: kronor(charge.askedMinor) })}</Text> : null}
      {charge.method !== 'invoice' && charge.leftMinor > 0 ? <Text muted>{t('money.pay.part', { left: kronor(charge.leftMinor) })}</Text> : null}
      {charge.others.map(({ payerId, sumMinor }) => <Text key={payerId} muted>{t('money.pay.others', { payer: payers.find(payer => payer.id === payerId)?.name ?? '', sum: kronor(sumMinor) })}</Text>)}
    </>
  );
}
