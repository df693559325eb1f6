import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';
import { isLegalMove, isMovable } from '#shared/domain/agenda/status.ts';

import type { Command } from '#renderer/commands/index.ts';

import type { PlainStatus, VisitActions } from './use-visit-actions.ts';
import type { SlotSizing } from './use-slot-size.ts';
import type { AgendaView } from './use-agenda-view.ts';

export interface CommandParts {
  readonly view: AgendaView;
  /** The visit under the cursor. */
  readonly entry: AgendaEntry | undefined;
  readonly cutName: string | undefined;
  readonly actions: VisitActions;
  readonly book: () => void;
  readonly openNextFree: () => void;
  readonly openVisit: (entry: AgendaEntry) => void;
  readonly openCancel: (entry: AgendaEntry) => void;
  /** Proposes the same time some weeks later. */
  readonly rebook: (entry: AgendaEntry) => void;
  /** Looks for the next free time of a visit that cannot stay where it was. */
  readonly findNewTime: (entry: AgendaEntry) => void;
  readonly cut: (entry: AgendaEntry) => void;
  readonly paste: () => void;
  readonly goToToday: () => void;
  readonly setView: (view: AgendaView['view']) => void;
  readonly lines: SlotSizing;
  /** The practitioner's or room's column after or before the one whose week is shown. */
  readonly turnWho: (direction: 1 | -1) => void;
  readonly openMenu: () => void;
  readonly resize: (entry: AgendaEntry, minutes: number) => void;
  readonly pickDay: () => void;
}

const WRITE = 'agenda.write' as const;

/** Keys of the pages: days, weeks, what is shown. */
export function viewCommands({ view, goToToday, pickDay, openNextFree, setView, lines, turnWho, openMenu }: CommandParts): Command[] {
  const isDay = view.view === 'day';
  const isOnesWeek = (): boolean => !isDay && view.who !== 'all';
  return [
    { id: 'agenda.today', message: 'agenda.command.today', shortcut: 't', run: goToToday },
    { id: 'agenda.next', message: isDay ? 'agenda.command.nextDay' : 'agenda.command.nextWeek', shortcut: 'pagedown', run: () => view.turn(1) },
    { id: 'agenda.previous', message: isDay ? 'agenda.command.previousDay' : 'agenda.command.previousWeek', shortcut: 'pageup', run: () => view.turn(-1) },
    { id: 'agenda.nextPage', message: 'agenda.command.weekOn', shortcut: 'shift+pagedown', when: () => isDay, run: () => view.turn(7) },
    { id: 'agenda.previousPage', message: 'agenda.command.weekBack', shortcut: 'shift+pageup', when: () => isDay, run: () => view.turn(-7) },
    { id: 'agenda.view', message: isDay ? 'agenda.command.showWeek' : 'agenda.command.showDay', shortcut: 'w', run: () => setView(isDay ? 'week' : 'day') },
    { id: 'agenda.rooms', message: view.show === 'rooms' ? 'agenda.command.showPractitioners' : 'agenda.command.showRooms', shortcut: 'r', run: () => view.change({ show: view.show === 'rooms' ? 'practitioners' : 'rooms', who: undefined }) },
    { id: 'agenda.everybody', message: view.who === 'all' ? 'agenda.command.showOne' : 'agenda.command.showEverybody', shortcut: 'shift+w', when: () => !isDay, run: () => view.change({ who: view.who === 'all' ? undefined : 'all' }) },
    { id: 'agenda.nextWho', message: 'agenda.command.nextWho', shortcut: 'j', when: isOnesWeek, run: () => turnWho(1) },
    { id: 'agenda.previousWho', message: 'agenda.command.previousWho', shortcut: 'shift+j', when: isOnesWeek, run: () => turnWho(-1) },
    { id: 'agenda.denser', message: 'agenda.command.denser', shortcut: 'z', run: () => lines.zoom(1) },
    { id: 'agenda.wider', message: 'agenda.command.wider', shortcut: 'shift+z', run: () => lines.zoom(-1) },
    { id: 'agenda.clinicLines', message: 'agenda.command.clinicLines', shortcut: 'alt+z', when: () => lines.isOwn, run: lines.followClinic },
    { id: 'agenda.menu', message: 'agenda.command.menu', shortcut: 'shift+f10', run: openMenu },
    { id: 'agenda.menuKey', message: 'agenda.command.menu', shortcut: 'contextmenu', quiet: true, run: openMenu },
    { id: 'agenda.goToDay', message: 'agenda.command.goToDay', shortcut: 'g', run: pickDay },
    { id: 'agenda.nextFree', message: 'agenda.command.nextFree', shortcut: 'n', permission: WRITE, run: openNextFree },
  ];
}

/** Keys on the slot and the visit under the cursor. */
export function visitCommands(parts: CommandParts): Command[] {
  const { entry, actions } = parts;
  const on = (run: (visit: AgendaEntry) => void, when: (visit: AgendaEntry) => boolean = () => true) => ({
    on: 'visit' as const, permission: WRITE, when: () => entry !== undefined && when(entry), run: () => { if (entry) run(entry); },
  });
  const step = (status: PlainStatus) => on(visit => actions.setStatus(visit, status), visit => isLegalMove(visit.status, status) && (status !== 'booked' || visit.status === 'arrived'));
  const canArrive = (visit: AgendaEntry): boolean => isLegalMove(visit.status, 'arrived') && visit.status !== 'inTreatment';
  return [
    { id: 'agenda.book', on: 'slot', message: 'agenda.command.book', shortcut: 'b', permission: WRITE, when: () => entry === undefined, run: parts.book },
    { id: 'agenda.bookBeside', on: 'slot', message: 'agenda.command.bookBeside', shortcut: 'shift+b', permission: WRITE, when: () => entry !== undefined, run: parts.book },
    { id: 'agenda.checkIn', message: 'agenda.command.checkIn', shortcut: 'c', ...on(visit => actions.checkIn(visit, null), canArrive) },
    { id: 'agenda.checkInId', message: 'agenda.command.checkInId', shortcut: 'shift+c', ...on(visit => actions.checkIn(visit, 'swedishId'), canArrive) },
    { id: 'agenda.start', message: 'agenda.command.start', shortcut: 's', ...step('inTreatment') },
    { id: 'agenda.done', message: 'agenda.command.done', shortcut: 'd', ...step('done') },
    { id: 'agenda.confirm', message: 'agenda.command.confirm', shortcut: 'o', ...step('confirmed') },
    { id: 'agenda.cut', message: 'agenda.command.cut', shortcut: 'x', ...on(parts.cut, visit => isMovable(visit.status)) },
    { id: 'agenda.cancel', message: 'agenda.command.cancel', shortcut: 'delete', ...on(parts.openCancel, visit => isLegalMove(visit.status, 'cancelledLate')) },
    { id: 'agenda.noShow', message: 'agenda.command.noShow', shortcut: 'u', ...step('noShow') },
    { id: 'agenda.longer', message: 'agenda.command.longer', shortcut: 'plus', ...on(visit => parts.resize(visit, 5), visit => isMovable(visit.status)) },
    { id: 'agenda.shorter', message: 'agenda.command.shorter', shortcut: '-', ...on(visit => parts.resize(visit, -5), visit => isMovable(visit.status)) },
    { id: 'agenda.reschedule', message: 'agenda.command.reschedule', shortcut: 'm', ...on(visit => actions.setStatus(visit, 'rescheduled', () => parts.findNewTime(visit)), visit => isLegalMove(visit.status, 'rescheduled')) },
    { id: 'agenda.rebook', message: 'agenda.command.rebook', shortcut: 'f', ...on(parts.rebook) },
    { id: 'agenda.backToBooked', message: 'agenda.command.backToBooked', ...step('booked') },
    { id: 'agenda.openVisit', on: 'visit', message: 'agenda.command.openVisit', shortcut: 'enter', quiet: true, when: () => entry !== undefined, run: () => { if (entry) parts.openVisit(entry); } },
    { id: 'agenda.paste', on: 'slot', message: 'agenda.command.paste', shortcut: 'v', permission: WRITE, params: { name: parts.cutName ?? '' }, when: () => parts.cutName !== undefined, run: parts.paste },
    { id: 'agenda.undo', message: 'agenda.command.undo', shortcut: 'mod+z', when: actions.canUndo, run: actions.undo },
  ];
}
