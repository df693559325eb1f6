import { useCallback, useState } from 'react';

import { SIGN_OFF_DAYS, type IncomingDocument } from '#shared/domain/incoming/incoming.ts';

import { useCommandOf, useErrorText, useQueryOf, useSession } from '#renderer/client/index.ts';
import { useCommands, useGo, type Command } from '#renderer/commands/index.ts';
import { ListHead, RowFoot } from '#renderer/parts/list-frame/index.ts';
import { PatientName } from '#renderer/parts/warnings/index.ts';
import { Banner, DataTable, EmptyState, Splitter, notify, useFormats, useText, type DataColumn } from '#renderer/ui/index.ts';

import { AssignDialog } from './AssignDialog.tsx';
import classes from './Incoming.module.css';
import { useTies } from './use-ties.tsx';
import type { ListName } from './incoming-search.ts';
import { Reader } from './Reader.tsx';

type PaperList = Exclude<ListName, 'folder'>;
const QUERY = { mine: 'toSign', all: 'standing', toAssign: 'toAssign' } as const;
const EMPTY = { mine: 'incoming.list.emptyMine', all: 'incoming.list.emptyAll', toAssign: 'incoming.list.emptyAssign' } as const;

/** Papers that wait, the one under the cursor readable beside them; F9 signs it off. */
export function PapersList({ list }: { readonly list: PaperList }) {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('incoming', QUERY[list], {});
  const [id, setId] = useState<string>();
  const onCursor = useCallback((row: IncomingDocument | undefined) => setId(row?.id), []);
  const paper = data?.find(one => one.id === id);
  const { commands, signing, problem, dialog } = usePaperSteps(paper);
  useCommands(commands);
  const columns = useColumns(list);
  return (
    <>
      <ListHead title={t(`incoming.side.${list}`)} help={t(`incoming.help.${list}`)} />
      {error ?? problem ? <Banner tone="danger" live code={errorText(error ?? problem).trace}>{errorText(error ?? problem).text}</Banner> : null}
      <div className={classes.split}>
        <Splitter fixed="right" size={500} min={360} max={860}
          left={<div className={classes.table}>{data ? <DataTable key={list} label={t(`incoming.side.${list}`)} columns={columns} rows={data} rowKey={row => row.id} autoFocus holdCursor onCursor={onCursor} rowTone={row => (row.ageDays >= SIGN_OFF_DAYS ? 'attention' : undefined)} empty={<EmptyState title={t(EMPTY[list])} />} /> : null}</div>}
          right={paper ? <Reader key={paper.id} paper={paper} signing={signing} /> : <div className={classes.centre}><span className={classes.muted}>{data?.length === 0 ? '' : t('incoming.read.none')}</span></div>} />
      </div>
      <RowFoot name={paper?.patientName || paper?.sender} commands={commands} />
      {dialog}
    </>
  );
}

function useColumns(list: PaperList): DataColumn<IncomingDocument>[] {
  const t = useText();
  const { stamp } = useFormats();
  const age: DataColumn<IncomingDocument> = {
    id: 'age', header: t('incoming.list.age'), width: '86px', sort: row => row.ageDays, cell: row => <span className={row.ageDays >= SIGN_OFF_DAYS ? classes.late : undefined}>{t('incoming.list.days', { days: row.ageDays })}</span>,
  };
  const patient: DataColumn<IncomingDocument> = { id: 'patient', header: t('incoming.list.patient'), width: 'minmax(130px, 2fr)', cell: row => <PatientName id={row.patientId} name={row.patientName} />, sort: row => row.patientName };
  return [
    ...(list === 'toAssign' ? [] : [patient]),
    { id: 'type', header: t('incoming.list.type'), width: 'minmax(90px, 1fr)', cell: row => t(`incoming.type.${row.documentType}`), sort: row => row.documentType },
    { id: 'sender', header: t('incoming.list.sender'), width: 'minmax(110px, 2fr)', cell: row => row.sender, sort: row => row.sender, hideBelow: 420 },
    ...(list === 'all' ? [{ id: 'responsible', header: t('incoming.list.responsible'), width: 'minmax(110px, 1fr)', cell: (row: IncomingDocument) => row.responsibleName, sort: (row: IncomingDocument) => row.responsibleName }] : []),
    { id: 'received', header: t('incoming.list.received'), width: '104px', numeric: true, cell: row => stamp(row.registeredAt).slice(0, 10), sort: row => row.registeredAt, hideBelow: 540 },
    age,
  ];
}

/** What can be done with the paper under the cursor. */
function usePaperSteps(paper: IncomingDocument | undefined) {
  const t = useText();
  const go = useGo();
  const { data: session } = useSession();
  const signOff = useCommandOf('incoming', 'signOff');
  const takeOver = useCommandOf('incoming', 'assign');
  const [comment, setComment] = useState<{ readonly id: string; readonly text: string }>({ id: '', text: '' });
  const [assigning, setAssigning] = useState<IncomingDocument>();
  const tie = useTies(paper);
  const me = session?.user?.id;
  const patientId = paper?.patientId ?? null;
  const isMine = paper !== undefined && paper.responsibleId === me && paper.signedOff === null;
  const text = paper && comment.id === paper.id ? comment.text : '';
  const sign = (): void => {
    if (paper && isMine) signOff.start({ id: paper.id, version: paper.version, comment: text }, () => notify(t('incoming.read.done')));
  };
  const commands: readonly Command[] = [
    { id: 'incoming.signOff', message: 'incoming.command.signOff', shortcut: 'f9', permission: 'journal.sign', when: () => isMine && !signOff.isRunning, run: sign },
    { id: 'incoming.assign', message: 'incoming.command.assign', shortcut: 'f', permission: 'incoming.register', when: () => paper !== undefined, run: () => setAssigning(paper) },
    {
      id: 'incoming.takeOver', message: 'incoming.command.takeOver', shortcut: 't', permission: 'journal.sign', when: () => patientId !== null && paper?.responsibleId !== me,
      run: () => {
        if (paper && patientId !== null && me) takeOver.start({ id: paper.id, version: paper.version, facts: { documentType: paper.documentType, documentDate: paper.documentDate, sender: paper.sender }, assignment: { patientId, responsibleId: me } });
      },
    },
    ...tie.commands,
    { id: 'incoming.journal', message: 'incoming.command.journal', shortcut: 'o', permission: 'journal.read', when: () => patientId !== null, run: () => { if (patientId !== null) go('/patients/$patientId/journal', { params: { patientId } }); } },
  ];
  return {
    commands, problem: signOff.error ?? takeOver.error,
    signing: paper && isMine ? { comment: text, onComment: (next: string) => setComment({ id: paper.id, text: next }), onSign: sign, isRunning: signOff.isRunning } : undefined,
    dialog: assigning ? <AssignDialog paper={assigning} onClose={() => setAssigning(undefined)} /> : tie.dialog,
  };
}
