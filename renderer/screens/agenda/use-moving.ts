import { useState } from 'react';

import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';

import { eventsOf, type AgendaCursor, type AgendaMove, type AgendaResize } from '#renderer/ui/index.ts';

import type { AgendaData } from './use-agenda-data.ts';
import { useResize } from './use-resize.ts';
import type { VisitActions } from './use-visit-actions.ts';

/** Other times, columns and lengths: by cut and paste, by drag, by + and −. A refusal leaves the visit where it stands. */
export function useMoving(data: AgendaData, actions: VisitActions, cursor: AgendaCursor) {
  const [cut, setCut] = useState<AgendaEntry>();
  const resizing = useResize(data, actions);
  const moveTo = (visit: AgendaEntry, columnId: string, minute: number): void => {
    const target = data.isBehind ? undefined : data.places.find(one => one.id === columnId);
    if (target) actions.move(visit, { fromResourceId: visit.resourceId, toResourceId: target.resource.id, start: target.scale.toInstant(minute) });
  };
  const paste = (): void => {
    // On a page that is being left nothing is put down, and nothing is forgotten either.
    if (data.isBehind) return;
    if (cut) moveTo(cut, cursor.columnId, cursor.minute);
    setCut(undefined);
  };
  const onMove = (move: AgendaMove): void => {
    const visit = data.entryOf(move.id, move.fromColumnId);
    if (visit) moveTo(visit, move.columnId, move.start);
  };
  const onResize = ({ id, columnId, end }: AgendaResize): void => {
    const visit = data.entryOf(id, columnId);
    const event = eventsOf(data.events, columnId).find(one => one.id === id);
    if (visit && event) resizing.set(visit, columnId, end - event.start);
  };
  return {
    cut, setCut, paste, preview: resizing.preview, pull: (visit: AgendaEntry, minutes: number) => resizing.pull(visit, cursor.columnId, minutes),
    grid: { cut: cut ? { id: cut.id, name: cut.name } : null, onCut: (id: string | undefined) => setCut(id === undefined ? undefined : data.entryOf(id, cursor.columnId)), onPaste: paste, onMove, onResize },
  };
}
