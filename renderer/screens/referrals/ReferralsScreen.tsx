import { IconAlarm, IconCircle, IconMailCheck, IconSend } from '@tabler/icons-react';
import { useState } from 'react';

import type { ReferralRow } from '#shared/contract/referrals.ts';
import type { ReferralStep } from '#shared/domain/documents/referral.ts';

import { useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useCommands, type Command } from '#renderer/commands/index.ts';
import { ListFrame, ListHead, RowFoot } from '#renderer/parts/list-frame/index.ts';
import { PatientName } from '#renderer/parts/warnings/index.ts';
import { Banner, DataTable, EmptyState, notify, Page, SegmentedChoice, StatusChip, useText, type DataColumn } from '#renderer/ui/index.ts';

import { HistoryDialog } from './HistoryDialog.tsx';
import classes from './Referrals.module.css';
import { StepDialog } from './StepDialog.tsx';

const WHOSE = ['own', 'all'] as const;
type Asking = 'extended' | 'closed' | 'history' | null;

/** Referrals until they are answered, nearest to overdue first; every step is one key. */
export function ReferralsScreen() {
  const t = useText();
  const errorText = useErrorText();
  const [whose, setWhose] = useState<(typeof WHOSE)[number]>('own');
  const [row, setRow] = useState<ReferralRow>();
  const [asking, setAsking] = useState<Asking>(null);
  const { data, error } = useQueryOf('referrals', 'watched', { whose }, { keepPrevious: true });
  const step = useCommandOf('referrals', 'step');
  const columns = useColumns();
  const take = (which: 'sent' | 'received' | 'answered') => {
    if (row) step.start({ id: row.id, patientId: row.patientId, version: row.version, step: which }, () => notify(t(`referrals.${which}.done`)));
  };
  const commands = useRowCommands({ row, isBusy: asking !== null, take, ask: setAsking, turn: () => setWhose(now => (now === 'own' ? 'all' : 'own')) });
  const problem = step.error ?? error;
  return (
    <Page title={t('referrals.title')} mode="fill">
      <ListFrame
        head={<ListHead title={t(`referrals.whose.${whose}`)}><SegmentedChoice label={t('referrals.whose.label')} value={whose} onChange={setWhose} options={WHOSE.map(value => ({ value, label: t(`referrals.whose.${value}`) }))} /></ListHead>}
        notice={problem ? <Banner tone="danger" live code={errorText(problem).trace}>{errorText(problem).text}</Banner> : null}
        foot={<RowFoot name={row?.patientName} commands={commands} />}>
        {data ? (
          <DataTable label={t('referrals.title')} columns={columns} rows={data} rowKey={one => one.id} autoFocus holdCursor onCursor={setRow} rowTone={one => (one.overdue ? 'danger' : undefined)} empty={<EmptyState title={t('referrals.empty')} />} />
        ) : null}
      </ListFrame>
      {row && (asking === 'extended' || asking === 'closed') ? <StepDialog row={row} step={asking} onClose={() => setAsking(null)} /> : null}
      {row && asking === 'history' ? <HistoryDialog row={row} onClose={() => setAsking(null)} /> : null}
    </Page>
  );
}

interface RowKeys {
  readonly row: ReferralRow | undefined;
  readonly isBusy: boolean;
  readonly take: (step: Extract<ReferralStep, 'sent' | 'received' | 'answered'>) => void;
  readonly ask: (what: Asking) => void;
  readonly turn: () => void;
}

function useRowCommands({ row, isBusy, take, ask, turn }: RowKeys): readonly Command[] {
  const on = (run: () => void, when = true) => ({ permission: 'journal.write' as const, when: () => row !== undefined && !isBusy && when, run });
  const onRow: Command[] = [
    { id: 'referrals.answered', message: 'referrals.command.answered', shortcut: 'b', ...on(() => take('answered')) },
    { id: 'referrals.received', message: 'referrals.command.received', shortcut: 'm', ...on(() => take('received'), row?.status !== 'received') },
    { id: 'referrals.sent', message: 'referrals.command.sent', shortcut: 's', ...on(() => take('sent'), row?.status === 'unsent') },
    { id: 'referrals.extend', message: 'referrals.command.extend', shortcut: 'l', ...on(() => ask('extended')) },
    { id: 'referrals.close', message: 'referrals.command.close', shortcut: 'x', ...on(() => ask('closed')) },
    { id: 'referrals.history', message: 'referrals.command.history', shortcut: 'h', ...on(() => ask('history')) },
    {
      id: 'referrals.document', message: 'referrals.command.document', shortcut: 'o', permission: 'journal.read', when: () => row !== undefined && !isBusy,
      run: ({ go }) => { if (row) go('/patients/$patientId/journal', { params: { patientId: row.patientId }, search: { panel: 'documents', item: row.id } }); },
    },
  ];
  useCommands([...onRow, { id: 'referrals.whose', message: 'referrals.command.whose', shortcut: 'w', when: () => !isBusy, run: turn }]);
  return onRow;
}

const SIGN = { unsent: IconCircle, sent: IconSend, received: IconMailCheck, answered: IconMailCheck, closed: IconCircle } as const;

function useColumns(): readonly DataColumn<ReferralRow>[] {
  const t = useText();
  const subject = (row: ReferralRow): string => [row.urgent ? t('referrals.urgent') : '', row.subject].filter(Boolean).join(': ');
  return [
    { id: 'due', header: t('referrals.column.due'), width: '204px', numeric: true, cell: row => (row.overdue ? <StatusChip tone="danger" icon={<IconAlarm size={14} />}>{t('referrals.overdue', { date: row.dueOn })}</StatusChip> : <span className={classes.due}>{row.dueOn}</span>), sort: row => row.dueOn },
    { id: 'patient', header: t('referrals.column.patient'), width: 'minmax(150px, 1.3fr)', cell: row => <PatientName id={row.patientId} name={row.patientName} />, sort: row => row.patientName },
    { id: 'recipient', header: t('referrals.column.recipient'), width: 'minmax(150px, 1.6fr)', cell: row => row.recipientName, sort: row => row.recipientName },
    { id: 'subject', header: t('referrals.column.subject'), width: 'minmax(110px, 1.3fr)', cell: subject, hideBelow: 820 },
    { id: 'age', header: t('referrals.column.age'), width: '92px', align: 'end', cell: row => t('referrals.age', { days: row.ageDays }), sort: row => row.ageDays },
    { id: 'status', header: t('referrals.column.status'), width: '136px', cell: row => <Status row={row} /> },
    { id: 'author', header: t('referrals.column.author'), width: 'minmax(100px, 0.8fr)', cell: row => row.authorName, hideBelow: 980 },
  ];
}

function Status({ row }: { readonly row: ReferralRow }) {
  const t = useText();
  const Sign = SIGN[row.status];
  return <StatusChip tone={row.status === 'unsent' ? 'attention' : 'info'} icon={<Sign size={14} />}>{t(`referrals.status.${row.status}`)}</StatusChip>;
}
