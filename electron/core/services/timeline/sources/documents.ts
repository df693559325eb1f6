import type { Reader } from '../../../db/handles.ts';
import { documentsOfPatient, type StoredDocument } from '../../../repositories/document.ts';
import { pageOf, timelineRow, type SourceAsk, type TimelineSource } from '../source.ts';

/** A person has few letters, so they are read whole. */
const stored = (db: Reader, { patientId, ctx }: SourceAsk): Promise<StoredDocument[]> => documentsOfPatient(db, { patientId, readerId: ctx.userId });

const rowOf = (kind: 'document' | 'referral', one: StoredDocument, mark: string) =>
  timelineRow({ kind, id: one.id, at: one.finishedAt ?? one.createdAt, title: one.subject, detail: one.recipientName, who: one.authorName, mark });

/** `epikrisDraft`, `letterLocked`, `certificateLeft`, `letterReplaced`: what it is and how far it has come. */
const markOf = (one: StoredDocument): string => `${one.type}${one.status === 'draft' ? 'Draft' : one.replacedBy !== null ? 'Replaced' : one.leftAt === null ? 'Locked' : 'Left'}`;

/** Answers, discharge letters, certificates and letters (K-01): when each was locked, the caller's own drafts when begun. */
export const documents: TimelineSource = {
  kind: 'document',
  isClinical: true,
  permission: 'journal.read',
  page: async (db, ask) => pageOf((await stored(db, ask)).filter(one => one.type !== 'referral').map(one => rowOf('document', one, markOf(one))), ask),
};

/** Referrals and how their watch stands (K-03). */
export const referrals: TimelineSource = {
  kind: 'referral',
  isClinical: true,
  permission: 'journal.read',
  page: async (db, ask) => pageOf((await stored(db, ask)).filter(one => one.type === 'referral').map(one => rowOf('referral', one, one.replacedBy === null ? (one.referral ?? 'draft') : 'replaced')), ask),
};
