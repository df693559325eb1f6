import type { WorkList } from '#renderer/commands/index.ts';

import { FollowUpList } from './FollowUpList.tsx';
import { UnfinishedList, UnlinkedList, WithoutNoteList } from './VisitLists.tsx';
import { ToRebookList } from './ToRebookList.tsx';
import { useDeskCount, type DeskList } from './use-counts.ts';

const counted = (list: DeskList): Pick<WorkList, 'id' | 'useCount'> => ({
  id: list,
  useCount: () => useDeskCount(list),
});

/** What the desk itself knows of; other areas add theirs through the same slot. */
export const workLists: readonly WorkList[] = [
  { ...counted('withoutNote'), message: 'desk.withoutNote.title', order: 10, permission: 'journal.write', component: WithoutNoteList },
  { ...counted('unsigned'), message: 'desk.unsigned.title', order: 12, permission: 'journal.write', to: '/journal/unsigned' },
  { ...counted('followUp'), message: 'desk.followUp.title', order: 14, permission: 'staff.manage', component: FollowUpList },
  { ...counted('unfinished'), message: 'desk.unfinished.title', order: 20, permission: 'agenda.write', component: UnfinishedList },
  { ...counted('toRebook'), message: 'desk.toRebook.title', order: 24, permission: 'agenda.write', component: ToRebookList },
  { ...counted('unlinked'), message: 'desk.unlinked.title', order: 28, permission: 'agenda.write', component: UnlinkedList },
];
