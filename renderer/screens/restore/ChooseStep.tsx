import { useState } from 'react';

import type { ConfirmReason } from '#shared/domain/backup/restore-offer.ts';

import { useErrorText, type ApiError, type OutputOf } from '#renderer/client/index.ts';
import { StepPane } from '#renderer/parts/wizard/index.ts';
import { Banner, Button, DataTable, EmptyState, Text, useFormats, useText, type DataColumn } from '#renderer/ui/index.ts';

import { OtherPlaceDialog } from './OtherPlaceDialog.tsx';
import { ReceiptDialog } from './ReceiptDialog.tsx';
import classes from './Restore.module.css';
import { TwoPersonsDialog } from './TwoPersonsDialog.tsx';
import { useStamp } from './use-stamp.ts';
import { WhatIsExpected } from './WhatIsExpected.tsx';

type Offer = OutputOf<'restore', 'unlock'>;
type Choice = Offer['choices'][number];
const needsTwo = (choice: Choice): choice is Choice & { confirm: ConfirmReason } => choice.confirm !== null;

/** What else may be looked at before a backup is chosen. */
type Asked = 'receipt' | 'other';
const lacksNewer = (offer: Offer): boolean => offer.expected.some(one => one.verdict !== 'here');

interface ChooseStepProps {
  readonly offer: Offer;
  readonly starting: boolean;
  readonly error: ApiError | null;
  readonly onOffer: (offer: Offer) => void;
  readonly onStart: (generationId: string) => void;
}

/** Which backup: the recommended one on top, what each holds, and whether newer ones should be here. */
export function ChooseStep({ offer, starting, error, onOffer, onStart }: ChooseStepProps) {
  const t = useText();
  const errorText = useErrorText();
  const stamp = useStamp();
  const columns = useChoiceColumns(offer);
  // The table's cursor begins on its first row, so what is recommended stands there.
  const rows = [...offer.choices].sort((a, b) => Number(b.recommended) - Number(a.recommended));
  const [cursor, setCursor] = useState<string>();
  const [dialog, setDialog] = useState<Asked | 'two' | null>(null);
  const chosen = rows.find(row => row.id === cursor) ?? (offer.forked ? undefined : rows[0]);
  const take = (choice: Choice) => {
    setCursor(choice.id);
    if (needsTwo(choice)) setDialog('two');
    else onStart(choice.id);
  };
  const close = () => setDialog(null);
  return (
    <StepPane title={t('restore.choose.title')} lead={t(`restore.choose.${offer.forked ? 'leadForked' : lacksNewer(offer) ? 'leadOlder' : 'lead'}`, { clinic: offer.clinicName })}>
      <WhatIsExpected offer={offer} />
      <div className={classes.choices}>
        <DataTable label={t('restore.choose.list')} columns={columns} rows={rows} rowKey={row => row.id} rowHeight={40} autoFocus onCursor={row => setCursor(row?.id)} onOpen={take} rowTone={row => (row.missingPacks > 0 ? 'attention' : undefined)} empty={<EmptyState title={t('restore.choose.none')} />} height={rows.length > 8 ? 'fill' : 'content'} />
      </div>
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
      {offer.expected.length === 0 ? <Text muted>{t('restore.receipt.why', { when: stamp(rows[0]?.createdAt ?? '') })}</Text> : null}
      {chosen === undefined && rows.length > 0 ? <Text strong>{t('restore.choose.pick')}</Text> : null}
      <Actions offer={offer} chosen={chosen} starting={starting} onTake={take} onDialog={setDialog} />
      {dialog === 'receipt' ? <ReceiptDialog onClose={close} onOffer={onOffer} /> : null}
      {dialog === 'other' ? <OtherPlaceDialog onClose={close} onOffer={onOffer} /> : null}
      {dialog === 'two' && chosen && needsTwo(chosen) ? <TwoPersonsDialog choice={chosen} when={stamp(chosen.createdAt)} onClose={close} onConfirmed={next => { close(); onOffer(next); onStart(chosen.id); }} /> : null}
    </StepPane>
  );
}

interface ActionsProps {
  readonly offer: Offer;
  readonly chosen: Choice | undefined;
  readonly starting: boolean;
  readonly onTake: (choice: Choice) => void;
  readonly onDialog: (dialog: Asked) => void;
}

/** Restore what is chosen, or look for what is missing first: what would be lost is then not the first button. */
function Actions({ offer, chosen, starting, onTake, onDialog }: ActionsProps) {
  const t = useText();
  const stamp = useStamp();
  const isDoubtful = lacksNewer(offer) && offer.otherPlace === null;
  const other = <Button kind={isDoubtful ? 'primary' : 'quiet'} onClick={() => onDialog('other')}>{t('restore.other.ask')}</Button>;
  return (
    <div className={classes.actions}>
      {isDoubtful ? other : null}
      {chosen ? <Button kind={isDoubtful ? 'secondary' : 'primary'} loading={starting} onClick={() => onTake(chosen)}>{t('restore.choose.start', { when: stamp(chosen.createdAt) })}</Button> : null}
      <Button kind={isDoubtful ? 'quiet' : 'secondary'} onClick={() => onDialog('receipt')}>{t('restore.receipt.open')}</Button>
      {offer.otherPlace === null && !isDoubtful ? other : null}
    </div>
  );
}

function useChoiceColumns({ heads }: Offer): readonly DataColumn<Choice>[] {
  const t = useText();
  const stamp = useStamp();
  const { number, bytes } = useFormats();
  const condition = ({ missingPacks, recommended }: Choice): string => {
    if (missingPacks > 0) return t('restore.choice.missingPacks', { count: missingPacks });
    return recommended ? t('restore.choice.recommended') : t('restore.choose.whole');
  };
  const computer: DataColumn<Choice> = { id: 'computer', header: t('restore.choose.computer'), width: '84px', hideBelow: 760, cell: row => row.machineId.slice(0, 4) };
  return [
    { id: 'made', header: t('restore.choose.made'), width: '140px', numeric: true, cell: row => stamp(row.createdAt) },
    { id: 'state', header: t('restore.choose.state'), width: 'minmax(210px, 1fr)', cell: condition },
    ...(heads.length > 1 ? [computer] : []),
    { id: 'number', header: t('restore.choose.number'), width: '76px', align: 'end', hideBelow: 640, cell: row => number(row.seq) },
    { id: 'patients', header: t('restore.choose.patients'), width: '90px', align: 'end', cell: row => number(row.counts.patients) },
    { id: 'notes', header: t('restore.choose.notes'), width: '112px', align: 'end', cell: row => number(row.counts.notes) },
    { id: 'log', header: t('restore.choose.log'), width: '96px', align: 'end', hideBelow: 740, cell: row => number(row.counts.log) },
    { id: 'size', header: t('restore.choose.size'), width: '92px', align: 'end', hideBelow: heads.length > 1 ? 930 : 830, cell: row => bytes(row.databaseBytes) },
  ];
}
