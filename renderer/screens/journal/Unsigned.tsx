import { IconArrowBackUp, IconClockExclamation, IconLock, IconPencil, IconSignature } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';

import type { UnsignedNote } from '#shared/contract/signing.ts';

import { useErrorText, useMay, useQueryOf } from '#renderer/client/index.ts';
import { useCommands, useGo } from '#renderer/commands/index.ts';
import { Banner, Button, DataTable, EmptyState, Page, StatusChip, useText, type ChipTone, type DataColumn } from '#renderer/ui/index.ts';

import { DaySignDialog } from './DaySignDialog.tsx';
import { JOURNAL_PATH } from './search.ts';
import { useMoment } from './use-moment.ts';
import { useUnsignedName } from './use-unsigned-name.ts';

const STATE: Readonly<Record<UnsignedNote['state'], { readonly tone: ChipTone; readonly icon: ReactNode }>> = {
  writing: { tone: 'neutral', icon: <IconPencil size={14} /> },
  handed: { tone: 'info', icon: <IconSignature size={14} /> },
  returned: { tone: 'attention', icon: <IconArrowBackUp size={14} /> },
  locked: { tone: 'info', icon: <IconLock size={14} /> },
};
const TONE = { fine: undefined, late: 'attention', overdue: 'danger' } as const;

/** What this person still has to lock, sign or mend, oldest first (J-07). F9 signs everything that is locked. */
export function UnsignedScreen() {
  const t = useText();
  const errorText = useErrorText();
  const may = useMay();
  const go = useGo();
  const columns = useColumns();
  const { data, error } = useQueryOf('signing', 'unsigned', {});
  const [isSigning, setSigning] = useState(false);
  const notes = data?.notes ?? [];
  const locked = notes.filter(note => note.state === 'locked');
  const canSign = may('journal.sign') && locked.length > 0 && data?.means !== 'none';
  useCommands([{ id: 'signing.day', message: 'signing.command.day', shortcut: 'f9', when: () => canSign, run: () => setSigning(true) }]);
  const open = (note: UnsignedNote) => go(JOURNAL_PATH, { params: { patientId: note.patientId }, search: { note: note.noteId } });
  return (
    <Page title={t('journal.unsigned.title')} mode="fill" actions={canSign ? <Button kind="primary" shortcut="f9" onClick={() => setSigning(true)}>{t(`signing.day.action.${data?.means === 'login' ? 'login' : 'signature'}`, { count: locked.length })}</Button> : undefined}>
      {error ? <Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner> : null}
      {locked.length > 0 && data?.means === 'none' ? <Banner tone="attention" title={t('signing.means.none.title')}>{t('signing.means.none.text')}</Banner> : null}
      {locked.length > 0 && data?.means === 'login' ? <Banner tone="attention" title={t('signing.means.login.title')}>{t('signing.means.login.text')}</Banner> : null}
      <DataTable label={t('journal.unsigned.title')} rows={notes} columns={columns} rowKey={note => `${note.noteId} ${note.no ?? note.kind}`} rowTone={note => TONE[note.level]} onOpen={open} autoFocus empty={<EmptyState title={t('journal.unsigned.none')} />} />
      {isSigning && data && data.means !== 'none' ? <DaySignDialog notes={locked} means={data.means} onClose={() => setSigning(false)} /> : null}
    </Page>
  );
}

function useColumns(): readonly DataColumn<UnsignedNote>[] {
  const t = useText();
  const at = useMoment();
  const nameOf = useUnsignedName();
  const who = (note: UnsignedNote) => (note.own ? (note.responsible ? '' : t('signing.unsigned.for', { name: note.signerName })) : t('signing.unsigned.by', { name: note.authorName }));
  return [
    { id: 'patient', header: t('journal.unsigned.patient'), cell: note => note.patientName, sort: note => note.patientName },
    { id: 'kind', header: t('journal.unsigned.kind'), cell: nameOf, hideBelow: 620 },
    { id: 'state', header: t('signing.unsigned.state'), cell: note => <StatusChip tone={STATE[note.state].tone} icon={STATE[note.state].icon}>{t(`signing.state.${note.state}`)}</StatusChip>, sort: note => note.state },
    { id: 'who', header: t('signing.unsigned.who'), cell: note => [who(note), note.comment ?? ''].filter(Boolean).join(' · '), hideBelow: 760 },
    { id: 'event', header: t('journal.unsigned.event'), cell: note => at(note.eventTime), numeric: true },
    { id: 'age', header: t('journal.unsigned.age'), cell: note => <Age note={note} />, align: 'end', sort: note => note.ageDays },
  ];
}

/** How long it has waited, marked by colour and sign where the clinic calls it late. */
function Age({ note }: { readonly note: UnsignedNote }) {
  const t = useText();
  const words = t('journal.unsigned.days', { days: note.ageDays });
  const tone = TONE[note.level];
  return tone ? <StatusChip tone={tone} icon={<IconClockExclamation size={14} />}>{words}</StatusChip> : <>{words}</>;
}
