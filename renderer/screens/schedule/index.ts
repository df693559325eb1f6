import type { CommandContext, ScreenArea } from '#renderer/commands/index.ts';

import { AbsenceScreen, AbsenceSearch } from './absences/AbsenceScreen.tsx';
import { ScheduleScreen, ScheduleSearch } from './ScheduleScreen.tsx';
import { SeriesScreen, SeriesSearch } from './series/SeriesScreen.tsx';

const inAgenda = ({ path }: CommandContext): boolean => path === '/agenda';

/** The search of the series screen; what is not known is left out. */
const known = (search: Readonly<Record<string, string | undefined | null>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(search).filter((one): one is [string, string] => typeof one[1] === 'string'));

export const area: ScreenArea = {
  id: 'schedule',
  routes: [
    { path: '/agenda/settings', component: ScheduleScreen, permission: 'agenda.configure', search: ScheduleSearch },
    { path: '/agenda/absence', component: AbsenceScreen, permission: 'agenda.block', search: AbsenceSearch },
    { path: '/agenda/series', component: SeriesScreen, permission: 'agenda.write', search: SeriesSearch },
  ],
  commands: [
    { id: 'schedule.settings', message: 'schedule.command.settings', permission: 'agenda.configure', run: ({ go }) => go('/agenda/settings') },
    {
      id: 'schedule.absence', on: 'slot', message: 'schedule.command.absence', shortcut: 'a', permission: 'agenda.block', when: inAgenda,
      run: ({ go, slot }) => go('/agenda/absence', { search: known({ who: slot?.resourceId, at: slot?.start }) }),
    },
    {
      id: 'schedule.repeat', on: 'visit', message: 'schedule.command.repeat', shortcut: 'e', permission: 'agenda.write', when: ({ visit }) => visit !== undefined,
      run: ({ go, visit }) => go('/agenda/series', { search: known({ visitId: visit?.id, patientId: visit?.patientId }) }),
    },
    {
      id: 'schedule.repeatHere', on: 'slot', message: 'schedule.command.repeatHere', shortcut: 'e', permission: 'agenda.write', when: context => inAgenda(context) && context.visit === undefined,
      run: ({ go, slot, patientId }) => go('/agenda/series', { search: known({ who: slot?.resourceId, at: slot?.start, patientId }) }),
    },
  ],
};
