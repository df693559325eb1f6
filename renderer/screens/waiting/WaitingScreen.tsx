import { useMemo, useState } from 'react';

import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useCommands, useGo, useRouteSearch, type Command } from '#renderer/commands/index.ts';
import { ListFrame, ListHead, RowFoot } from '#renderer/parts/list-frame/index.ts';
import { Banner, Button, DataTable, EmptyState, notify, Page, useText } from '#renderer/ui/index.ts';

import { FreedSide } from './FreedSide.tsx';
import { OfferDialog } from './OfferDialog.tsx';
import { openOffer, useAnswers, type Freed, type Line } from './use-answers.ts';
import { slotKey, WaitingSearch } from './waiting-search.ts';
import { useWishColumns } from './wish-columns.tsx';
import { openWish } from '#renderer/parts/open-wish.ts';
import { useWhen } from './wish-words.ts';

const WRITE = 'agenda.write' as const;

/** The rows on the screen: everybody who waits, or those who could have the free time that was chosen. */
function useLines() {
  const { slot } = useRouteSearch(WaitingSearch);
  const freed = useQueryOf('waiting', 'freed', {});
  const list = useQueryOf('waiting', 'list', {});
  const chosen: Freed | undefined = slot === 'first' ? freed.data?.[0] : freed.data?.find(one => slotKey(one) === slot);
  const question = { resourceId: chosen?.resourceId ?? '-', start: chosen?.start ?? '1970-01-01T00:00:00.000Z', end: chosen?.end ?? '1970-01-01T00:00:00.000Z', groupId: chosen?.groupId ?? null };
  const matches = useQueryOf('waiting', 'matchesFor', question, { enabled: chosen !== undefined });
  const lines = useMemo((): readonly Line[] | undefined => {
    if (!chosen) return list.data?.map(wish => ({ wish }));
    return matches.data?.map(({ wish, start, end }) => ({ wish, slot: { resourceId: chosen.resourceId, start, end, groupId: chosen.groupId } }));
  }, [chosen, list.data, matches.data]);
  return { chosen, freed: freed.data ?? [], waiting: list.data?.length ?? 0, lines, error: list.error ?? freed.error ?? matches.error };
}

/** The waiting list: what is free at the left, who could have it at the right; asking, yes and no are one key each (C-09). */
export function WaitingScreen() {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const when = useWhen();
  const answers = useAnswers();
  const { chosen, freed, waiting, lines, error } = useLines();
  const [line, setLine] = useState<Line>();
  const [asking, setAsking] = useState<Line>();
  const columns = useWishColumns(chosen !== undefined);
  const choose = (slot: Freed | undefined): void => go('/lists/waiting', { search: slot ? { slot: slotKey(slot) } : {}, replace: true });
  const step = (by: number): void => {
    const places = [undefined, ...freed];
    choose(places[(places.findIndex(one => one === chosen) + by + places.length) % places.length]);
  };
  const yes = (answering: Line): void => void answers.yes(answering).then(booked => {
    if (booked) notify(t('waiting.booked', { name: answering.wish.name, when: when(booked.start) }));
  });
  const on = (run: (row: Line) => void, when: (row: Line) => boolean = () => true) => ({ permission: WRITE, when: () => line !== undefined && asking === undefined && when(line), run: () => { if (line) run(line); } });
  const onRow: Command[] = [
    { id: 'waiting.offer', message: 'waiting.command.offer', shortcut: 'o', ...on(setAsking, row => openOffer(row) === undefined) },
    { id: 'waiting.yes', message: 'waiting.command.yes', shortcut: 'y', ...on(yes, row => row.slot !== undefined || openOffer(row) !== undefined) },
    { id: 'waiting.no', message: 'waiting.command.no', shortcut: 'x', ...on(row => void answers.no(row), row => openOffer(row) !== undefined) },
    { id: 'waiting.change', message: 'waiting.command.change', shortcut: 'e', ...on(row => openWish({ wish: row.wish })) },
    { id: 'waiting.withdraw', message: 'waiting.command.withdraw', shortcut: 'delete', ...on(row => void answers.withdraw(row.wish)) },
    { id: 'waiting.openPatient', message: 'waiting.command.openPatient', shortcut: 'p', when: () => Boolean(line?.wish.patientId), permission: 'patients.read', run: context => context.go('/patients/$patientId', { params: { patientId: line?.wish.patientId ?? '' } }) },
  ];
  useCommands([
    { id: 'waiting.add', message: 'waiting.command.add', shortcut: 'n', permission: WRITE, run: () => openWish(chosen?.groupId ? { known: { groupId: chosen.groupId } } : {}) },
    { id: 'waiting.nextFreed', message: 'waiting.command.nextFreed', shortcut: 'l', when: () => freed.length > 0, run: () => step(1) },
    { id: 'waiting.previousFreed', message: 'waiting.command.previousFreed', shortcut: 'shift+l', when: () => freed.length > 0, run: () => step(-1) },
    ...onRow,
  ]);
  const problem = answers.error ?? error;
  return (
    <Page title={t('waiting.title')} mode="fill" actions={<Button shortcut="n" kind="primary" onClick={() => openWish({})}>{t('waiting.command.add')}</Button>}>
      <ListFrame
        side={<FreedSide freed={freed} chosen={chosen} waiting={waiting} onChoose={choose} />} sideLabel={t('waiting.freed.title')}
        head={<ListHead title={chosen ? t('waiting.whoCould', { when: when(chosen.start) }) : t('waiting.everybody')} help={t(chosen ? 'waiting.whoCouldHelp' : 'waiting.everybodyHelp')} />}
        notice={problem ? <Banner tone="danger" live>{errorText(problem).text}</Banner> : null}
        foot={<RowFoot name={line?.wish.name} commands={onRow} />}>
        {lines === undefined ? null : (
          <DataTable label={t('waiting.title')} columns={columns} rows={lines} rowKey={row => row.wish.id} autoFocus holdCursor onCursor={setLine} onOpen={row => openWish({ wish: row.wish })}
            rowTone={row => (row.wish.priority === 'urgent' ? 'attention' : undefined)}
            empty={<EmptyState title={t(chosen ? 'waiting.nobodyCould' : 'waiting.empty')} />} />
        )}
      </ListFrame>
      {asking ? <OfferDialog line={asking} answers={answers} onClose={() => setAsking(undefined)} /> : null}
    </Page>
  );
}
