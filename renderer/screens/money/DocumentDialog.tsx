import { useState } from 'react';

import type { MoneyDocument, Payment } from '#shared/domain/money/document.ts';

import { saveFile, useCommandOf, useErrorText, useMay, useQueryOf, useSession } from '#renderer/client/index.ts';
import { Banner, Button, Dialog, FactList, Section, Stack, Text, useText, type Fact } from '#renderer/ui/index.ts';

import { CreditDialog } from './CreditDialog.tsx';
import { DocumentStateChip } from './DocumentStateChip.tsx';
import classes from './Money.module.css';
import { ReceiveDialog } from './ReceiveDialog.tsx';
import { ReverseDialog } from './ReverseDialog.tsx';
import { useDialogKeys } from '#renderer/parts/use-dialog-keys.ts';
import { useKronor } from '#renderer/parts/use-kronor.ts';
import { usePrintDocument } from './use-print.ts';

interface DocumentDialogProps {
  readonly id: string;
  readonly patientId: string | null;
  readonly onClose: () => void;
}

type Part = { readonly kind: 'receive' | 'credit' } | { readonly kind: 'reverse'; readonly payment: Payment } | undefined;

/** One receipt, invoice or credit: what it says, what was paid, and what can be done to it. */
export function DocumentDialog({ id, patientId, onClose }: DocumentDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('money', 'document', { id, patientId });
  const [part, setPart] = useState<Part>();
  if (error) return <Dialog open onClose={onClose} title={t('money.title')}><Banner tone="danger" live>{errorText(error).text}</Banner></Dialog>;
  if (!data) return null;
  const back = (): void => setPart(undefined);
  if (part?.kind === 'receive') return <ReceiveDialog document={data} onClose={back} />;
  if (part?.kind === 'credit') return <CreditDialog document={data} onClose={back} />;
  if (part?.kind === 'reverse') return <ReverseDialog payment={part.payment} onClose={back} />;
  return <DocumentView document={data} onPart={setPart} onClose={onClose} />;
}

interface DocumentViewProps {
  readonly document: MoneyDocument;
  readonly onPart: (part: Part) => void;
  readonly onClose: () => void;
}

function DocumentView({ document, onPart, onClose }: DocumentViewProps) {
  const t = useText();
  const errorText = useErrorText();
  const may = useMay();
  const print = usePrintDocument();
  const canWrite = may('money.write');
  const canCredit = canWrite && document.kind !== 'credit' && document.creditedBy.length === 0;
  const canReceive = canWrite && document.balanceMinor > 0;
  useDialogKeys(event => {
    const key = event.altKey ? '' : event.key.toLowerCase();
    if (key === 's') print.run(document.id);
    else if (key === 'b' && canReceive) onPart({ kind: 'receive' });
    else if (key === 'k' && canCredit) onPart({ kind: 'credit' });
    else return false;
    return true;
  });
  return (
    <Dialog open onClose={onClose} size="medium" title={t('money.document.title', { kind: t(`money.kind.${document.kind}`), number: document.number })}>
      <Stack gap={4}>
        <div className={classes.documentTools}>
          <Button size="dense" kind="primary" shortcut="s" autoFocus loading={print.isRunning} onClick={() => print.run(document.id)}>{t('money.document.print')}</Button>
          {canReceive ? <Button size="dense" shortcut="b" onClick={() => onPart({ kind: 'receive' })}>{t('money.document.receive')}</Button> : null}
          {canCredit ? <Button size="dense" kind="quiet" shortcut="k" onClick={() => onPart({ kind: 'credit' })}>{t('money.document.credit')}</Button> : null}
        </div>
        {print.error ? <Banner tone="danger" live>{errorText(print.error).text}</Banner> : null}
        <DocumentFacts document={document} />
        <DocumentLines document={document} />
        <Payments document={document} onReverse={canWrite ? payment => onPart({ kind: 'reverse', payment }) : undefined} />
      </Stack>
    </Dialog>
  );
}

function DocumentFacts({ document }: { readonly document: MoneyDocument }) {
  const t = useText();
  const { kronor } = useKronor();
  const { refersTo, balanceMinor } = document;
  const facts: (Fact | false)[] = [
    { label: t('money.documents.state'), value: <DocumentStateChip state={document.state} /> },
    { label: t('money.document.buyer'), value: document.buyerName },
    { label: t('money.document.issuedOn'), value: document.issuedOn },
    document.dueOn !== null && { label: t('money.document.dueOn'), value: document.dueOn },
    document.kind === 'invoice' && { label: t('money.document.ocr'), value: document.ocr },
    { label: t('money.document.total'), value: kronor(document.totalMinor) },
    document.vatMinor !== 0 && { label: t('money.document.vat'), value: kronor(document.vatMinor) },
    balanceMinor !== 0 && { label: t(balanceMinor > 0 ? 'money.document.left' : 'money.document.owed'), value: kronor(Math.abs(balanceMinor)) },
    refersTo !== null && { label: t('money.document.refersTo'), value: `${t(`money.kind.${refersTo.kind}`)} ${refersTo.number}` },
    document.creditedBy.length > 0 && { label: t('money.document.creditedBy'), value: document.creditedBy.map(one => String(one.number)).join(', ') },
    document.reason !== '' && { label: t('money.document.reason'), value: document.reason },
  ];
  return <FactList facts={facts.filter(fact => fact !== false)} />;
}

function DocumentLines({ document }: { readonly document: MoneyDocument }) {
  const { kronor } = useKronor();
  return (
    <div className={classes.lines}>
      {document.lines.map(line => (
        <div key={line.position} className={classes.lineRow}>
          <span><Text num muted>{line.suppliedOn}</Text> {line.text} <Text muted small>{line.patientLabel}</Text></span>
          <span>{kronor(line.grossMinor)}</span>
        </div>
      ))}
    </div>
  );
}

function Payments({ document, onReverse }: { readonly document: MoneyDocument; readonly onReverse: ((payment: Payment) => void) | undefined }) {
  const t = useText();
  const errorText = useErrorText();
  const { kronor } = useKronor();
  const { data } = useSession();
  const print = useCommandOf('money', 'printPayment');
  if (document.payments.length === 0) return null;
  return (
    <Section title={t('money.document.payments')} level={3}>
      {print.error ? <Banner tone="danger" live>{errorText(print.error).text}</Banner> : null}
      {document.payments.map(payment => (
        <div key={payment.id} className={classes.payment}>
          <span className={payment.isReversed ? classes.struck : undefined}>
            {`${t('money.document.payment', { kind: payment.kind, number: payment.number })} · ${payment.receivedOn} · ${t(`money.method.${payment.method}`)} · ${kronor(payment.amountMinor)}`}
            {payment.reason === '' ? null : ` · ${payment.reason}`}
          </span>
          <span className={classes.foot}>
            <Button size="dense" kind="quiet" onClick={() => print.start({ paymentId: payment.id, language: data?.language ?? 'sv' }, ({ pdf, fileName }) => saveFile(pdf, fileName, 'application/pdf'))}>{t('money.document.printPayment')}</Button>
            {onReverse && payment.kind !== 'reversal' && !payment.isReversed ? <Button size="dense" kind="quiet" onClick={() => onReverse(payment)}>{t('money.document.reverse')}</Button> : null}
          </span>
        </div>
      ))}
    </Section>
  );
}
