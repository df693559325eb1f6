import { IconArrowBackUp, IconClockExclamation, IconLock, IconPencil, IconSignature } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';

import type { UnsignedNote } from '#shared/contract/signing.ts';

import { useErrorText, useMay, useQueryOf } from '#renderer/client/index.ts';
import { useCommands, useGo } from '#renderer/commands/index.ts';
import { PatientName } from '#renderer/parts/warnings/index.ts';
import { Banner, Button, DataTable, EmptyState, Page, StatusChip, useText, type ChipTone, type DataColumn } from '#renderer/ui/index.ts';

import { DaySignDialog } from './DaySignDialog.tsx';
import { JOURNAL_PATH } from './search.ts';
import { useMoment } from './use-moment.ts';
import { useWaitingName, waitingKey, waitingOf, waitingTime, type Waiting } from './waiting.ts';

const STATE: Readonly<Record<UnsignedNote['state'], { readonly tone: ChipTone; readonly icon: ReactNode }>> = {
  writing: { tone: 'neutral', icon: <IconPencil size={14} /> },
  handed: { tone: 'info', icon: <IconSignature size={14} /> },
  returned: { tone: 'attention', icon: <IconArrowBackUp size={14} /> },
  locked: { tone: 'info', icon: <IconLock size={14} /> },
};
const TONE = { fine: undefined, late: 'attention', overdue: 'danger' } as const;

/** What this person still has to lock, sign or mend, notes and documents, oldest first (J-07, K-01). F9 signs everything that is locked. */
export function UnsignedScreen() {
  const t = useText();
  const errorText = useErrorText();
  const may = useMay();
  const go = useGo();
  const columns = useColumns();
  const { data, error } = useQueryOf('signing', 'unsigned', {});
  const [isSigning, setSigning] = useState(false);
  const rows = data ? waitingOf(data.notes, data.documents) : [];
  const locked = rows.filter(one => one.row.state === 'locked');
  const canSign = may('journal.sign') && locked.length > 0 && data?.means !== 'none';
  useCommands([{ id: 'signing.day', message: 'signing.command.day', shortcut: 'f9', when: () => canSign, run: () => setSigning(true) }]);
  const open = ({ kind, row }: Waiting) => go(JOURNAL_PATH, { params: { patientId: row.patientId }, search: kind === 'note' ? { note: row.noteId } : { panel: 'documents', item: row.documentId } });
  return (
    <Page title={t('journal.unsigned.title')} mode="fill" actions={canSign ? <Button kind="primary" shortcut="f9" onClick={() => setSigning(true)}>{t(`signing.day.action.${data?.means === 'login' ? 'login' : 'signature'}`, { count: locked.length })}</Button> : undefined}>
      {error ? <Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner> : null}
      {locked.length > 0 && data?.means === 'none' ? <Banner tone="attention" title={t('signing.means.none.title')}>{t('signing.means.none.text')}</Banner> : null}
      {locked.length > 0 && data?.means === 'login' ? <Banner tone="attention" title={t('signing.means.login.title')}>{t('signing.means.login.text')}</Banner> : null}
      <DataTable label={t('journal.unsigned.title')} rows={rows} columns={columns} rowKey={waitingKey} rowTone={one => TONE[one.row.level]} onOpen={open} autoFocus empty={<EmptyState title={t('journal.unsigned.none')} />} />
      {isSigning && data && data.means !== 'none' ? <DaySignDialog waiting={locked} means={data.means} onClose={() => setSigning(false)} /> : null}
    </Page>
  );
}

function useColumns(): readonly DataColumn<Waiting>[] {
  const t = useText();
  const at = useMoment();
  const nameOf = useWaitingName();
  return [
    { id: 'patient', header: t('journal.unsigned.patient'), cell: one => <PatientName id={one.row.patientId} name={one.row.patientName} />, sort: one => one.row.patientName },
    { id: 'kind', header: t('journal.unsigned.kind'), cell: nameOf, sort: nameOf, hideBelow: 620 },
    { id: 'state', header: t('signing.unsigned.state'), cell: ({ row: { state } }) => <StatusChip tone={STATE[state].tone} icon={STATE[state].icon}>{t(`signing.state.${state}`)}</StatusChip>, sort: one => one.row.state },
    { id: 'who', header: t('signing.unsigned.who'), cell: one => <Who one={one} />, hideBelow: 760 },
    { id: 'event', header: t('journal.unsigned.event'), cell: one => at(waitingTime(one)), numeric: true },
    { id: 'age', header: t('journal.unsigned.age'), cell: one => <Age row={one.row} />, align: 'end', sort: one => one.row.ageDays },
  ];
}

/** Who writes it for whom; of a document to whom it goes. */
function Who({ one }: { readonly one: Waiting }) {
  const t = useText();
  if (one.kind === 'document') return <>{one.row.recipientName ? t('documents.read.to', { name: one.row.recipientName }) : ''}</>;
  const { own, responsible, signerName, authorName, comment } = one.row;
  const who = own ? (responsible ? '' : t('signing.unsigned.for', { name: signerName })) : t('signing.unsigned.by', { name: authorName });
  return <>{[who, comment ?? ''].filter(Boolean).join(' · ')}</>;
}

/** How long it has waited, marked by colour and sign where the clinic calls it late. */
function Age({ row }: { readonly row: Waiting['row'] }) {
  const t = useText();
  const words = t('journal.unsigned.days', { days: row.ageDays });
  const tone = TONE[row.level];
  return tone ? <StatusChip tone={tone} icon={<IconClockExclamation size={14} />}>{words}</StatusChip> : <>{words}</>;
}
