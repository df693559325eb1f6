import { visitsOfPatient } from '../../../repositories/timeline-visits.ts';
import { timelineRow, type TimelineSource } from '../source.ts';

/** Visits, those to come too (J-05: time of contacts had and planned), whatever became of them. */
export const visits: TimelineSource = {
  kind: 'visit',
  isClinical: false,
  permission: 'agenda.read',
  page: async (db, ask) => (await visitsOfPatient(db, ask)).map(({ id, at, until, service, status, practitioner, room }) =>
    timelineRow({ kind: 'visit', id, at, until, title: service, detail: room ?? '', who: practitioner ?? '', mark: status })),
};
