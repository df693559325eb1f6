import { useState, type KeyboardEvent } from 'react';

import { useErrorText, useMay } from '#renderer/client/index.ts';
import { useCommands, type Command } from '#renderer/commands/index.ts';
import { ListFrame, ListHead, RowFoot } from '#renderer/parts/list-frame/index.ts';
import { Banner, Button, DataTable, EmptyState, Page, SegmentedChoice, useText } from '#renderer/ui/index.ts';

import { LetterDialog } from './LetterDialog.tsx';
import { useRecallColumns } from './recall-columns.tsx';
import { openRecall, type Recall } from './recall-store.ts';
import { RulesDialog } from './RulesDialog.tsx';
import { useRecallList, useRecallSteps, type Horizon, type RecallList, type Shown } from './use-recall-list.ts';

const WRITE = 'agenda.write' as const;
const HORIZONS: readonly Horizon[] = ['0', '1', '3'];
const SHOWN: readonly Shown[] = ['toCall', 'called', 'unreachable'];

/** Who is due for a visit and has none: called, written to or booked by one key, one at a time or many at once (C-12). */
export function RecallsScreen() {
  const t = useText();
  const may = useMay();
  const errorText = useErrorText();
  const list = useRecallList();
  const steps = useRecallSteps(list);
  const [isWriting, setWriting] = useState(false);
  const [isRuling, setRuling] = useState(false);
  const columns = useRecallColumns(list);
  const commands = useRowCommands(list, steps, () => setWriting(true), isWriting || isRuling);
  const problem = steps.error ?? list.error;
  const onRowKey = (event: KeyboardEvent, row: Recall): boolean => {
    if (event.key !== ' ') return false;
    list.toggle(row.id);
    return true;
  };
  return (
    <Page title={t('recalls.title')} mode="fill" actions={(
      <>
        {may('agenda.configure') ? <Button onClick={() => setRuling(true)}>{t('recalls.rules.open')}</Button> : null}
        {may(WRITE) ? <Button kind="primary" shortcut="n" onClick={() => openRecall({})}>{t('recalls.command.add')}</Button> : null}
      </>
    )}>
      <ListFrame
        head={<ListHead title={t(`recalls.shown.${list.shown}`)} help={list.marked.size > 0 ? t('recalls.marked', { count: list.marked.size }) : t('recalls.help')}><Choices list={list} /></ListHead>}
        notice={problem ? <Banner tone="danger" live>{errorText(problem).text}</Banner> : list.isFull ? <Banner>{t('recalls.more')}</Banner> : null}
        foot={<RowFoot name={list.marked.size > 0 ? t('recalls.marked', { count: list.marked.size }) : list.row?.name} commands={commands} />}>
        {/* Who sets the intervals need not know who is on the list. */}
        {may(WRITE) ? null : <EmptyState title={t('recalls.notYours')} />}
        {list.rows === undefined ? null : (
          <DataTable label={t('recalls.title')} columns={columns} rows={list.rows} rowKey={row => row.id} autoFocus holdCursor onCursor={list.setRow} onRowKey={onRowKey} onOpen={row => openRecall({ recall: row })}
            empty={<EmptyState title={t(`recalls.empty.${list.shown}`)} />} />
        )}
      </ListFrame>
      {isWriting ? <LetterDialog list={list} onClose={() => setWriting(false)} /> : null}
      {isRuling ? <RulesDialog onClose={() => setRuling(false)} /> : null}
    </Page>
  );
}

function Choices({ list }: { readonly list: RecallList }) {
  const t = useText();
  const word = (shown: Shown): string => `${t(`recalls.shown.${shown}`)} ${list.counts?.[shown] ?? ''}`.trim();
  return (
    <>
      <SegmentedChoice label={t('recalls.show')} value={list.shown} onChange={list.show} options={SHOWN.map(value => ({ value, label: word(value) }))} />
      <SegmentedChoice label={t('recalls.until')} value={list.horizon} onChange={list.setHorizon} options={HORIZONS.map(value => ({ value, label: t(`recalls.horizon.${value}`) }))} />
    </>
  );
}

function useRowCommands(list: RecallList, steps: ReturnType<typeof useRecallSteps>, write: () => void, isBusy: boolean): readonly Command[] {
  const { row, chosen, shown, marked } = list;
  const on = (run: () => void, when = true) => ({ permission: WRITE, when: () => chosen.length > 0 && !isBusy && when, run });
  // With several marked, what is about one person would be a guess.
  const isOne = (): boolean => row !== undefined && marked.size === 0 && !isBusy;
  const onRow: Command[] = [
    { id: 'recalls.book', message: 'recalls.command.book', shortcut: 'b', permission: WRITE, when: isOne, run: ({ go }) => { if (row) go('/agenda', { search: { patientId: row.patientId, open: 'nextFree', ...(row.serviceId ? { serviceId: row.serviceId } : {}) } }); } },
    { id: 'recalls.phoned', message: 'recalls.command.phoned', shortcut: 't', ...on(() => steps.call('phone')) },
    { id: 'recalls.texted', message: 'recalls.command.texted', shortcut: 'm', ...on(() => steps.call('sms')) },
    { id: 'recalls.letter', message: 'recalls.command.letter', shortcut: 'l', ...on(write) },
    { id: 'recalls.unreachable', message: 'recalls.command.unreachable', shortcut: 'u', ...on(() => steps.settle('unreachable'), shown !== 'unreachable') },
    { id: 'recalls.declined', message: 'recalls.command.declined', shortcut: 'x', ...on(() => steps.settle('declined')) },
    { id: 'recalls.again', message: 'recalls.command.again', shortcut: 'r', ...on(() => steps.settle('toCall'), shown !== 'toCall') },
    { id: 'recalls.change', message: 'recalls.command.change', shortcut: 'e', permission: WRITE, when: isOne, run: () => { if (row) openRecall({ recall: row }); } },
    { id: 'recalls.openPatient', message: 'recalls.command.openPatient', shortcut: 'p', permission: 'patients.read', when: isOne, run: ({ go }) => go('/patients/$patientId', { params: { patientId: row?.patientId ?? '' } }) },
  ];
  const next = (): void => list.show(SHOWN[(SHOWN.indexOf(shown) + 1) % SHOWN.length] ?? 'toCall');
  useCommands([
    ...onRow,
    { id: 'recalls.add', message: 'recalls.command.add', shortcut: 'n', permission: WRITE, run: () => openRecall({}) },
    { id: 'recalls.markAll', message: 'recalls.command.markAll', shortcut: 'a', permission: WRITE, when: () => !isBusy, run: list.markAll },
    { id: 'recalls.nextList', message: 'recalls.command.nextList', shortcut: 'w', run: next },
  ]);
  return onRow;
}
