import { warningEvents } from '../../../repositories/timeline-warnings.ts';
import { pageOf, timelineRow, type TimelineSource } from '../source.ts';

/** When warnings began and ended, and when somebody answered "none known" (K-21). Few a patient, so they are read whole. */
export const warnings: TimelineSource = {
  kind: 'warning',
  isClinical: false,
  permission: 'patients.read',
  page: async (db, ask) =>
    pageOf((await warningEvents(db, ask.patientId)).map(({ id, at, what, text, reason, who }) => timelineRow({ kind: 'warning', id, at, title: text, detail: reason, who, mark: what })), ask),
};
