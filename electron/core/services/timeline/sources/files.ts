import { filesOfPatient, type FileOfPatient } from '../../../repositories/timeline-files.ts';
import { timelineRow, type TimelineSource } from '../source.ts';

const ownMark = ({ isStruck, category }: FileOfPatient): string => (isStruck === 1 ? 'struck' : category);
const incomingMark = ({ isStruck, signedOffAt }: FileOfPatient): string => (isStruck === 1 ? 'struck' : signedOffAt === null ? 'toSign' : 'signedOff');

/** Photographs and files that the clinic added itself (K-24). */
export const attachments: TimelineSource = {
  kind: 'attachment',
  isClinical: true,
  permission: 'journal.read',
  page: async (db, ask) => (await filesOfPatient(db, 'own', ask)).map(file => timelineRow({ kind: 'attachment', id: file.id, at: file.at, title: file.title, who: file.who, mark: ownMark(file) })),
};

/** What came from outside, and whether somebody has seen it (K-02). */
export const incoming: TimelineSource = {
  kind: 'incoming',
  isClinical: true,
  permission: 'journal.read',
  page: async (db, ask) =>
    (await filesOfPatient(db, 'incoming', ask)).map(file => timelineRow({ kind: 'incoming', id: file.id, at: file.at, title: file.title, detail: file.sender ?? '', who: file.who, mark: incomingMark(file) })),
};
