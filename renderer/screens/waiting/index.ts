import { IconClockPlus } from '@tabler/icons-react';

import { useQueryOf } from '#renderer/client/index.ts';
import { type Command, type CommandContext, type ScreenArea } from '#renderer/commands/index.ts';

import { WaitingScreen } from './WaitingScreen.tsx';
import { WaitingSearch } from './waiting-search.ts';
import { WaitingStatusItem } from './WaitingStatusItem.tsx';
import { openWish } from '#renderer/parts/open-wish.ts';
import { WishOverlay } from './WishOverlay.tsx';

const WRITE = 'agenda.write' as const;
const PATH = '/lists/waiting';

/** Somebody who has a visit and wants an earlier one: it stays theirs until something is found. */
function addFromVisit({ visit }: CommandContext): void {
  if (!visit) return;
  const keeps = visit.status === 'booked' || visit.status === 'confirmed';
  openWish({
    known: { patientId: visit.patientId, name: visit.patientId === null ? visit.name : '', serviceId: visit.serviceId, visitId: keeps ? visit.id : null },
    name: visit.name,
    ...(keeps ? { keepsStart: visit.start } : {}),
  });
}

const commands: readonly Command[] = [
  { id: 'waiting.open', message: 'waiting.command.open', shortcut: 'alt+v', icon: IconClockPlus, permission: 'agenda.write', run: ({ go }) => go(PATH, { search: { slot: 'first' } }) },
  { id: 'waiting.addFromVisit', message: 'waiting.command.addFromVisit', shortcut: 'q', on: 'visit', permission: WRITE, when: ({ visit }) => visit?.group === undefined, run: addFromVisit },
  { id: 'waiting.addFromSlot', message: 'waiting.command.addFromSlot', shortcut: 'q', on: 'slot', permission: WRITE, when: ({ visit }) => visit === undefined, run: ({ slot, patientId }) => openWish({ known: { resourceIds: slot ? [slot.resourceId] : [], patientId: patientId ?? null } }) },
  { id: 'waiting.addPatient', message: 'waiting.command.addPatient', shortcut: 'alt+w', permission: WRITE, when: ({ patientId }) => patientId !== undefined, run: ({ patientId }) => openWish({ known: { patientId: patientId ?? null } }) },
];

export const area: ScreenArea = {
  id: 'waiting',
  routes: [{ path: PATH, component: WaitingScreen, permission: 'agenda.write', search: WaitingSearch }],
  commands,
  overlays: [{ id: 'waiting.wish', permission: WRITE, component: WishOverlay }],
  statusItems: [{ id: 'waiting.freed', order: 30, permission: WRITE, component: WaitingStatusItem }],
  workLists: [
    {
      id: 'waiting', message: 'waiting.worklist', order: 30, permission: WRITE, to: PATH,
      useCount: () => {
        // The same question as the status line's, so that both cost one.
        const { data } = useQueryOf('waiting', 'freed', {});
        return { count: data?.length, isLate: (data?.length ?? 0) > 0 };
      },
    },
  ],
};
