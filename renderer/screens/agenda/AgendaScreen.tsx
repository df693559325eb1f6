import { useRef, useState } from 'react';

import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';

import { useErrorText } from '#renderer/client/index.ts';
import { useCommandContext, useCommands, useCommandsOn, useSetCurrentVisit } from '#renderer/commands/index.ts';
import { AgendaGrid, Banner, EmptyState, eventUnder, Page, useText, type AgendaMove } from '#renderer/ui/index.ts';

import { AgendaDialogs, type OpenDialog } from './AgendaDialogs.tsx';
import { AgendaTools, useAgendaTitle } from './AgendaTools.tsx';
import { viewCommands, visitCommands, type CommandParts } from './agenda-commands.ts';
import { AgendaFoot } from './AgendaFoot.tsx';
import { BookingProblem } from './BookingProblem.tsx';
import { useAgendaData } from './use-agenda-data.ts';
import { useAgendaView } from './use-agenda-view.ts';
import { useCursor } from './use-cursor.ts';
import { useVisitActions } from './use-visit-actions.ts';

/** The clinic's day or week: one column a practitioner (or a room, or a day), all of it from the keyboard. */
export function AgendaScreen() {
  const t = useText();
  const errorText = useErrorText();
  const view = useAgendaView();
  const data = useAgendaData(view);
  const { cursor, setCursor, goTo } = useCursor(view, data);
  const actions = useVisitActions();
  const [open, setOpen] = useState<OpenDialog>();
  const [cut, setCut] = useState<AgendaEntry>();
  const dayField = useRef<HTMLInputElement>(null);
  const context = useCommandContext();
  const place = data.places.find(one => one.id === cursor.columnId);
  const slotStart = place?.scale.toInstant(cursor.minute) ?? '';
  const under = eventUnder(data.events, cursor);
  const entry = under && data.entryOf(under.id);

  const moveTo = (visit: AgendaEntry, columnId: string, minute: number): void => {
    const target = data.places.find(one => one.id === columnId);
    if (target) actions.move(visit, { fromResourceId: visit.resourceId, toResourceId: target.resource.id, start: target.scale.toInstant(minute) });
  };
  const paste = (): void => {
    if (cut) moveTo(cut, cursor.columnId, cursor.minute);
    setCut(undefined);
  };
  const book = (): void => {
    if (place && context.may('agenda.write')) setOpen({ kind: 'book', slot: { resourceId: place.resource.id, start: slotStart } });
  };
  const parts: CommandParts = {
    view, entry, cutName: cut?.name, actions, book, paste, cut: setCut,
    openNextFree: () => setOpen({ kind: 'nextFree' }),
    openVisit: visit => setOpen({ kind: 'visit', id: visit.id }),
    openCancel: visit => setOpen({ kind: 'cancel', id: visit.id }),
    goToToday: () => goTo(place?.resource.id ?? '', view.today, data.columns.find(column => column.now !== undefined)?.now ?? cursor.minute),
    pickDay: () => dayField.current?.focus(),
  };
  useSetCurrentVisit(entry, place ? { resourceId: place.resource.id, start: slotStart } : undefined);
  useCommands([...viewCommands(parts), ...visitCommands(parts)]);
  const usable = useCommandsOn('visit', context);

  return (
    <Page title={useAgendaTitle(view)} mode="fill" actions={<AgendaTools view={view} data={data} dayField={dayField} onNextFree={parts.openNextFree} />}>
      {data.error ? <Banner tone="danger" live>{errorText(data.error).text}</Banner> : null}
      <BookingProblem error={actions.problem?.error} anyway={actions.problem?.anyway} label={t('agenda.moveAnyway')} />
      {data.columns.length === 0 && !data.isLoading && !data.error ? <EmptyState title={t('agenda.nobody')}>{t('agenda.nobodyHelp')}</EmptyState> : null}
      {data.columns.length > 0 ? (
        <AgendaGrid label={t('agenda.grid')} columns={data.columns} events={data.events} from={data.from} to={data.to} cursor={cursor} onCursor={setCursor} quarterPx={18} autoFocus={open === undefined}
          cut={cut ? { id: cut.id, name: cut.name } : null} onCut={id => setCut(id === undefined ? undefined : data.entryOf(id))} onPaste={paste}
          onOpenSlot={book} onOpenEvent={id => setOpen({ kind: 'visit', id })}
          onMove={(move: AgendaMove) => { const visit = data.entryOf(move.id); if (visit) moveTo(visit, move.columnId, move.start); }}
          {...(view.view === 'day' && place ? { labelOf: place.scale.labelOf } : {})}
          {...(view.view === 'day' ? { onColumn: (id: string) => view.change({ view: 'week', who: id.split('|')[0] }) } : {})} />
      ) : null}
      <AgendaFoot entry={entry} cutName={cut?.name} usable={usable} data={data} undoable={actions.undoable} onUndo={actions.undo} onBook={book} />
      <AgendaDialogs open={open} data={data} view={view} cursor={{ resourceId: place?.resource.id ?? '', start: slotStart }} usable={usable} onClose={() => setOpen(undefined)}
        onCancel={(visit, reason, text) => void actions.cancel(visit, reason, text).then(() => setOpen(undefined))}
        onOffer={(slot, date, minute) => { goTo(slot.resourceId, date, minute); setOpen({ kind: 'book', slot }); }} />
    </Page>
  );
}
