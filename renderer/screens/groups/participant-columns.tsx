import { useText, VisitStatusChip, type DataColumn } from '#renderer/ui/index.ts';

import classes from './Groups.module.css';
import type { Participant } from './use-group-words.ts';

/** Who has a seat, whether they are here, and what to keep in mind. */
export function useParticipantColumns(): readonly DataColumn<Participant>[] {
  const t = useText();
  const marks = (row: Participant): string => [row.isProtected && t('groups.protected'), row.patientId === null && t('groups.notRegistered'), row.identityChecked && t('groups.identity')].filter(Boolean).join(' · ');
  return [
    { id: 'name', header: t('groups.column.name'), width: 'minmax(170px, 2fr)', cell: row => <span className={classes.name} title={row.name}>{row.name}</span> },
    { id: 'status', header: t('groups.column.status'), width: '150px', cell: row => <VisitStatusChip status={row.status} /> },
    { id: 'marks', header: t('groups.column.marks'), width: 'minmax(140px, 1.4fr)', cell: row => <span className={classes.marks} title={[row.hasWarning ? t('groups.warning') : '', marks(row)].filter(Boolean).join(' · ')}>{row.hasWarning ? <span className={classes.warning}>{t('groups.warning')}</span> : null}{marks(row)}</span> },
    { id: 'note', header: t('groups.column.note'), width: 'minmax(120px, 2fr)', cell: row => row.note, hideBelow: 640 },
  ];
}
