import type { RebookVisit } from '#shared/domain/desk/work-lists.ts';

import { useClinicDay, useQueryOf } from '#renderer/client/index.ts';
import { useCommands, useGo, type Go } from '#renderer/commands/index.ts';
import { useText, type Translate } from '#renderer/ui/index.ts';

import { openVisit, showInAgenda } from '../queue-commands.ts';
import { Cut } from '../queue-columns.tsx';
import { useOwnOnly } from './use-counts.ts';
import { WorkTable } from './WorkTable.tsx';

/** Why the visit cannot stay where it is. */
function reasonText({ reason, label, absence }: RebookVisit, t: Translate): string {
  if (reason === 'gone') return t('desk.toRebook.gone', { name: label });
  if (reason === 'rescheduled') return t('desk.toRebook.rescheduled');
  if (reason === 'clinicClosed') return label === '' ? t('desk.toRebook.closed') : t('desk.toRebook.closedLabel', { label });
  return label === '' && absence ? t(`desk.toRebook.absence.${absence}`) : label;
}

/** Where another time is found. */
function findTime(go: Go, visit: RebookVisit, timeZone: string): void {
  // A visit given up stands in the agenda no longer.
  if (visit.reason === 'rescheduled' && visit.patientId) go('/agenda', { search: { patientId: visit.patientId, open: 'nextFree' } });
  else showInAgenda(go, visit, timeZone);
}

/** Visits that need another time. Enter leads to where that is found: the visit in the agenda, or free times for who gave theirs up. */
export function ToRebookList() {
  const t = useText();
  const go = useGo();
  const { timeZone } = useClinicDay();
  const own = useOwnOnly();
  const { data, error } = useQueryOf('desk', 'toRebook', { own });
  useCommands([{ id: 'desk.list.openPatient', message: 'desk.command.openPatient', shortcut: 'o', on: 'visit', when: ({ visit }) => Boolean(visit?.patientId), run: ({ visit }) => { if (visit) openVisit(go, visit, timeZone); } }]);
  return (
    <WorkTable title={t('desk.toRebook.title')} help={t('desk.toRebook.help')} empty={t('desk.toRebook.empty')} enter={t('desk.toRebook.enter')} rows={data} error={error} onOpen={visit => findTime(go, visit, timeZone)}
      more={[{ id: 'why', header: t('desk.toRebook.why'), width: 'minmax(130px, 1.4fr)', cell: row => <Cut>{reasonText(row, t)}</Cut>, sort: row => reasonText(row, t) }]} />
  );
}
