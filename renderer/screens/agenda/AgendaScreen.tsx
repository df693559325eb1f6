import { useCallback, useRef, useState } from 'react';

import { useErrorText } from '#renderer/client/index.ts';
import { commandsOn, useCommandContext, useCommands, useSetCurrentVisit } from '#renderer/commands/index.ts';
import { AgendaGrid, Banner, EmptyState, keepKeysForDialog, Page, useText } from '#renderer/ui/index.ts';

import { AgendaDialogs, wishOf, type OpenDialog } from './AgendaDialogs.tsx';
import { AgendaFoot } from './AgendaFoot.tsx';
import { AgendaMenu, cursorPoint } from './AgendaMenu.tsx';
import { AgendaTools, useAgendaTitle } from './AgendaTools.tsx';
import { viewCommands, visitCommands, type CommandParts } from './agenda-commands.ts';
import { nextWho } from './agenda-pages.ts';
import { BookingProblem } from './BookingProblem.tsx';
import { useAgendaData, type AgendaData } from './use-agenda-data.ts';
import { useAgendaView, type AgendaView } from './use-agenda-view.ts';
import { useCursor } from './use-cursor.ts';
import { useMoving } from './use-moving.ts';
import { positionOf } from './use-position.ts';
import { useSlotSize } from './use-slot-size.ts';
import { useTypeAhead } from './use-type-ahead.ts';
import { useVisitActions } from './use-visit-actions.ts';

type Point = { readonly x: number; readonly y: number };

/** The clinic's day or week: one column a practitioner (or a room, or a day), all of it from the keyboard. */
export function AgendaScreen() {
  const t = useText();
  const view = useAgendaView();
  const data = useAgendaData(view);
  const lines = useSlotSize();
  const { slotMin } = lines;
  const { cursor, setCursor, goTo, cross } = useCursor(data, slotMin);
  const actions = useVisitActions();
  const moving = useMoving(data, actions, cursor);
  const [open, setOpen] = useState<OpenDialog>();
  const [menu, setMenu] = useState<Point>();
  const dayField = useRef<HTMLInputElement>(null);
  const context = useCommandContext();
  useTypeAhead((data.isBehind || data.isLoading) && !data.error);
  const { place, start, entry } = positionOf(data, cursor);
  const slot = { resourceId: place?.resource.id ?? '', start };

  const book = (): void => {
    if (place && context.may('agenda.write')) setOpen({ kind: 'book', slot });
  };
  const openVisit = (id: string): void => {
    if (!data.isBehind) setOpen({ kind: 'visit', id });
  };
  /** Core is asked before it can be drawn. */
  const openLater = useCallback((next: OpenDialog) => {
    keepKeysForDialog();
    setOpen(next);
  }, []);
  const openNextFree = useCallback(() => openLater({ kind: 'nextFree' }), [openLater]);
  const setView = useViewOfCursor(view, cursor.columnId.split('|')[1]);
  const showWeekOf = useCallback((id: string) => view.change({ view: 'week', who: id.split('|')[0] }), [view]);
  const shownId = data.places[0]?.resource.id;
  const parts: CommandParts = {
    view, entry, cutName: moving.cut?.name, actions, book, paste: moving.paste, cut: moving.setCut, openNextFree, setView, lines, resize: moving.pull,
    openVisit: visit => openVisit(visit.id),
    openCancel: visit => setOpen({ kind: 'cancel', id: visit.id }),
    rebook: visit => openLater({ kind: 'rebook', entry: visit }),
    findNewTime: visit => setOpen({ kind: 'nextFree', wish: wishOf(visit) }),
    openMenu: () => setMenu(cursorPoint()),
    goToToday: () => goTo(slot.resourceId, view.today, data.columns.find(column => column.now !== undefined)?.now ?? cursor.minute),
    pickDay: () => dayField.current?.focus(),
    turnWho: direction => view.change({ who: nextWho(data.resources, view, { shownId, direction }) }),
  };
  useSetCurrentVisit(entry, place ? slot : undefined);
  useCommands([...viewCommands(parts), ...visitCommands(parts)]);

  return (
    <Page title={useAgendaTitle(data.view)} mode="fill" actions={<AgendaTools view={view} resources={data.resources} shownId={shownId} dayField={dayField} onView={setView} onNextFree={openNextFree} />}>
      <AgendaNotices data={data} />
      <BookingProblem error={actions.problem?.error} anyway={actions.problem?.anyway} label={t('agenda.moveAnyway')} onDismiss={actions.dismiss} />
      {data.columns.length > 0 ? (
        <AgendaGrid label={t('agenda.grid')} day={data.view.dates[0] ?? ''} busy={data.isBehind} columns={data.columns} events={data.events} from={data.from} to={data.to} slotMin={slotMin} cursor={cursor} onCursor={setCursor} onEdge={cross}
          autoFocus={open === undefined && menu === undefined} {...moving.grid} preview={moving.preview} onOpenSlot={book} onOpenEvent={openVisit} onMenu={setMenu} {...(data.view.view === 'day' ? { labelOf: data.labelOf, onColumn: showWeekOf } : {})} />
      ) : null}
      {menu ? <AgendaMenu at={menu} onClose={() => setMenu(undefined)} /> : null}
      <AgendaFoot entry={entry} cutName={moving.cut?.name} isClosed={data.isClosed} undoable={actions.undoable} onUndo={actions.undo} onMore={parts.openMenu} />
      <AgendaDialogs open={open} onOpen={setOpen} data={data} view={view} cursor={slot} usable={open?.kind === 'visit' ? commandsOn('visit', context).filter(command => !command.quiet) : []} actions={actions} goTo={goTo} />
    </Page>
  );
}

/** Why there is nothing to see, or not what was asked for. */
function AgendaNotices({ data }: { readonly data: AgendaData }) {
  const t = useText();
  const errorText = useErrorText();
  if (data.error) return <Banner tone="danger" live>{errorText(data.error).text}</Banner>;
  return data.columns.length === 0 && !data.isLoading ? <EmptyState title={t('agenda.nobody')}>{t('agenda.nobodyHelp')}</EmptyState> : null;
}

/** Between day and week the day the keyboard stands on stays. */
function useViewOfCursor(view: AgendaView, date: string | undefined): (next: AgendaView['view']) => void {
  const latest = useRef(date);
  latest.current = date;
  return useCallback(next => view.change({ view: next, ...(latest.current ? { day: latest.current } : {}) }), [view]);
}
